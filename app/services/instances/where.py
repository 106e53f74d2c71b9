"""Where an item is now, or how it ended, in the words of its kind: what every list of mixed rows says."""

from app.services.instances.items import of_kind
from app.services.instances.words import ENDS, PLACES, Word, word
from models import ItemKind


def word_of_end(kind: ItemKind, ended: str) -> Word:
    """How it ended; kinds may say that in words of their own."""
    return word({**ENDS, **of_kind(kind).ends}, ended)


def word_of_standing(kind: ItemKind, ended: str | None, party: str | None) -> Word:
    """How it ended, or with which party it is."""
    return word_of_end(kind, ended) if ended else word(PLACES, party or "")
