import re

import numpy as np
import pyarrow as pa
import pytest

from personae.errors import InputError
from personae.features.space import FeatureSpace, SpaceStep


def step(
    column="spend",
    *,
    category=None,
    log=False,
    lower=None,
    upper=None,
    weight=1.0,
    mean=0.0,
    scale=1.0,
    fill=0.0,
    unit=1.0,
):
    return SpaceStep(
        column=column,
        category=category,
        fill=fill,
        lower=lower,
        upper=upper,
        log=log,
        mean=mean,
        scale=scale,
        weight=weight,
        reason="",
        minimum=0.0,
        maximum=1.0,
        unit=unit,
    )


def test_fill_clip_log_centre_scale_weight_in_this_order():
    space = FeatureSpace(
        "auto", (step(fill=3.0, lower=1.0, upper=7.0, log=True, mean=1.0, scale=2.0, weight=0.5),)
    )
    matrix = space.matrix(pa.table({"spend": [None, 0.0, 9.0, 7.0]}))
    by_hand = [(np.log(1 + value) - 1.0) / 2.0 * 0.5 for value in (3.0, 1.0, 7.0, 7.0)]
    assert matrix[:, 0].tolist() == by_hand
    assert matrix.flags.c_contiguous


def test_the_logarithm_counts_in_the_unit_of_the_step():
    table = pa.table({"spend": [0.0, 30.0, None]})
    space = FeatureSpace("auto", (step(log=True, unit=10.0, fill=90.0),))
    assert space.matrix(table)[:, 0].tolist() == np.log([1.0, 4.0, 10.0]).tolist()
    assert space.original(space.matrix(table))[:, 0] == pytest.approx([0, 30, 90], abs=1e-12)


def test_a_step_that_says_no_unit_counts_in_ones():
    values = FeatureSpace("auto", (step(log=True),)).to_dict()
    del values["steps"][0]["unit"]
    assert FeatureSpace.from_dict(values) == FeatureSpace("auto", (step(log=True),))


def test_a_category_is_one_where_it_is_and_zero_where_it_is_not_missing_or_new():
    space = FeatureSpace(
        "standard",
        (step("city", category="Rome", weight=0.5), step("city", category="Oslo", weight=0.5)),
    )
    matrix = space.matrix(pa.table({"city": ["Oslo", None, "Rome", "Paris"]}))
    assert matrix.tolist() == [[0.0, 0.5], [0.0, 0.0], [0.5, 0.0], [0.0, 0.0]]
    assert space.axes == ("city = Rome", "city = Oslo")


def test_original_undoes_matrix():
    space = FeatureSpace(
        "log", (step(log=True, mean=2.0, scale=0.7), step("visits", mean=5.0, scale=3.0))
    )
    table = pa.table({"spend": [0.0, 12.5, 900.0], "visits": [1, 2, 40]})
    assert space.original(space.matrix(table)) == pytest.approx(
        np.array([[0.0, 1], [12.5, 2], [900, 40]]), abs=1e-9
    )


def test_a_space_survives_json():
    space = FeatureSpace("auto", (step(upper=3.0, log=True), step("city", category="Rome")))
    assert FeatureSpace.from_dict(space.to_dict()) == space


@pytest.mark.parametrize(
    ("values", "how", "message"),
    [
        (
            [1.0, -1.0],
            {"log": True},
            'Column "spend" has 1 values of -1 or less, which have no logarithm ln(1 + x).',
        ),
        (
            [-39.0, -40.0, -41.0],
            {"log": True, "unit": 40.0},
            'Column "spend" has 2 values of -40 or less, which have no logarithm ln(1 + x / 40).',
        ),
        ([float("inf"), 1.0], {}, 'Column "spend" has 1 infinite values.'),
    ],
)
def test_a_value_without_a_coordinate_is_refused(values, how, message):
    with pytest.raises(InputError, match=re.escape(message)) as caught:
        FeatureSpace("log", (step(**how),)).matrix(pa.table({"spend": values}))
    assert caught.value.codes == ("transform/non-finite",)


def test_a_clipped_column_takes_new_values_below_its_range():
    space = FeatureSpace("auto", (step(lower=0.5, upper=7.0, log=True),))
    assert space.matrix(pa.table({"spend": [-5.0]}))[0, 0] == np.log(1.5)
