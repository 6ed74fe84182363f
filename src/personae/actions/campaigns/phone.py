"""Phone numbers as people write them in, numbers that can be dialled from anywhere (E.164) out."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

__all__ = ["countries", "e164", "two_letters"]

_SIGNS = re.compile(r"[\s().\-/\u00a0\u2010-\u2015\u202f]")
_DIGITS = re.compile(r"[0-9]{7,15}")
_WITH_CODE = 11
"""So many digits that begin with the calling code have it, where numbers within a country begin
with something else (the trunk prefix)."""
_NORTH_AMERICA = ("US", "CA")
_OTHER_NAMES = {
    "uk": "GB", "great britain": "GB", "england": "GB", "usa": "US",
    "united states of america": "US", "the netherlands": "NL", "czech republic": "CZ",
}  # fmt: skip


@cache
def countries() -> dict[str, tuple[str, str]]:
    """Return the calling code and the trunk prefix of every country whose numbers can be read.

    Examples
    --------
    >>> countries()["GB"]
    ('44', '0')
    """
    text = (
        resources.files("personae.actions.campaigns").joinpath("dialling.toml").read_text("utf-8")
    )
    return {country: (code, trunk) for country, (code, trunk, _) in tomllib.loads(text).items()}


def two_letters(country: str | None) -> str | None:
    """Return a country as the two letters of ISO 3166-1; None for what cannot be read as one.

    Two letters stay what they are; names are known in English, of the countries whose numbers can
    be read. The United Kingdom's own "UK" is GB to everybody else.

    Examples
    --------
    >>> two_letters(" de "), two_letters("Germany"), two_letters("UK"), two_letters("Narnia")
    ('DE', 'DE', 'GB', None)
    """
    plain = " ".join((country or "").split())
    code = _OTHER_NAMES.get(plain.casefold()) or _names().get(plain.casefold()) or plain.upper()
    return code if re.fullmatch("[A-Z]{2}", code) else None


@cache
def _names() -> dict[str, str]:
    text = (
        resources.files("personae.actions.campaigns").joinpath("dialling.toml").read_text("utf-8")
    )
    return {name.casefold(): country for country, (_, _, name) in tomllib.loads(text).items()}


def e164(text: str | None, country: str | None) -> str | None:
    """Return a number in the form of ITU-T E.164; None where that would be a guess.

    Parameters
    ----------
    text : str or None
        A number with or without ``+``, blanks, brackets, dots, dashes and slashes.
    country : str or None
        Two letters: where a number without ``+`` or ``00`` is dialled from.

    Returns
    -------
    str or None
        ``+``, the calling code and the number: 7 to 15 digits. None if there are letters, too few
        or too many digits, or no country that is known.

    Examples
    --------
    >>> e164("(800) 555-0100", "US"), e164("+44 (0)844 412 4653", None)
    ('+18005550100', '+448444124653')
    >>> e164("0171 1234567", "DE"), e164("06 1234 5678", "IT")
    ('+491711234567', '+390612345678')
    >>> e164("442070313000", "GB"), e164("555 0100", None), e164("45 12 34 56 78", "DK")
    ('+442070313000', None, None)
    """
    plain = (text or "").strip()
    if plain.startswith("+"):
        # the zero in brackets is for people who dial within the country
        return _checked(_SIGNS.sub("", plain[1:].replace("(0)", "")))
    digits = _SIGNS.sub("", plain)
    if digits.startswith("00"):
        return _checked(digits[2:])
    if country not in countries():
        return None
    code, trunk = countries()[country]
    if country in _NORTH_AMERICA:
        if digits.startswith("011"):
            return _checked(digits[3:])
        national = digits.removeprefix("1") if len(digits) == 11 else digits
        return _checked(code + national) if len(national) == 10 else None
    if digits.startswith(code) and not (trunk and digits.startswith(trunk)):
        # a spreadsheet took the + away, or the number within the country begins like that
        return _checked(digits) if trunk and len(digits) >= _WITH_CODE else None
    return _checked(code + digits.removeprefix(trunk)) if len(digits) > 4 else None


def _checked(digits: str) -> str | None:
    """Return the number if it can be one: no calling code begins with 0."""
    return f"+{digits}" if _DIGITS.fullmatch(digits) and digits[0] != "0" else None
