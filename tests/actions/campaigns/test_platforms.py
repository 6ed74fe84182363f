"""Files as the platforms say, worked out by hand, and nothing in them that they need not know."""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
import pytest

from personae.actions.campaigns.campaign_request import PLATFORMS
from personae.actions.campaigns.people import People
from personae.actions.campaigns.platforms import details, in_parts, platform, upload
from personae.errors import InputError

FIELDS = {
    "email": ["mary.ann+x@gmail.com", None, "li@example.com", None],
    "phone": ["(650) 555-1212", "+49 171 1234567", None, "call me"],
    "first_name": ["Mary Ann", "Jürgen", "=1+1", None],
    "last_name": ["O'Neil-Smith", "Groß", "Li", "Doe"],
    "country": ["US", "Germany", "GB", None],
    "zip": ["94016-1234", "10 115", "WC2H 8LG", "1"],
}


def people(**fields: list[str | None]) -> People:
    chosen = fields or FIELDS
    return People(np.ones(4, bool), chosen, None)  # type: ignore[arg-type]


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def table(name: str, *, hashed: bool = False, who: People | None = None) -> dict[str, list[object]]:
    where = platform(name)
    known = details(where, who or people(), phone_country=None)
    return upload(where, known, known.reached, hashed=hashed).to_pydict()


def test_google_hashed_by_hand() -> None:
    assert table("google", hashed=True) == {
        "Email": [sha("maryann@gmail.com"), None, sha("li@example.com")],
        "Phone": [sha("+16505551212"), sha("+491711234567"), None],
        "First Name": [sha("mary ann"), sha("jürgen"), sha("=1+1")],
        "Last Name": [sha("o'neil-smith"), sha("groß"), sha("li")],
        "Country": ["US", "DE", "GB"],
        "Zip": ["94016-1234", "10 115", "WC2H 8LG"],
    }


def test_meta_hashed_by_hand() -> None:
    assert table("meta", hashed=True) == {
        "email": [sha("mary.ann+x@gmail.com"), None, sha("li@example.com")],
        "phone": [sha("16505551212"), sha("491711234567"), None],
        "fn": [sha("maryann"), sha("jürgen"), None],  # nothing is left of "=1+1" without marks
        "ln": [sha("oneilsmith"), sha("groß"), sha("li")],
        "zip": [sha("94016"), sha("10115"), sha("wc2h8lg")],
        "country": [sha("us"), sha("de"), sha("gb")],
    }


def test_files_that_are_not_hashed_are_exact() -> None:
    assert table("klaviyo") == {
        "Email Address": ["mary.ann+x@gmail.com", None, "li@example.com"],
        "Phone Number": ["+16505551212", "+491711234567", None],
        "First Name": ["Mary Ann", "Jürgen", "=1+1"],
        "Last Name": ["O'Neil-Smith", "Groß", "Li"],
    }
    assert list(table("mailchimp")) == ["Email Address", "First Name", "Last Name"]
    assert list(table("hubspot")) == ["Email", "First name", "Last name", "Phone number"]


def test_only_who_can_be_found_is_reached() -> None:
    reached = {
        name: details(platform(name), people(), phone_country=None).reached.tolist()
        for name in PLATFORMS
    }
    both, mail = [True, True, True, False], [True, False, True, False]
    assert reached == {
        "klaviyo": both, "google": both, "meta": both, "mailchimp": mail, "hubspot": mail
    }  # fmt: skip


def test_what_cannot_be_read_is_left_empty_and_counted() -> None:
    known = details(platform("google"), people(), phone_country=None)
    assert known.unread["phone"].tolist() == [False, False, False, True]
    assert known.unread["country"].sum() == 0


def test_the_own_country_goes_before_the_one_that_was_said() -> None:
    numbers = ["020 7031 3000", "030 901820", "030 901821", None]
    who = people(phone=numbers, country=[None, "DE", "Narnia", None])
    known = details(platform("klaviyo"), who, phone_country="GB")
    assert known.fields["phone"] == ["+442070313000", "+4930901820", "+4430901821", None]


def test_one_phone_belongs_to_one_customer() -> None:
    who = people(phone=["+442070313000", "+44 20 7031 3000", None, None])
    known = details(platform("klaviyo"), who, phone_country=None)
    assert known.reached.tolist() == [True, False, False, False]


def test_google_gets_an_address_whole_or_not_at_all() -> None:
    who = people(email=["a@b.de"] + [None] * 3, first_name=["A"] * 4, last_name=["B"] * 4)
    assert list(table("google", who=who)) == ["Email"]
    assert list(table("meta", who=who)) == ["email", "fn", "ln"]


def test_a_file_without_any_address_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        details(platform("mailchimp"), people(phone=["+442070313000"] * 4), phone_country=None)
    assert str(caught.value) == (
        "Mailchimp finds people by an e-mail address, and the file of --people has none.\n"
        "Fix: Pass --people with such a column, or name it: --column email=COL."
    )


def test_a_file_above_the_limit_comes_in_parts() -> None:
    rows = pa.table({"Email Address": [f"{n}@example.com" for n in range(1_000)]})
    where = platform("klaviyo")
    parts = in_parts(rows, where, lambda part: part.num_rows * 200_000)
    assert pa.concat_tables(parts).equals(rows)
    assert max(part.num_rows for part in parts) * 200_000 <= (where.max_bytes or 0)
    assert len(in_parts(rows, where, lambda part: part.num_rows)) == 1


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_platform_says_where_it_says_so(name: str) -> None:
    where = platform(name)
    assert where.label
    assert all(page.startswith("https://") for page in where.pages)
    assert {key for _, key in where.columns} <= set(FIELDS)
    assert set(where.hashes) <= {key for _, key in where.columns}
