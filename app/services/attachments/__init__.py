"""Files beside an item: taken by what they are, given to those who may look at the item."""
