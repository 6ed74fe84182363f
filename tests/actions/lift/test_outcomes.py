"""What counts after a send: lines, days, returns and ids, by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from personae.actions.lift.outcomes import Outcomes, read_outcomes
from personae.config import Options
from personae.errors import InputError, NotEnoughDataError, PersonaeError, UsageError

SENT = dt.date(2024, 3, 1)
LOG = """customer_id,date,invoice,product,quantity,unit_price
a,2024-02-10,1,mug,2,5.00
a,2024-02-29,2,pen,1,1.00
a,2024-03-01,3,mug,4,5.00
a,2024-03-09,4,mug,-1,5.00
b,2024-03-11,5,pen,3,1.00
c,2024-03-05,6,hat,1,9.00
c,2024-03-06,7,hat,-1,9.00
d,2024-03-04,8,mug,-2,5.00
d,2024-01-04,9,mug,3,5.00
007,2024-03-31,10,pen,1,1.00
"""


def read(folder: Path, text: str, **how: object) -> Outcomes:
    path = folder / "sales.csv"
    path.write_text(text, encoding="utf-8")
    sent, days = how.pop("sent", SENT), how.pop("days", None)
    return read_outcomes(path, Options.from_mapping(how), sent=sent, days=days)


def money(found: Outcomes) -> dict[str, float]:
    return dict(zip(found.ids.to_pylist(), found.money.tolist(), strict=True))


def refused(kind: type[PersonaeError], folder: Path, text: str, **how: object) -> str:
    with pytest.raises(kind) as error:
        read(folder, text, **how)
    return str(error.value)


def test_only_the_days_after_the_send_count_and_returns_are_taken_off(tmp_path: Path) -> None:
    found = read(tmp_path, LOG, days=10)
    # a: 20 - 5; b on the last day; c gave it back; what d returned was bought before the send
    assert money(found) == {"a": 15.0, "b": 3.0, "c": 0.0, "d": 0.0}
    assert (found.first_day, found.last_day, found.cut_short) == (SENT, dt.date(2024, 3, 11), 0)
    assert found.counts == {
        "lines": 10, "counted": 6, "refused": 0, "before_send": 3, "after_window": 1,
    }  # fmt: skip


def test_without_days_everything_after_the_send_counts(tmp_path: Path) -> None:
    found = read(tmp_path, LOG)
    assert money(found)["007"] == 1.0
    assert found.last_day == dt.date(2024, 3, 31)


def test_who_is_absent_is_zero_and_strangers_are_counted(tmp_path: Path) -> None:
    found = read(tmp_path, LOG)
    ids = pa.array(["7", "a", "z"])
    assert found.of(ids).tolist() == [0.0, 15.0, 0.0]  # 007 is not 7
    assert found.strangers(ids) == 4


def test_spend_before_is_taken_from_the_log(tmp_path: Path) -> None:
    found = read(tmp_path, LOG)
    before = found.before_of(pa.array(["a", "d", "b"]))
    assert before is not None
    assert before.tolist() == [11.0, 15.0, 0.0]
    assert found.before_days == 57  # since 4 January


def test_a_log_that_begins_with_the_send_says_nothing_of_before(tmp_path: Path) -> None:
    found = read(tmp_path, LOG, sent=dt.date(2024, 1, 4))
    assert found.before_of(pa.array(["a"])) is None


def test_a_span_that_is_not_over_is_counted(tmp_path: Path) -> None:
    assert read(tmp_path, LOG, days=40).cut_short == 10


def test_the_order_of_the_lines_does_not_matter(tmp_path: Path) -> None:
    head, *lines = LOG.splitlines()
    turned = "\n".join([head, *lines[::-1]])
    assert money(read(tmp_path, LOG)) == money(read(tmp_path, turned))


def test_a_table_without_dates_is_counted_whole(tmp_path: Path) -> None:
    found = read(tmp_path, "id,amount\na,5\na,2.5\nb,-1\nc,\n,3\n", sent=None)
    assert money(found) == {"a": 7.5, "b": -1.0}
    assert found.first_day is None
    assert (found.counts["counted"], found.counts["refused"]) == (3, 2)


def test_the_only_number_of_a_table_without_dates_is_the_money(tmp_path: Path) -> None:
    assert money(read(tmp_path, "id,xyz\na,5\nb,1\n", sent=None)) == {"a": 5.0, "b": 1.0}


def test_two_numbers_without_a_name_are_asked_about(tmp_path: Path) -> None:
    text = "id,x,y\na,5,1\nb,1,2\n"
    assert refused(InputError, tmp_path, text, sent=None) == (
        "No column of sales.csv is a date, and it is not clear which one is the money.\n"
        "Fix: Pass --amount with the column of the money each customer spent after the send; or, "
        "if the file is a log of purchases, --date with the day of the purchase."
    )
    assert money(read(tmp_path, text, sent=None, amount="y")) == {"a": 1.0, "b": 2.0}


def test_a_log_needs_the_day_of_the_send(tmp_path: Path) -> None:
    assert refused(UsageError, tmp_path, LOG, sent=None) == (
        "sales.csv is a log of purchases; only those after the send may count.\n"
        "Fix: Pass --sent with the day of the send, such as --sent 2024-12-31."
    )


def test_a_log_that_ends_before_the_send_is_refused(tmp_path: Path) -> None:
    assert refused(NotEnoughDataError, tmp_path, LOG, sent=dt.date(2024, 5, 1)) == (
        "The last purchase of sales.csv is of 2024-03-31, before the send on 2024-05-01: nothing "
        "that happened after it is in the file.\n"
        "Fix: Export the purchases again when the days after the send are over, or correct --sent."
    )


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    assert refused(UsageError, tmp_path, LOG, amount="total") == (
        'Column "total" is not in sales.csv (6 columns). Closest: "customer_id", "date", '
        '"invoice".\n'
        'Fix: Pass --amount with the name of a column of the file, such as --amount "customer_id".'
    )
