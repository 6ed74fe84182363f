from __future__ import annotations

from personae.data.understanding.personal_data.given_names import GIVEN_NAMES


def test_names_of_many_countries_are_known():
    assert {"anna", "priya", "yuki", "wei"} <= GIVEN_NAMES
    assert len(GIVEN_NAMES) > 3000
