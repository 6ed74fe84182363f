"""Words for segments say each thing once."""

from __future__ import annotations

from personae.profile.levels import Level
from personae.profile.parts import parts_of


def absent(column: str) -> Level:
    return Level(column, "frequency", column, "", -0.1, True, hardly_any=True)


def test_of_several_columns_of_frequency_each_speaks_under_its_own_label() -> None:
    parts = parts_of((absent("card purchases"), absent("cash advances")), frozenset(), "customers")
    assert [(part.adjective, part.noun) for part in parts] == [
        ("hardly any", "card purchases"),
        ("hardly any", "cash advances"),
    ]


def test_the_only_column_of_frequency_speaks_for_the_customers() -> None:
    parts = parts_of((absent("orders"),), frozenset(), "buyers")
    assert [part.noun for part in parts] == ["rare buyers"]
