"""Numbers that states, banks and networks give to one person, told by their check digits.

Most such numbers carry a check digit, so that a wrong one in ten is found; a column in which all
of dozens of values pass is no accident. The rules are those of the issuing authorities; numbers
without a check digit are told by a date of birth or letters at fixed places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["CHECKED", "SHAPED", "is_card", "is_iban", "luhn"]


def luhn(digits: str) -> bool:
    """Tell whether the last digit fits the others (Luhn, ISO/IEC 7812-1).

    Examples
    --------
    >>> luhn("4539578763621486"), luhn("4539578763621487")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def is_card(digits: str) -> bool:
    """Tell whether digits are the number of a payment card: its first digits, length and check.

    Examples
    --------
    >>> is_card("4539578763621486"), is_card("9539578763621485")
    (True, False)
    """
    return bool(_CARD.fullmatch(digits)) and luhn(digits)


def is_iban(text: str) -> bool:
    """Tell whether a text without blanks is an IBAN (ISO 13616: remainder 1 modulo 97).

    Examples
    --------
    >>> is_iban("DE89370400440532013000"), is_iban("DE89370400440532013001")
    (True, False)
    """
    if not _IBAN.fullmatch(text):
        return False
    moved = text[4:] + text[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1


_CARD = re.compile(r"(?:4\d{12}|4\d{15}|4\d{18}|(?:5[0-8]|2[2-7]|6[0-9])\d{10,17}|3[0-9]\d{12,14})")
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _day(year: int, month: int, day: int) -> bool:
    return 0 <= year <= 99 and 1 <= month <= 12 and 1 <= day <= 31


def _germany(t: str) -> bool:  # Steuer-Identifikationsnummer, ISO 7064 mod 11, 10
    return t[0] != "0" and _mod_11_10(t)


def _france(t: str) -> bool:  # numéro de sécurité sociale; Corsica writes 2A and 2B
    body = t[:13].replace("2A", "19").replace("2B", "18")
    return body.isdigit() and t[0] in "1234578" and 97 - int(body) % 97 == int(t[13:])


def _spain(t: str) -> bool:  # DNI and NIE
    number = t[:-1].translate(str.maketrans("XYZ", "012"))
    return number.isdigit() and "TRWAGMYFPDXBNJZSQVHLCKE"[int(number) % 23] == t[-1]


def _netherlands(t: str) -> bool:  # burgerservicenummer
    return t != "0" * 9 and (_weighted(t[:8], range(9, 1, -1)) - int(t[8])) % 11 == 0


def _belgium(t: str) -> bool:  # rijksregisternummer
    born = _day(int(t[:2]), int(t[2:4]) % 20 or 1, int(t[4:6]) or 1)
    rest = int(t[9:])
    return born and rest in {97 - int(t[:9]) % 97, 97 - int("2" + t[:9]) % 97}


def _poland(t: str) -> bool:  # PESEL
    born = _day(int(t[:2]), int(t[2:4]) % 20, int(t[4:6]))
    return born and _weighted(t, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)) % 10 == 0


def _sweden(t: str) -> bool:  # personnummer, with or without the century
    t = t[-10:]
    return _day(int(t[:2]), int(t[2:4]), int(t[4:6]) % 60) and luhn(t)


def _norway(t: str) -> bool:  # fødselsnummer; 40 is added to the day or month of some
    born = _day(int(t[4:6]), int(t[2:4]) % 40, int(t[:2]) % 40)
    first = _weighted(t, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)) % 11 == 0
    return born and first and _weighted(t, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def _finland(t: str) -> bool:  # henkilötunnus
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(t[:6] + t[7:10]) % 31] == t[10]


def _brazil(t: str) -> bool:  # CPF
    first = _weighted(t, range(10, 1, -1)) * 10 % 11 % 10
    second = _weighted(t, range(11, 1, -1)) * 10 % 11 % 10
    return len(set(t)) > 1 and t[9:] == f"{first}{second}"


def _chile(t: str) -> bool:  # RUT
    total = sum(int(d) * (2 + place % 6) for place, d in enumerate(reversed(t[:-1])))
    return "0K987654321"[total % 11] == t[-1]


def _argentina(t: str) -> bool:  # CUIT and CUIL
    total = _weighted(t, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))
    return t[:2] in {"20", "23", "24", "27"} and (0, 9, 9, 8, 7, 6, 5, 4, 3, 2, 1)[
        total % 11
    ] == int(t[10])


_D = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_P = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870",
    "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def _india(t: str) -> bool:  # Aadhaar, Verhoeff's check
    check = 0
    for place, digit in enumerate(reversed(t)):
        check = int(_D[check][int(_P[place % 8][int(digit)])])
    return t[0] not in "01" and check == 0


def _china(t: str) -> bool:  # resident identity card, GB 11643 (ISO 7064 mod 11, 2)
    born = t[6:8] in {"19", "20"} and _day(int(t[8:10]), int(t[10:12]), int(t[12:14]))
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return born and "10X98765432"[_weighted(t, weights) % 11] == t[17]


def _turkey(t: str) -> bool:  # national number
    odd, even = sum(map(int, t[0:9:2])), sum(map(int, t[1:8:2]))
    fits = (7 * odd - even) % 10 == int(t[9])
    return t[0] != "0" and fits and sum(map(int, t[:10])) % 10 == int(t[10])


def _south_africa(t: str) -> bool:
    return _day(int(t[:2]), int(t[2:4]), int(t[4:6])) and t[10] in "012" and luhn(t)


def _australia(t: str) -> bool:  # tax file number
    return _weighted(t, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def _portugal(t: str) -> bool:  # número de identificação fiscal of a person
    digit = (11 - _weighted(t[:8], range(9, 1, -1)) % 11) % 11 % 10
    return t[0] in "123" and digit == int(t[8])


def _czechia(t: str) -> bool:  # rodné číslo, also of Slovakia
    born = _day(int(t[:2]), int(t[2:4]) % 50 % 20 or 12, int(t[4:6]))
    return born and int(t[:9]) % 11 % 10 == int(t[9]) if int(t) % 11 else born


def _romania(t: str) -> bool:  # cod numeric personal
    born = _day(int(t[1:3]), int(t[3:5]), int(t[5:7]))
    left = _weighted(t, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return born and (1 if left == 10 else left) == int(t[12])


def _bulgaria(t: str) -> bool:  # единен граждански номер
    born = _day(int(t[:2]), int(t[2:4]) % 20 or 1, int(t[4:6]))
    return born and _weighted(t, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10 == int(t[9])


def _korea(t: str) -> bool:  # 주민등록번호
    born = _day(int(t[:2]), int(t[2:4]), int(t[4:6]))
    check = (11 - _weighted(t, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10
    return born and check == int(t[12])


def _baltic(t: str) -> bool:  # isikukood of Estonia, asmens kodas of Lithuania
    check = _weighted(t, (1, 2, 3, 4, 5, 6, 7, 8, 9, 1)) % 11
    if check == 10:
        check = _weighted(t, (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)) % 11 % 10
    return t[0] in "123456" and _day(int(t[1:3]), int(t[3:5]), int(t[5:7])) and check == int(t[10])


def _greece(t: str) -> bool:  # AMKA
    return _day(int(t[4:6]), int(t[2:4]), int(t[:2])) and luhn(t)


def _austria(t: str) -> bool:  # Sozialversicherungsnummer
    total = _weighted(t, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6))
    return t[0] != "0" and _day(int(t[8:]), int(t[6:8]), int(t[4:6])) and total % 11 == int(t[3])


def _mod_11_10(t: str) -> bool:  # ISO 7064, for one: osobni identifikacijski broj of Croatia
    product = 10
    for digit in t[:-1]:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == int(t[-1])


def _japan(t: str) -> bool:  # マイナンバー
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    left = _weighted(t, weights) % 11
    return (0 if left <= 1 else 11 - left) == int(t[11])


def _russia(t: str) -> bool:  # ИНН of a person
    first = _weighted(t, (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    second = _weighted(t, (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)) % 11 % 10
    return t[10:] == f"{first}{second}"


def _taiwan(t: str) -> bool:  # 身分證字號
    area = str(10 + "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(t[0]))
    return _weighted(area + t[1:], (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0


def _ean(t: str) -> bool:
    return _weighted(t, (1, 3) * 6 + (1,)) % 10 == 0


def _ireland(t: str) -> bool:  # PPS number
    total = _weighted(t, range(8, 1, -1)) + 9 * (
        ord(t[8]) - 64 if len(t) == 9 and t[8] != "W" else 0
    )
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == t[7]


def _rule(
    shape: str, check: Callable[[str], bool]
) -> tuple[re.Pattern[str], Callable[[str], bool]]:
    return re.compile(shape), check


CHECKED: dict[str, tuple[re.Pattern[str], Callable[[str], bool]]] = {
    "Germany": _rule(r"\d{11}", _germany),
    "France": _rule(r"\d{5}(?:\d\d|2A|2B)\d{8}", _france),
    "Spain": _rule(r"[XYZ\d]\d{7}[A-Z]", _spain),
    "Netherlands": _rule(r"\d{9}", _netherlands),
    "Belgium": _rule(r"\d{11}", _belgium),
    "Poland": _rule(r"\d{11}", _poland),
    "Sweden": _rule(r"\d{10}|(?:19|20)\d{10}", _sweden),
    "Norway": _rule(r"\d{11}", _norway),
    "Finland": _rule(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", _finland),
    "Brazil": _rule(r"\d{11}", _brazil),
    "Chile": _rule(r"\d{7,8}[\dK]", _chile),
    "Argentina": _rule(r"\d{11}", _argentina),
    "India": _rule(r"\d{12}", _india),
    "China": _rule(r"\d{17}[\dX]", _china),
    "Turkey": _rule(r"\d{11}", _turkey),
    "South Africa": _rule(r"\d{13}", _south_africa),
    "Australia": _rule(r"\d{9}", _australia),
    "Canada, Israel": _rule(r"\d{9}", luhn),
    "Portugal": _rule(r"\d{9}", _portugal),
    "Czechia": _rule(r"\d{10}", _czechia),
    "Romania": _rule(r"[1-9]\d{12}", _romania),
    "Bulgaria": _rule(r"\d{10}", _bulgaria),
    "Korea": _rule(r"\d{13}", _korea),
    "Estonia, Lithuania": _rule(r"\d{11}", _baltic),
    "Greece": _rule(r"\d{11}", _greece),
    "Austria": _rule(r"\d{10}", _austria),
    "Croatia": _rule(r"\d{11}", _mod_11_10),
    "Japan": _rule(r"\d{12}", _japan),
    "Switzerland": _rule(r"756\d{10}", _ean),
    "Russia": _rule(r"\d{12}", _russia),
    "Taiwan": _rule(r"[A-Z][12]\d{8}", _taiwan),
    "Ireland": _rule(r"\d{7}[A-W][A-IW]?", _ireland),
}
"""The shape of each number without blanks and marks, and whether its check digits fit."""

SHAPED: dict[str, re.Pattern[str]] = {
    "United States": re.compile(r"(?!000|666)\d{3}-(?!00)\d\d-(?!0000)\d{4}"),
    "United Kingdom": re.compile(
        r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?(?:\d\d ?){3}[A-D]?"
    ),
    "Italy": re.compile(r"[A-Z]{6}\d\d[ABCDEHLMPRST]\d\d[A-Z]\d{3}[A-Z]"),
    "Mexico": re.compile(r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d"),
    "Denmark": re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d-\d{4}"),
    "Latvia": re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d-[0-2]\d{4}"),
    "Iceland": re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d-?\d{3}[089]"),
    "India (tax)": re.compile(r"[A-Z]{3}P[A-Z]\d{4}[A-Z]"),
}
"""How numbers without a check digit are written, with their marks."""
