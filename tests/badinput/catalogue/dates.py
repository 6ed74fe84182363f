"""Entries 96 to 105: how dates are written, and dates that are none."""

from __future__ import annotations

from typing import Any

from catalogue.case import MARK, Case, cycle, people, purchases, spiked

TEXTS = ("csv", "xlsx", "parquet", "pandas")
N = 60
DAYS = purchases()["order_date"]


def log(dates: list[Any]) -> dict[str, Any]:
    return dict(purchases(order_date=dates))


def reads(name: str, given: str, dates: list[str], first: str, **more: Any) -> Case:
    """Return a case of dates that are written in one way, of which the first is this day."""
    more = {"does": "reads them so and says so", "entry": 96, **more}
    return Case(name=name, given=given, make=log(dates), rows=20,
                holds=first_day(first), rule=more.pop("rule", 'dates of "order_date"'),
                **more)  # fmt: skip


def first_day(day: str) -> Any:
    """Return a check of the first day of a column of dates."""

    def holds(found: Any) -> None:
        import datetime as dt

        facts = found.schema.facts_of("order_date")
        moment = dt.datetime.fromtimestamp(facts.minimum, tz=dt.UTC)
        assert moment.date().isoformat() == day, moment

    return holds


def monthly(pattern: str, days: int = 28) -> list[str]:
    """Return dates from 1 January 2024 on, written by a pattern."""
    import datetime as dt

    return [
        dt.date(2024, i % 12 + 1, i % days + 1)
        .strftime(pattern)
        .replace("#0", "#")
        .replace("#", "")
        for i in range(N)
    ]


def cases() -> list[Case]:
    iso = list(DAYS)
    return [
        reads("iso", "2024-01-31", iso, "2024-01-01", formats=TEXTS),
        reads("slashed", "2024/01/31", monthly("%Y/%m/%d"), "2024-01-01"),
        reads("german", "31.01.2024", monthly("%d.%m.%Y"), "2024-01-01", formats=TEXTS),
        reads("day-first", "25/01/2024, with days above 12", monthly("%d/%m/%Y"), "2024-01-01"),
        reads("month-first", "01/25/2024, with days above 12", monthly("%m/%d/%Y"), "2024-01-01"),
        reads("short", "1/25/2024 without zeros", monthly("#%m/#%d/%Y"), "2024-01-01"),
        reads("named", "25 Jan 2024", monthly("%d %b %Y"), "2024-01-01"),
        reads("american", "January 25, 2024", monthly("%B %d, %Y"), "2024-01-01"),
        reads("moments", "2024-01-31 13:05:59", monthly("%Y-%m-%d 13:05:59"), "2024-01-01"),
        reads("half-days", "1/25/2024 1:05 PM", monthly("%m/%d/%Y 01:05 PM"), "2024-01-01"),
        Case(96, "five", "dates in several ways in one column",
             "asks, and says how many of each", log(
                 [("2024-01-15", "15.01.2024", "25/01/2024", "15 Jan 2024",
                   "January 15, 2024")[i % 5] for i in range(N)]), code=3, rule="dates/mixed",
             option="--date-format", remedy={"date_format": "dmy"}, formats=TEXTS),
        Case(97, "ambiguous", "01/02/2024, and no day above 12", "asks",
             log(monthly("%d/%m/%Y", 12)), code=3, rule="dates/ambiguous",
             option="--date-format", remedy={"date_format": "dmy"}, formats=TEXTS,
             spoken=("01/02/2024",)),
        *(Case(97, f"told-{told}", f"01/02/2024, with --date-format {told}", "reads it as told",
               log(spiked(monthly("%d/%m/%Y", 12), r0="01/02/2023")), rows=20,
               options={"date_format": told}, holds=first_day(day), rule='dates of "order_date"')
          for told, day in (("dmy", "2023-02-01"), ("mdy", "2023-01-02"))),
        Case(98, "conflict", "25/02 in one line and 02/25 in another",
             "refuses and names both lines", log(
                 spiked(monthly("%d/%m/%Y", 12), r7="25/02/2024", r50="02/25/2024")), code=3,
             rule="dates/conflict", option="--date-format", remedy={"date_format": "dmy"},
             formats=TEXTS),
        Case(99, "short-year", "years of two digits", "asks", log(monthly("%d/%m/%y")), code=3,
             rule="dates/two-digit-years", option="--date-format",
             remedy={"date_format": "dmy"}, formats=TEXTS),
        Case(99, "not-a-day", "days that no calendar has (31 April, 29 February 2023)",
             "refuses these rows and counts them", log(
                 spiked(iso, r3="2024-04-31", r4="2023-02-29")), rule="date/unreadable",
             rows=20, formats=TEXTS),
        *(Case(99, f"year-{year}", f"the year {year}", "refuses that row and counts it",
               log(spiked(iso, r3=f"{year}-01-31")), rule="date/unreadable", rows=20)
          for year in ("0000", "0001", "10000")),
        Case(94, "1900", "1900-01-01 for unknown in a column of dates", "warns",
             log(spiked(iso, r3="1900-01-01")), rule="dates/early", rows=20, formats=TEXTS),
        Case(100, "future", "purchases in the future", "refuses these rows and counts them",
             log(spiked(iso, r3="2099-12-31")), rule="date/future", rows=20, formats=TEXTS),
        Case(99, "bc", "dates before Christ or after the year 9999 in a Parquet file or frame",
             "refuses these rows and counts them", _far_dates, rule="date/unreadable", rows=20),
        Case(100, "never", "9999-12-31 for never, in a customer table",
             "counts it as missing", people(
                 last_order_date=spiked([f"2024-01-{i % 28 + 1:02d}" for i in range(30)],
                                        r3="9999-12-31")), rows=30, rule="dates/never"),
        Case(101, "zones", "moments with a zone (Z, +02:00)", "moves them to UTC and says so", log(
            [f"{day}T23:30:00{('Z', '-02:00')[i % 2]}" for i, day in enumerate(iso)]), rows=20,
             rule="dates/zones", formats=("csv", "parquet")),
        Case(101, "mixed-zones", "moments with a zone and without one in one column",
             "takes those without for UTC and warns", log(
                 [f"{day} 23:30:00{('Z', '')[i % 2]}" for i, day in enumerate(iso)]), rows=20,
             rule="dates/zones-mixed", formats=("csv", "parquet")),
        Case(101, "leap", "a leap second (23:59:60)", "refuses that row and counts it",
             log([f"{day} 10:00:00" for day in iso[:59]] + ["2016-12-31 23:59:60"]), rows=20,
             rule="date/unreadable"),
        Case(102, "excel", "the numbers by which a spreadsheet counts days (45292)",
             "reads them and says so", log([str(45292 + i) for i in range(N)]), rows=20,
             holds=first_day("2024-01-01"), formats=("csv", "parquet")),
        Case(102, "mixed", "spreadsheet numbers and dates in one column", "asks",
             log([iso[i] if i % 2 else str(45292 + i) for i in range(N)]), code=3,
             rule="columns/not-a-date", option="--date", options={"date": "order_date"}),
        Case(103, "language", "months in another language (März, mars)", "refuses",
             log([f"{i % 28 + 1} mars 2024" for i in range(N)]), code=3, rule="columns/not-a-date",
             option="--date-format", options={"date": "order_date"}),
        Case(104, "before", "an as-of date before all purchases",
             "says that no purchase is left", purchases(), options={"as_of": "2020-01-01"},
             code=4, rule="log/no purchases", option="--as-of", formats=TEXTS),
        Case(104, "middle", "an as-of date in the middle of the log",
             "leaves later rows out and counts them", purchases(),
             options={"as_of": "2024-06-30"}, rule="date/after as-of"),
        Case(104, "not-a-date", "an as-of date that is none", "says what a date looks like",
             purchases(), options={"as_of": "yesterday"}, code=2, rule="options/value",
             option="--as-of"),
        Case(96, "pattern", "a pattern that does not fit the column", "refuses",
             log(cycle("Mon 1", "Tue 2", n=N)), options={
                 "date": "order_date", "date_format": "%d.%m.%Y"}, code=3,
             rule="columns/not-a-date", option="--date-format"),
        *(Case(96, f"no-pattern-{name}", f"--date-format {given}", "says what it may be", purchases(),
               options={"date_format": given}, code=2, rule="options/value", option="--date-format")
          for name, given in (("percent", "%"), ("letter", "%Q"), ("word", "dmyy"))),
        Case(96, "words", "words in a few rows of the date column",
             "refuses these rows and counts them", log(
                 spiked(iso, r3=f"{MARK} unknown")), rule="date/unreadable", rows=20),
        Case(96, "empty", "no date in a few rows", "refuses these rows and counts them",
             log(spiked(iso, r3="")), rule="date/missing", rows=20,
             formats=("csv", "xlsx", "parquet")),
    ]  # fmt: skip


def _far_dates(folder: Any) -> Any:
    """Write days that Python's own calendar does not know."""
    import datetime as dt

    import pyarrow as pa
    from pyarrow import parquet

    first = (dt.date(2024, 1, 1) - dt.date(1970, 1, 1)).days
    days = pa.array([first + i for i in range(58)] + [-1_000_000, 4_000_000], pa.int32())
    columns = {name: pa.array(cells) for name, cells in purchases().items()}
    path = folder / "log.parquet"
    parquet.write_table(pa.table(columns | {"order_date": days.cast(pa.date32())}), path)
    return path
