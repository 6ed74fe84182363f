"""Every error says what and how to fix it, and ends with the exit code of its kind."""

from __future__ import annotations

import pytest

from personae import errors
from personae.errors import PersonaeError, Problem, nearest_names

KINDS = [
    getattr(errors, name) for name in errors.__all__ if name[0].isupper() and name != "Problem"
]


def test_the_exit_codes_are_those_of_the_design() -> None:
    codes = {kind.__name__: kind.exit_code for kind in KINDS if kind is not PersonaeError}
    assert codes == {
        "UsageError": 2, "InputError": 3, "NotEnoughDataError": 4, "OutputError": 5, "BusyError": 6,
        "ResourceError": 7, "DatabaseError": 8, "IntegrityError": 9, "Cancelled": 130,
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_all_problems_stand_in_the_message(kind: type[PersonaeError]) -> None:
    error = kind(Problem("a/b", "One is wrong.", "Mend it."), Problem("c/d", "Two is wrong."))
    assert str(error) == "One is wrong.\nFix: Mend it.\n\nTwo is wrong."
    assert error.codes == ("a/b", "c/d")
    assert issubclass(kind, PersonaeError)


def test_at_most_three_names_are_near_and_case_does_not_matter() -> None:
    assert nearest_names("SPEND", ["spend", "spent", "spends", "spender", "age"]) == [
        "spend", "spends", "spender",
    ]  # fmt: skip
    assert nearest_names("zzz", ["age", "income"]) == []
