"""The key by which Chinese names are sorted, since the database has no Chinese collation."""

from pypinyin import Style, lazy_pinyin


def name_key(name: str) -> str:
    """Return `name` in pinyin with tone digits, so that it sorts as a Chinese dictionary does."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3)).lower()
