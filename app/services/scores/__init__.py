"""Scores (学员成绩) of a training base: entering, importing, correcting, listing and declaring them."""
