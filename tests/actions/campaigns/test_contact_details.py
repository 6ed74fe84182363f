"""Addresses and hashes as the platforms publish them."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.actions.campaigns.contact_details import google_email, normal_email, sha256_hex


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        (" John_Smith@Gmail.com ", "john_smith@gmail.com"),
        ("a.b+c@shop.co.uk", "a.b+c@shop.co.uk"),
        ("zoë@exämple.org", "zoë@exämple.org"),
        *(
            (text, None)
            for text in (None, "", "none", "a@b", "a b@c.de", "a@b@c.de", "a@.de", "@c.de")
        ),
        ("a@c.de; b@c.de", None),
    ],
)
def test_what_is_an_address(typed: str | None, normal: str | None) -> None:
    assert normal_email(typed) == normal


@pytest.mark.parametrize(
    ("typed", "google"),
    [
        # Google, Data Manager API, "Format user data"
        ("cloudy.sanfrancisco+shopping@gmail.com", "cloudysanfrancisco@gmail.com"),
        ("user.name+NYC@Example.com", "user.name+nyc@example.com"),
        ("A.B@googlemail.com", "ab@googlemail.com"),
    ],
)
def test_gmail_addresses_as_google_publishes(typed: str, google: str) -> None:
    assert google_email(normal_email(typed) or "") == google


@pytest.mark.parametrize(
    ("text", "published"),
    [
        # Meta, Conversions API, "Customer Information Parameters"
        (
            "john_smith@gmail.com",
            "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
        ),
        ("16505551212", "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"),
        ("mary", "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec"),
        ("us", "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621"),
    ],
)
def test_hashes_as_meta_publishes(text: str, published: str) -> None:
    assert sha256_hex(text) == published


@given(st.text())
def test_a_hash_is_that_of_the_utf8_bytes(text: str) -> None:
    assert sha256_hex(text) == hashlib.new("sha256", text.encode("utf-8")).digest().hex()
