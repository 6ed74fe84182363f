import numpy as np
import pyarrow as pa
import pytest

from personae.config import Options
from personae.data.customers import CustomerColumn, Customers
from personae.data.ledger import Ledger
from personae.errors import NotEnoughDataError, UsageError
from personae.features.select import select_features

RANDOM = np.random.RandomState(0)
A, B, C = RANDOM.gamma(2.0, 30.0, (3, 80)).round(2)


def customers(kind="customers", uses=None, **columns):
    uses = uses or {}
    table = pa.table(columns)
    empty = pa.table(
        {
            "line": pa.array([], pa.int64()),
            "code": pa.array([], pa.string()),
            "reason": pa.array([], pa.string()),
        }
    )
    described = tuple(
        CustomerColumn(
            name,
            "category" if pa.types.is_string(table.column(name).type) else "number",
            uses.get(name, "behaviour"),
        )
        for name in columns
    )
    ids = pa.array([f"c{row}" for row in range(table.num_rows)])
    return Customers(
        kind, ids, table, described, Ledger(table.num_rows, table.num_rows, 0, 0, (), empty)
    )


def chosen(*args, **columns):
    return select_features(customers(*args, **columns), Options())


def test_behaviour_makes_segments_and_the_rest_describes():
    uses = {"age": "sensitive", "signup": "date", "churned": "outcome", "score": "described"}
    selection = chosen(
        uses=uses,
        age=B,
        income=A,
        signup=C,
        churned=B + 1,
        score=C + 1,
        city=["Rome", "Oslo"] * 40,
        spend=C + B,
    )
    assert selection.features == ("income", "spend")
    assert selection.how == "chosen"
    assert (
        selection.reason
        == "income and spend: the columns that tell how customers behave and what they are worth."
    )
    assert dict(selection.left_out) == {
        "age": "sensitive: it describes, and makes segments only if you ask with --features",
        "signup": "a date: how long ago says more about when they came than about how they buy",
        "churned": "an outcome: what became of a customer is told per segment and never makes one",
        "score": "it describes the segments",
        "city": "text, not numbers: it makes segments only if you ask with --features",
    }


def test_a_column_that_adds_up_others_is_left_out_and_told():
    selection = chosen(total=A + B + C, fresh=A, milk=B, frozen=C, some=A + B)
    assert selection.features == ("fresh", "milk", "frozen")
    left_out = dict(selection.left_out)
    assert left_out["some"].startswith("the sum of ")
    assert set(
        left_out["total"].removeprefix("the sum of ").replace(" and ", ", ").split(", ")
    ) == {"fresh", "milk", "frozen"}
    assert "total and some only add up others and would count them twice." in selection.reason


def test_a_sum_with_rounded_cents_is_still_a_sum():
    selection = chosen(fresh=A, milk=B, total=(A + B).round(1))
    assert selection.features == ("fresh", "milk")


def test_a_column_that_only_nearly_adds_up_stays():
    assert "total" in chosen(fresh=A, milk=B, total=A + B + C * 0.1).features


def test_copies_constants_and_nearly_empty_columns_are_left_out():
    mostly_missing = np.where(np.arange(80) % 3, np.nan, A)
    selection = chosen(spend=A, cents=A * 100, same=np.full(80, 7.0), rare=mostly_missing, visits=B)
    assert selection.features == ("spend", "visits")
    assert dict(selection.left_out) == {
        "cents": 'says the same as "spend" (correlation beyond 0.999)',
        "same": "constant: the same for everybody",
        "rare": "66% of its values are missing",
    }


def rfm(frequency, monetary):
    return chosen(
        "transactions",
        recency_days=A,
        frequency=frequency,
        monetary=monetary,
        average_order_value=monetary / frequency,
        tenure_days=B,
    )


def test_money_that_repeats_frequency_gives_way_to_money_per_order():
    orders = 1 + np.arange(80.0)
    selection = rfm(orders, orders * (50 + C))
    assert selection.features == ("recency_days", "frequency", "average_order_value")
    assert "(correlation 0.9" in selection.reason
    assert dict(selection.left_out)["monetary"].startswith("repeats frequency (correlation 0.9")


def test_money_of_its_own_stays():
    selection = rfm(1 + np.arange(80.0) % 5, C)
    assert selection.features == ("recency_days", "frequency", "monetary")
    assert (
        dict(selection.left_out)["tenure_days"]
        == "beside recency, frequency and money it describes the segments"
    )


@pytest.mark.parametrize("factor", [1e-6, 100.0])
def test_the_currency_decides_neither_the_features_nor_their_reason(factor):
    orders = 1 + np.arange(80.0)
    money = orders * (50 + 3 * C**2)
    one, two = rfm(orders, money), rfm(orders, money * factor)
    assert (two.features, two.reason) == (one.features, one.reason)


def test_a_log_where_everybody_ordered_once_goes_without_frequency():
    selection = rfm(np.ones(80), C)
    assert selection.features == ("recency_days", "monetary")
    assert ("frequency", "constant: the same for everybody") in selection.left_out


def given(features, uses=None):
    table = customers(uses=uses, age=A, income=B, city=["Rome", "Oslo"] * 40, churned=C)
    return select_features(table, Options(features=features))


def test_features_that_are_asked_for_are_obeyed_and_sensitive_ones_said():
    selection = given(("city", "age", "city"), uses={"age": "sensitive"})
    assert (selection.features, selection.how) == (("city", "age"), "given")
    assert selection.reason == (
        "These features were asked for with --features. age: sensitive, and used because you "
        "asked for it."
    )
    assert selection.left_out[0] == ("income", "not among --features; it describes the segments")


def test_an_outcome_that_is_asked_for_comes_with_a_warning():
    assert given(("churned",), uses={"churned": "outcome"}).reason.endswith(
        "Segments made from an outcome cannot foretell it."
    )


def test_all_unknown_features_are_told_at_once():
    with pytest.raises(UsageError) as caught:
        given(("incom", "income", "agge"))
    assert str(caught.value) == (
        'Column "incom" is not in the customer table (4 columns). Closest: "income".\n'
        "Fix: Pass --features with the name of a column of the file, such as --features "
        '"income".\n\n'
        'Column "agge" is not in the customer table (4 columns). Closest: "age".\n'
        'Fix: Pass --features with the name of a column of the file, such as --features "age".'
    )


def test_without_any_feature_the_reasons_are_told():
    with pytest.raises(NotEnoughDataError) as caught:
        chosen(uses={"age": "sensitive"}, age=A, same=np.ones(80))
    assert caught.value.codes == ("features/none",)
    assert str(caught.value) == (
        'No column is left to make segments from ("age": sensitive: it describes, and makes '
        "segments only if you ask "
        'with --features; "same": constant: the same for everybody).\n'
        "Fix: Name the columns that should make the segments with --features."
    )


def test_a_column_in_which_nearly_all_are_alike_makes_no_segments_and_zeros_may() -> None:
    months = np.where(np.arange(80) < 70, 12.0, 11.0)
    cash = np.where(np.arange(80) < 70, 0.0, 1.0)
    far = np.where(np.arange(80) % 8 > 0, 12.0, 2.0)
    chosen_now = chosen(months=months, cash=cash, far=far, spend=A)
    assert chosen_now.features == ("cash", "far", "spend")
    assert dict(chosen_now.left_out)["months"] == (
        "nearly constant: 88% of the customers have the same value, and the others are close to it"
    )
    # the only column is better than none
    assert chosen(months=months).features == ("months",)
