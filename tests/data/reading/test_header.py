"""A header is told from rows of data by what stands in it and below it."""

from __future__ import annotations

import pytest

from personae.data.reading.header import check_names, looks_like_data, tidy_name
from personae.errors import InputError


@pytest.mark.parametrize(
    ("first", "below", "is_data"),
    [
        (["1", "2"], [["3", "4"]], True),
        (["2024-01-31", "2,5"], [["2024-02-29", "3,5"]], True),
        (["id", "spend"], [["1", "2"], ["3", "4"]], False),
        (["A1", "5.5"], [["B2", "6.5"], ["C3", "7.5"]], True),
        (["A1", "2010-12-01 08:26:00"], [["B2", "2010-12-01 08:28:00"], ["C", "1/2/2010"]], True),
        (["name", "2019", "2020"], [["a", "1", "2"], ["b", "3", "4"]], False),
        (["name", "1", "2", "3"], [["a", "1", "2", "3"], ["b", "3", "4", "5"]], False),
        (["name", "2024-01-31"], [["a", "1"], ["b", "3"]], False),
        (["name", "city"], [["a", "b"], ["c", "d"]], False),
        (["name", "7"], [["a", "8"], ["b", ""]], True),
    ],
)
def test_data_are_told_from_a_header(first, below, is_data) -> None:
    assert looks_like_data(first, below) is is_data


def test_blanks_around_a_name_go_and_those_inside_stay() -> None:
    assert tidy_name("  Annual Income\n(k$) ") == "Annual Income\n(k$)"


def test_all_clashes_are_told_at_once() -> None:
    with pytest.raises(InputError) as found:
        check_names(["a", "b", "a", "b", "c\u200b", "c", ""], "t.csv")
    assert found.value.codes == ("columns/duplicate", "columns/duplicate", "columns/confusable")
    assert str(found.value).split("\n\n")[2] == (
        't.csv: the names of columns 5 and 6 look the same, "c", but are written with different '
        "characters.\nFix: Rename one of the two columns."
    )


def test_names_that_differ_in_case_are_two_names() -> None:
    check_names(["Spend", "SPEND"], "t.csv")
