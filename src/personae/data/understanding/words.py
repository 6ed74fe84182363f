"""The words of a column name, and rules over them."""

from __future__ import annotations

import functools
import re
import unicodedata

__all__ = ["phrases", "plain", "spoken", "words_of"]


def words_of(name: str) -> list[str]:
    """Split a column name into lower-case words, camel case too.

    Examples
    --------
    >>> words_of("InvoiceDate"), words_of("signup_at")
    (['invoice', 'date'], ['signup', 'at'])
    """
    spaced = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", name)
    spaced = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", spaced)
    return [word for word in re.split(r"[\W_]+", spaced.lower()) if word]


def spoken(name: str) -> str:
    """Return a column name as its words with single blanks between them.

    Examples
    --------
    >>> spoken("Annual Income (k$)")
    'annual income k'
    """
    return " ".join(words_of(name))


def phrases(listed: str) -> re.Pattern[str]:
    """Make one rule of phrases that stand between bars with blanks around them.

    Every phrase is a regular expression over whole words of `spoken` names.

    Examples
    --------
    >>> rule = phrases("unit price | price (?:per|each)")
    >>> bool(rule.search("price per piece")), bool(rule.search("unit prices"))
    (True, False)
    """
    return re.compile(r"\b(?:" + "|".join(re.split(r"\s+\|\s+", listed.strip())) + r")\b")


def plain(text: str) -> str:
    """Return a text in lower case, without accents.

    Examples
    --------
    >>> plain("José"), plain("Łukasz"), plain("Иван")
    ('jose', 'lukasz', 'иван')
    """
    folded = text.casefold().translate(_LETTERS)
    return folded if folded.isascii() else "".join(map(_bare, folded))


@functools.cache
def _bare(letter: str) -> str:
    """Take the accent off a Latin or Greek letter; in other scripts it makes another letter."""
    if "\u0400" <= letter < "\u1e00":
        return letter
    return unicodedata.normalize("NFD", letter)[0] if letter.isalpha() else letter


_LETTERS = str.maketrans(  # letters that are no letter with an accent
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "\u0131": "i", "æ": "ae", "þ": "th"}
)
