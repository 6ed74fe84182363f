"""E-mail addresses and hashes as platforms compare them."""

from __future__ import annotations

import hashlib
import re

__all__ = ["google_email", "normal_email", "sha256_hex"]

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")
_GMAIL = ("gmail.com", "googlemail.com")


def normal_email(text: str | None) -> str | None:
    """Return an address in lower case without blanks around it; None for what is no address.

    Examples
    --------
    >>> normal_email(" John_Smith@Gmail.com ")
    'john_smith@gmail.com'
    >>> normal_email("n/a") is None
    True
    """
    plain = (text or "").strip().lower()
    return plain if _EMAIL.fullmatch(plain) else None


def google_email(address: str) -> str:
    """Return a normal address as Google hashes it: Gmail's without dots and without ``+tag``.

    Google, Data Manager API, "Format user data".

    Examples
    --------
    >>> google_email("cloudy.sanfrancisco+shopping@gmail.com")
    'cloudysanfrancisco@gmail.com'
    >>> google_email("user.name+nyc@example.com")
    'user.name+nyc@example.com'
    """
    name, _, domain = address.rpartition("@")
    if domain not in _GMAIL:
        return address
    return f"{name.split('+')[0].replace('.', '')}@{domain}"


def sha256_hex(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes in lower-case hex digits.

    Examples
    --------
    Meta, Conversions API, "Customer Information Parameters":

    >>> sha256_hex("john_smith@gmail.com")
    '62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f'
    """
    return hashlib.sha256(text.encode()).hexdigest()
