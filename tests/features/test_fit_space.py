import numpy as np
import pyarrow as pa
import pytest

from personae.data.customers import CustomerColumn, Customers
from personae.data.ledger import Ledger
from personae.errors import InputError, NotEnoughDataError, UsageError
from personae.features.fit_space import fit_space


def customers(kind="customers", **columns):
    table = pa.table(columns)
    rejected = pa.table(
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
            "behaviour",
        )
        for name in columns
    )
    ids = pa.array([f"c{row}" for row in range(table.num_rows)])
    return Customers(
        kind, ids, table, described, Ledger(table.num_rows, table.num_rows, 0, 0, (), rejected)
    )


SKEWED = np.exp(np.linspace(0, 7, 60)).round(2)
EVEN = np.arange(60.0)


def the_step(values, transform="auto", kind="customers", name="spend"):
    return fit_space(customers(kind, **{name: values}), [name], transform=transform).steps[0]


def test_raw_takes_numbers_as_they_are():
    table = customers(spend=SKEWED, visits=EVEN)
    space = fit_space(table, ["visits", "spend"], transform="raw")
    assert (space.matrix(table.table) == np.column_stack([EVEN, SKEWED])).all()


def test_standard_is_z_scores_with_ddof_0_and_nothing_else():
    space = fit_space(customers(spend=SKEWED), ["spend"], transform="standard")
    matrix = space.matrix(customers(spend=SKEWED).table)[:, 0]
    assert matrix == pytest.approx((SKEWED - SKEWED.mean()) / SKEWED.std(), rel=1e-12)


def test_log_is_log1p_then_z_scores_and_nothing_else():
    space = fit_space(customers(spend=SKEWED), ["spend"], transform="log")
    logs = np.log1p(SKEWED)
    assert space.matrix(customers(spend=SKEWED).table)[:, 0] == pytest.approx(
        (logs - logs.mean()) / logs.std(), rel=1e-9
    )


def test_auto_takes_the_log_of_a_heavy_right_skew_and_says_so():
    step = the_step(SKEWED)
    assert (step.log, step.unit) == (True, np.median(SKEWED))
    assert step.reason == (
        "a few values are very large (skewness 2.0); ln(1 + x / 33.17), then standardised (33.17 "
        "is the median of the values above 0, so that it does not matter what the column is "
        "counted in)"
    )


def test_auto_counts_in_the_median_of_the_values_above_zero():
    values = np.append(np.zeros(30), SKEWED)
    table = customers(spend=values)
    space = fit_space(table, ["spend"])
    logs = np.log1p(values / np.median(SKEWED))
    assert space.matrix(table.table)[:, 0] == pytest.approx(
        (logs - logs.mean()) / logs.std(), rel=1e-9
    )


@pytest.mark.parametrize("factor", [100.0, 0.001, 7.3e-9])
@pytest.mark.parametrize(
    "values",
    [
        SKEWED,
        np.append(np.zeros(45), EVEN),
        # logged, and with values far out on both sides that are brought in
        np.concatenate([np.linspace(90, 110, 60), [0.1, 1e9]]),
        # skewed too little to be logged, whatever it is counted in
        np.exp(np.linspace(0, 1.2, 60)),
        EVEN,
    ],
)
def test_what_a_column_is_counted_in_changes_no_coordinate_under_auto(values, factor):
    one, two = (
        fit_space(table, ["spend"]).matrix(table.table)
        for table in (customers(spend=values), customers(spend=values * factor))
    )
    assert two == pytest.approx(one, rel=1e-9, abs=1e-9)
    assert the_step(values * factor).log == the_step(values).log


def test_the_plain_logarithm_would_decide_by_the_unit():
    """In thousandths, ln(1 + x) is all but straight, and a heavy skew stays one."""
    small = SKEWED / 1e6
    assert the_step(small, "log").unit == the_step(SKEWED, "log").unit == 1.0
    one, two = (
        fit_space(table, ["spend"], transform="log").matrix(table.table)
        for table in (customers(spend=SKEWED), customers(spend=small))
    )
    assert np.abs(one - two).max() > 0.5


def test_auto_leaves_an_even_column_and_one_with_negatives_alone():
    assert the_step(EVEN).reason == "standardised"
    assert not the_step(np.append(SKEWED, -0.5)).log


def test_auto_says_of_many_zeros_that_they_tell_who_uses_it():
    step = the_step(np.append(np.zeros(45), EVEN))
    assert step.log
    assert step.reason.startswith(
        "44% are 0, so it tells first who uses it or not; ln(1 + x / 30), then standardised (30 is "
    )


def test_whether_a_column_is_yes_and_no_is_asked_of_all_rows():
    """A thousand rows of 0 and 1 first, then other numbers: sorted by id, they come as they may."""
    values = np.concatenate([np.zeros(900), np.ones(100), [2.0, 3.0]])
    assert the_step(values).reason == the_step(values[::-1]).reason
    assert the_step(values).reason.startswith("90% are 0")


def test_amounts_too_far_apart_for_a_ratio_are_left_alone():
    values = np.array([0.0] * 9 + [1e-300] * 5 + [1e150])
    assert not the_step(values).log


def test_auto_brings_in_what_lies_far_out():
    values = np.append(EVEN, [-5000.0])
    step = the_step(values)
    low, high = np.quantile(values, [0.25, 0.75])
    assert (step.lower, step.upper) == (pytest.approx(low - 3 * (high - low)), None)
    assert step.reason == "standardised; 1 values far out count as the nearest usual value"
    assert (step.minimum, step.maximum) == (-5000.0, 59.0)


def test_bounds_of_a_logged_column_are_in_its_own_units():
    values = np.append(np.linspace(90, 110, 60), [1e9])
    step = the_step(values)
    assert step.log
    assert 110 < step.upper < 1000


def test_yes_and_no_are_standardised():
    assert the_step(np.array([0.0] * 40 + [1.0] * 20)).reason == "standardised"


def test_missing_numbers_take_the_median_and_are_counted():
    step = the_step(np.append(EVEN, [np.nan, np.nan]))
    assert step.fill == 29.5
    assert step.reason.endswith("; 2 missing values take the median")


def test_a_constant_sets_nobody_apart():
    step = the_step(np.full(9, 14.62))
    assert (step.scale, step.reason) == (
        1.0,
        "standardised; all values are equal, so it sets nobody apart",
    )


def test_two_customers_of_different_categories_are_one_apart():
    table = customers(city=["Rome", "Oslo", None])
    space = fit_space(table, ["city"], transform="standard")
    matrix = space.matrix(table.table)
    assert space.axes == ("city = Oslo", "city = Rome")
    assert np.linalg.norm(matrix[0] - matrix[1]) == pytest.approx(1.0)
    assert matrix[2].tolist() == [0.0, 0.0]
    assert "1 customers without a category have 0 on all" in space.steps[0].reason


def test_row_order_changes_no_bit():
    random = np.random.RandomState(0)
    values = random.lognormal(3, 2, 500)
    assert the_step(values) == the_step(values[random.permutation(500)])


def test_the_gap_of_one_time_buyers_is_never_filled():
    with pytest.raises(UsageError) as caught:
        the_step(np.array([3.0, np.nan, 9.0]), kind="transactions", name="days_between_orders")
    assert str(caught.value) == (
        '"days_between_orders" does not exist for 1 of 3 customers, who bought once: a made-up '
        "number would decide "
        "their segment.\nFix: Leave it out of --features; it describes the segments all the "
        "same. recency_days and "
        "frequency tell one-time buyers apart."
    )


@pytest.mark.parametrize(
    ("values", "transform", "error", "code"),
    [
        ([1.0, -1.0, 3.0], "log", InputError, "transform/non-finite"),
        ([1.0, np.inf, 3.0], "auto", InputError, "transform/non-finite"),
        ([np.nan, np.nan], "auto", NotEnoughDataError, "features/empty"),
    ],
)
def test_what_has_no_coordinate_is_refused(values, transform, error, code):
    with pytest.raises(error) as caught:
        the_step(np.array(values), transform)
    assert caught.value.codes == (code,)
