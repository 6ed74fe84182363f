from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personae.config import Options
from personae.data.cleaning.clean_customers import clean_customers
from personae.data.cleaning.plan_cleaning import plan_cleaning
from personae.data.understanding.understand import understand
from personae.errors import InputError

N = 30
BASE = {
    "customer_id": [f"{at:05d}" for at in range(N)],
    "spend": [str(at * 2 + 0.5) for at in range(N)],
    "plan": ["free", "pro", ""] * 10,
    "active": ["Y", "N"] * 15,
    "signup_date": [f"2024-01-{1 + at:02d}" for at in range(N)],
    "cancelled_at": ["2024-03-01", "", ""] * 10,
}


def plan_of(source, **options):
    options = Options(**options)
    return plan_cleaning(source, understand(source, options), options)


def clean(source, *, as_of=None, **options):
    return clean_customers(source, plan_of(source, **options), as_of=as_of)


def changes(customers):
    return {(change.code, change.column): change.count for change in customers.ledger.changes}


def test_one_typed_row_per_customer_sorted_by_id(text_table):
    shuffled = random.Random(0).sample(range(N), N)
    source = text_table({name: [cells[at] for at in shuffled] for name, cells in BASE.items()})
    customers = clean(source)
    assert customers.ids.to_pylist() == BASE["customer_id"]
    table = customers.table.to_pydict()
    assert table["spend"] == [at * 2 + 0.5 for at in range(N)]
    assert table["plan"][:3] == ["free", "pro", None]
    assert table["active"][:2] == ["yes", "no"]
    assert table["cancelled_at"][:2] == ["yes", "no"]
    assert {column.name: column.type for column in customers.columns} == {
        "spend": "number", "plan": "category", "active": "category", "signup_date": "number",
        "cancelled_at": "category",
    }  # fmt: skip
    ledger = customers.ledger
    assert (ledger.rows_in, ledger.rows_segmented, ledger.rows_rejected) == (30, 30, 0)
    assert changes(customers) == {("missing/values", "plan"): 10}
    assert customers.money == "spend"


def test_dates_become_days_before_the_day_after_the_latest(text_table):
    customers = clean(text_table(BASE))
    assert customers.as_of == dt.date(2024, 1, 31)
    assert customers.table.column("signup_date").to_pylist() == [float(30 - at) for at in range(N)]
    assert customers.column("signup_date").label == "days since signup_date"
    told = clean(text_table(BASE), as_of=dt.date(2024, 2, 1))
    assert told.table.column("signup_date").to_pylist()[0] == 31.0


def test_dates_to_come_and_never_do_not_set_the_day(text_table):
    columns = {
        "id": ["a", "b", "c"],
        "signup": ["2024-01-01", "2024-01-02", "9999-12-31"],
        "renewal_date": ["2030-01-01", "2030-01-02", "2030-01-03"],
    }
    customers = clean(text_table(columns))
    assert customers.as_of == dt.date(2024, 1, 3)
    assert customers.table.column("signup").to_pylist() == [2.0, 1.0, None]
    assert changes(customers) == {("dates/never", "signup"): 1}
    assert [(item.code, item.count) for item in customers.findings] == [("dates/after as-of", 3)]


def test_rows_without_an_id_are_refused_with_their_line(text_table):
    source = text_table(
        {"id": ["a", " ", "b", None, "NULL"], "v": list("12345")},
        refused=[(9, "row/fields", "Why.")],
    )
    ledger = clean(source).ledger
    assert (ledger.rows_in, ledger.rows_segmented, ledger.rows_rejected) == (6, 2, 4)
    assert ledger.rejected.to_pydict() == {
        "line": [3, 5, 6, 9],
        "code": ["id/missing"] * 3 + ["row/fields"],
        "reason": ["The row has no customer id."] * 3 + ["Why."],
    }


def test_equal_rows_are_merged_and_counted(text_table):
    customers = clean(text_table({"id": ["a", "b", "a"], "v": ["1", "2", "1.0"]}))
    assert customers.ids.to_pylist() == ["a", "b"]
    assert customers.ledger.rows_merged == 1
    assert changes(customers) == {("duplicates/identical", ""): 1}


def test_differing_rows_ask_for_a_rule(text_table):
    source = text_table({"id": ["a", "b", "a", "c"], "v": list("1234")})
    with pytest.raises(InputError) as error:
        clean(source)
    assert str(error.value) == (
        'One customer has in customers.csv several rows that differ (id "id"; one such row is line '
        "4).\nFix: Pass --duplicates first, --duplicates last or --duplicates sum; or, if "
        "each row is a "
        "purchase, --kind transactions."
    )


@pytest.mark.parametrize(
    ("rule", "number", "word"), [("first", None, "x"), ("last", 3.0, "y"), ("sum", 3.0, "x")]
)
def test_rules_for_differing_rows(text_table, rule, number, word):
    source = text_table({"id": ["a", "b", "a"], "v": ["", "2", "3"], "w": ["x", "x", "y"]})
    customers = clean(source, duplicates=rule)
    assert customers.table.slice(0, 1).to_pydict() == {"v": [number], "w": [word]}
    assert customers.ledger.rows_merged == 1
    assert changes(customers) == {("missing/values", "v"): 1, (f"duplicates/{rule}", ""): 1}


def test_sums_are_exact(text_table):
    source = text_table(
        {"id": ["a"] * 10 + ["b"], "v": ["0.1"] * 9 + ["0.2", "1"], "w": list("abcdefghijk")}
    )
    customers = clean(source, kind="customers", duplicates="sum")
    assert customers.table.column("v").to_pylist() == [1.1, 1.0]


def test_unreadable_values_are_missing_and_counted(text_table):
    columns = {"id": [f"c{at}" for at in range(60)], "v": [*map(str, range(58)), "inf", "oops"]}
    customers = clean(text_table(columns))
    assert customers.table.column("v").null_count == 2
    assert changes(customers) == {("numbers/unreadable", "v"): 2}


def test_numbers_too_large_to_square(text_table):
    with pytest.raises(InputError) as error:
        clean(text_table({"id": ["a", "b", "c"], "v": ["1e200", "2", "3"]}))
    assert error.value.codes == ("numbers/range",)


def test_composite_ids(text_table):
    source = text_table({"shop": ["1", "1", "2"], "no": ["1", "2", "1"], "v": list("123")})
    assert clean(source, id=("shop", "no")).ids.to_pylist() == ["1|1", "1|2", "2|1"]


def test_numbered_rows(text_table):
    assert clean(text_table({"v": ["5", "6"], "w": ["1", "7"]}), id=("row",)).ids.to_pylist() == [
        "1",
        "2",
    ]


def test_a_later_file_is_read_by_the_plan_of_the_first(text_table):
    plan = plan_of(text_table(BASE))
    later = {"extra": ["1", "2"], **{name: cells[:2] for name, cells in reversed(BASE.items())}}
    customers = clean_customers(text_table(later), plan)
    assert customers.table.column_names == [
        "spend",
        "plan",
        "active",
        "signup_date",
        "cancelled_at",
    ]
    assert customers.as_of == dt.date(2024, 1, 3)


def test_a_later_file_that_lacks_columns_is_refused_with_all_of_them(text_table):
    plan = plan_of(text_table(BASE))
    with pytest.raises(InputError) as error:
        clean_customers(text_table({"customer_id": ["a"], "spent": ["1"]}, label="new.csv"), plan)
    assert error.value.codes == ("columns/missing",) * 5
    assert str(error.value).splitlines()[0] == (
        'new.csv has no column "spend" (2 columns), which the segments need. Closest: "spent".'
    )


def test_a_later_file_that_writes_numbers_otherwise_is_refused(text_table):
    plan = plan_of(text_table(BASE))
    later = {**BASE, "spend": [f"{at},50" for at in range(N)]}
    with pytest.raises(InputError) as error:
        clean_customers(text_table(later), plan)
    assert error.value.codes == ("numbers/other-format",)


def test_mall_has_two_figures_of_behaviour(data_folder):
    from personae.data.reading.read import open_source

    customers = clean(open_source(data_folder / "mall_customers.csv", Options()))
    assert {column.name: column.use for column in customers.columns} == {
        "Gender": "sensitive",
        "Age": "sensitive",
        "Annual Income (k$)": "behaviour",
        "Spending Score (1-100)": "behaviour",
    }
    assert (customers.n_customers, customers.money, customers.as_of) == (200, None, None)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", "", "NULL"]), st.sampled_from("12x ")),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(["first", "last", "sum"]),
)  # fmt: skip
def test_every_row_is_accounted_for(text_table, rows, rule):
    ids, values = zip(*rows, strict=True)
    source = text_table({"customer_id": ids, "v": values})
    customers = clean(source, id=("customer_id",), kind="customers", duplicates=rule)
    ledger = customers.ledger
    assert ledger.rows_in == len(rows)
    assert ledger.rows_rejected == sum(name in {"", "NULL"} for name in ids)
    assert customers.ids.to_pylist() == sorted(set(ids) - {"", "NULL"})
    assert ledger.rows_in == ledger.rows_segmented + ledger.rows_rejected + ledger.rows_merged
