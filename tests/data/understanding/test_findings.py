from __future__ import annotations

import numpy as np
import pytest

from personae.config import Options
from personae.data.understanding.findings import findings_of_values, sum_of_others
from personae.data.understanding.understand import understand

RNG = np.random.default_rng(0)
A, B, C = RNG.random((3, 60)) * 100


def codes(schema):
    return [finding.code for finding in schema.findings]


def test_what_the_scan_shows(text_table):
    many = [str(number) for number in range(96)]
    columns = {
        "customer_id": [f"c{at}" for at in range(100)],
        "spend": [*many, "n/a", "?", "oops", "7"],
        "cluster": ["1", "2"] * 50,
        "level": ["x"] * 100,
        "visits": [""] * 30 + [str(at) for at in range(70)],
    }
    schema = understand(text_table(columns), Options())
    found = {(finding.code, finding.column): finding for finding in schema.findings}
    assert found["numbers/unreadable", "spend"].count == 1
    assert (
        found["missing/tokens", "spend"].what
        == 'These count as missing in "spend": "?" 1, "n/a" 1.'
    )
    assert found["missing/many", "visits"].what == '30% of the rows have no value in "visits".'
    assert found["columns/leak", "cluster"].severity == "warning"
    assert ("columns/constant", "level") in found


def test_ids_that_differ_only_in_writing_are_pointed_out(text_table):
    columns = {
        "customer_id": ["ann", "Ann", "bob ", "bob", "cafe\u0301", "caf\u00e9"],
        "v": list("123456"),
    }
    finding = understand(text_table(columns), Options()).findings[0]
    assert (finding.code, finding.count) == ("id/alike", 3)


def test_ids_that_a_spreadsheet_rounded_are_pointed_out(text_table):
    columns = {"customer_id": ["1.23E+15", "1.24E+15", "a"], "v": list("123")}
    assert codes(understand(text_table(columns), Options())) == ["id/precision-lost-in-spreadsheet"]


def test_a_name_and_data_that_disagree(text_table):
    lines = [
        (f"c{at % 9}", f"p{at % 5}", str(1 + at % 4), str(2 + at % 5), f"2024-01-{1 + at % 28:02d}")
        for at in range(200)
    ]
    names = ("customer_id", "product_id", "quantity", "amount", "date")
    schema = understand(
        text_table(dict(zip(names, zip(*lines, strict=True), strict=True))), Options()
    )
    assert codes(schema) == ["money/doubtful"]


@pytest.mark.parametrize("sentinel", [-1, -999, 9999, 999999])
def test_codes_for_unknown_among_figures(sentinel):
    values = np.concatenate([A, np.full(5, float(sentinel))])
    (finding,) = [
        item for item in findings_of_values({"x": values}) if item.code == "numbers/sentinel"
    ]
    assert finding.count == 5


def test_figures_that_go_below_zero_hide_no_sentinel():
    values = np.concatenate([A - 50, np.full(5, -1.0)])
    assert findings_of_values({"x": values}) == ()


def test_one_giant():
    (finding,) = findings_of_values({"x": np.append(A, 1e9)})
    assert finding.what == 'One customer holds 100% of all "x".'


def test_twins_and_sums():
    found = findings_of_values({"a": A, "b": B, "a2": A * 3 + 1, "total": A + B})
    assert [(item.code, item.column) for item in found] == [
        ("features/redundant", "a2"),
        ("features/sum", "total"),
    ]
    assert found[1].what == '"total" is the sum of "a", "b"; it would count them twice.'


def test_missing_figures_do_not_hide_a_sum():
    gaps = A.copy()
    gaps[3] = np.nan
    assert sum_of_others({"a": gaps, "b": B, "c": C, "total": gaps + B + C}) == {
        "total": ("a", "b", "c")
    }


def test_weighted_sums_and_near_sums_are_none():
    assert sum_of_others({"a": A, "b": B, "c": 2 * A + B}) == {}
    assert sum_of_others({"a": A, "b": B, "c": A + B + C / 1e4}) == {}


def test_personal_data_that_was_asked_for_is_pointed_out(text_table):
    columns = {"id": ["a", "b", "c"], "surname": ["x", "y", "x"]}
    (finding,) = understand(text_table(columns), Options(describe=("surname",))).findings
    assert finding.what == '"surname" looks like personal data and is shown, as --describe asks.'


def test_a_file_that_is_scored_hears_nothing_that_only_a_fit_could_heed():
    figures = {"v": np.array([1.0] * 30 + [1000.0]), "w": np.array([*range(30), 9999.0])}
    assert {item.code for item in findings_of_values(figures)} >= {"numbers/heavy-tail"}
    assert findings_of_values(figures, fitted=True) == ()
