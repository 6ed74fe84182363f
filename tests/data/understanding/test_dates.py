from __future__ import annotations

import pytest

from personae.config import Options
from personae.data.schema import DateFormat
from personae.data.understanding.dates import counted_format, named_like_date
from personae.data.understanding.facts import scan_columns


@pytest.fixture
def facts(text_table):
    def scan(*values, name="when", **options):
        return scan_columns(text_table({name: values}), Options(**options))[0]

    return scan


@pytest.mark.parametrize(
    ("values", "pattern", "has_time"),
    [
        (["2024-01-02", "2024-12-31"], "iso", False),
        (["2024-01-02T10:00:00Z", "2024-01-02 10:00:00+02:00"], "iso", True),
        (["01/02/2024", "25/12/2024"], "%d/%m/%Y", False),
        (["01/02/2024", "12/25/2024"], "%m/%d/%Y", False),
        (["1/2/2024 8:15", "13/2/2024 19:30"], "%d/%m/%Y %H:%M", True),
        (["12/25/2024 08:15:00 PM"], "%m/%d/%Y %I:%M:%S %p", True),
        (["01.02.2024", "03.04.2024"], "%d.%m.%Y", False),
        (["3 Jan 2024", "14 Feb 2024"], "%d %b %Y", False),
        (["3-Jan-2024"], "%d-%b-%Y", False),
        (["January 3, 2024"], "%B %d, %Y", False),
        (["2024.01.31"], "%Y.%m.%d", False),
    ],
)
def test_formats_that_the_whole_column_shows(facts, values, pattern, has_time):
    found = facts(*values)
    assert (found.type, found.date, found.problem) == ("date", DateFormat(pattern, has_time), None)
    assert found.n_unreadable == 0


def test_days_up_to_twelve_throughout_are_an_error_that_names_the_option(facts):
    found = facts("01/02/2024", "03/04/2024")
    assert found.type == "date"
    assert str(found.problem) == (
        'Column "when" can be read in two ways: no day is above 12, so that "01/02/2024" may '
        "be 1 February or "
        "2 January.\nFix: Pass --date-format dmy if the day comes first, --date-format mdy "
        "if the month does."
    )
    assert facts("01/02/2024", date_format="dmy").date == DateFormat("%d/%m/%Y")
    assert facts("01/02/2024", date_format="mdy").date == DateFormat("%m/%d/%Y")
    assert facts("01/02/2024", date_format="%d/%m/%Y").problem is None


def test_a_conflict_names_both_lines(facts):
    found = facts("01/02/2024", "02/25/2024", "03/04/2024", "25/02/2024")
    assert found.problem.code == "dates/conflict"
    assert found.problem.what == (
        'Column "when" puts the day first in line 5 and the month first in line 3.'
    )


def test_several_formats_are_counted(facts):
    values = ["2024-01-01", "2024-01-01", "01/02/2024", "3 Jan 2024", "Jan 3, 2024", "03.04.2024"]
    found = facts(*values)
    assert found.problem.code == "dates/mixed"
    assert "in 5 ways: 2 x yyyy-mm-dd, " in found.problem.what
    assert "1 x dd/mm/yyyy or mm/dd/yyyy" in found.problem.what
    told = facts(*values, date_format="dmy")
    assert (told.problem, told.n_unreadable) == (None, 0)


def test_two_digit_years_ask(facts):
    assert facts("13/02/24", "25/12/99").problem.code == "dates/two-digit-years"
    told = facts("13/02/24", "25/12/99", date_format="dmy")
    assert (told.date, told.problem) == (DateFormat("%d/%m/%y"), None)
    assert facts("970101", "970112", name="date").problem.code == "dates/two-digit-years"
    assert facts("970101", "970112", name="date", date_format="ymd").date == DateFormat("%y%m%d")


def test_days_that_no_calendar_has_are_unreadable(facts):
    values = [f"{day:02d}/03/2024" for day in range(1, 32)] + ["31/04/2024"]
    found = facts(*values)
    assert (found.type, found.n_unreadable, found.problem) == ("date", 1, None)


def test_numbers_that_are_dates(facts):
    assert facts("19970101", "19971231", name="date").date == DateFormat("%Y%m%d")
    assert facts("1700000000", "1710000000", name="created_at").date == DateFormat(
        "unix seconds", has_time=True
    )
    assert facts("1700000000000", name="timestamp").date.pattern == "unix milliseconds"
    assert facts("45292", "45300", name="order_date").date.pattern == "excel serial"


def test_large_numbers_without_a_name_of_a_moment_stay_numbers(facts):
    assert facts("1700000000", "1710000000", name="spend").type == "number"
    assert facts("45292", "45300", name="spend").type == "number"
    assert facts("19971301", "19970101", name="date").type == "number"


def test_counted_format_needs_many_days_without_a_name():
    few = counted_format("code", 19970101, 19971231, n_distinct=2, options=Options())
    many = counted_format("code", 19970101, 19971231, n_distinct=30, options=Options())
    assert (few, many) == ((None, None), (DateFormat("%Y%m%d"), None))


def test_days_since_something_is_no_moment():
    assert named_like_date("last_login_at")
    assert not named_like_date("days_since_last_order")
    assert not named_like_date("time_between_orders")
