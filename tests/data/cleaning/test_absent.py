from __future__ import annotations

from dataclasses import replace

import pytest

from personae.config import Options
from personae.data.cleaning.clean_customers import clean_customers
from personae.data.cleaning.clean_log import clean_log
from personae.data.cleaning.plan_cleaning import plan_cleaning
from personae.data.understanding.understand import understand
from personae.errors import InputError

N = 30
CUSTOMERS = {
    "customer_id": [f"{at:05d}" for at in range(N)],
    "spend": [str(at * 2 + 0.5) for at in range(N)],
    "age": [str(20 + at) for at in range(N)],
    "cancelled_at": ["2024-03-01", "", ""] * 10,
}
LINES = {
    "customer_id": ["a", "b", "a", "b"],
    "date": ["2024-01-02", "2024-01-03", "2024-02-01", "2024-02-05"],
    "amount": ["1.25", "2", "3", "4"],
    "Country": ["DE", "NA", "DE", "NA"],
}


def plan_of(source, needed):
    plan = plan_cleaning(source, understand(source, Options()), Options())
    return replace(plan, needed=needed)


def without(columns, *names):
    return {name: cells for name, cells in columns.items() if name not in names}


def test_a_describing_column_may_be_missing_and_is_empty(text_table):
    plan = plan_of(text_table(CUSTOMERS), ("customer_id", "spend"))
    later = text_table(without(CUSTOMERS, "age", "cancelled_at"), label="new.csv")
    customers = clean_customers(later, plan)
    whole = clean_customers(text_table(CUSTOMERS), plan)
    assert customers.columns == whole.columns
    assert customers.table.column("spend") == whole.table.column("spend")
    # no cancellation is known of anybody, which is not the same as "no"
    assert customers.table.column("age").null_count == N
    assert customers.table.column("cancelled_at").null_count == N
    (finding,) = customers.findings
    assert (finding.code, finding.severity) == ("columns/absent", "note")
    assert finding.what == (
        'new.csv lacks "age", "cancelled_at"; the segments do not need it, and it stays empty.'
    )


def test_what_the_segments_are_made_of_must_be_there(text_table):
    plan = plan_of(text_table(CUSTOMERS), ("customer_id", "spend"))
    with pytest.raises(InputError) as error:
        clean_customers(text_table({"age": ["1"]}, label="new.csv"), plan)
    assert error.value.codes == ("columns/missing", "columns/missing")
    assert 'no column "customer_id"' in str(error.value)
    assert 'no column "spend"' in str(error.value)


def test_a_log_may_lack_what_only_describes(text_table):
    plan = plan_of(text_table(LINES), ("customer_id", "date", "amount"))
    log = clean_log(text_table(without(LINES, "Country")), plan)
    assert log.ledger.rows_segmented == 4
    assert [finding.code for finding in log.findings] == ["columns/absent"]
    with pytest.raises(InputError) as error:
        clean_log(text_table(without(LINES, "amount")), plan)
    assert error.value.codes == ("columns/missing",)
