from __future__ import annotations

import pytest

from personae.config import Options
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.roles import find_copies, guess_role, role_by_type

N = 120
COUNTS = [str(at % 40) for at in range(N)]


def guess(text_table, name, values, *, log=False):
    return guess_role(scan_columns(text_table({name: values}), Options())[0], log=log)


CODES = "different whole numbers that look like codes of groups"
DATED = "dates become days before the as-of date and describe"
AGAIN = "it looks like an earlier segmentation, which would be found again"
ONE = "constant: it has a single value"
CODE = "a code that counts nothing"
PERSON = "personal data (a postcode of a few houses): never a feature, never shown"


@pytest.mark.parametrize(
    ("name", "values", "role", "why"),
    [
        ("spend", COUNTS, "numeric", "a figure of the customer"),
        ("Age", COUNTS, "numeric", "a sensitive trait: it describes"),
        ("plan", ["free", "pro"] * 60, "categorical", "text with 2 different values"),
        ("active", ["yes", "no"] * 60, "categorical", "yes or no"),
        ("Channel", ["1", "2"] * 60, "categorical", f"2 {CODES}"),
        ("Region", ["1", "2", "3"] * 40, "categorical", f"3 {CODES}"),
        ("NumOfProducts", ["1", "2", "3", "4"] * 30, "numeric", "a figure of the customer"),
        ("visits", ["1", "2", "3"] * 40, "numeric", "a figure of the customer"),
        ("signup_date", ["2024-01-02", "2024-03-04"] * 60, "date", DATED),
        ("x", ["7"] * N, "ignored", ONE),
        ("x", [f"{1 + at * 1e-12:.12f}" for at in range(N)], "ignored", ONE),
        ("x", [""] * N, "ignored", "it is empty"),
        (
            "x",
            ["5", "6"] + [""] * (N - 2),
            "ignored",
            "almost empty: 98% of its values are missing",
        ),
        ("zip", [f"{at:05d}" for at in range(N)], "ignored", PERSON),
        ("store_id", ["1", "2", "3"] * 40, "ignored", CODE),
        ("", [str(at) for at in range(N)], "ignored", CODE),
        (
            "notes",
            [f"a long remark about case {at} that nobody reads" for at in range(N)],
            "ignored",
            "free text or too many different values (120)",
        ),
        ("old_segment", ["1", "2", "3"] * 40, "ignored", AGAIN),
        (
            "churn_probability",
            [f"0.{at:03d}" for at in range(N)],
            "ignored",
            "it looks like the answer of another model",
        ),
        (
            "email",
            [f"a{at}@b.de" for at in range(N)],
            "ignored",
            "personal data (an e-mail address): never a feature, never shown",
        ),
    ],
)
def test_roles_of_a_customers_columns(text_table, name, values, *, role, why):
    found = guess(text_table, name, values)
    assert (found.role, found.reason, found.how) == (role, why, "guessed")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("churned", ["yes", "no"] * 60),
        ("Attrition_Flag", ["Existing Customer", "Attrited Customer"] * 60),
        ("cancelled_at", ["2024-01-02", ""] * 60),
        ("Response", ["0", "1"] * 60),
        ("cancelled_at", ["2024-01-02"] + [""] * (N - 1)),
    ],
)
def test_outcomes_are_never_features(text_table, name, values):
    assert guess(text_table, name, values).role == "outcome"


def test_a_rate_of_conversion_is_a_figure(text_table):
    assert (
        guess(text_table, "conversion_rate", [f"0.{at:03d}" for at in range(N)]).role == "numeric"
    )


def test_single_lines_have_no_figures_of_customers(text_table):
    assert guess(text_table, "week", COUNTS, log=True).role == "ignored"
    assert guess(text_table, "Country", ["DE", "NA"] * 60, log=True).role == "categorical"


def test_the_type_alone_decides_what_the_user_wants(text_table):
    facts = scan_columns(
        text_table({"a": COUNTS, "b": ["x", "y"] * 60, "Channel": ["1", "2"] * 60}), Options()
    )
    assert [role_by_type(item) for item in facts] == ["numeric", "categorical", "categorical"]


def test_copies_are_found_cell_by_cell(text_table):
    other = [*COUNTS[1:], COUNTS[0]]
    source = text_table({"a": COUNTS, "b": COUNTS, "c": other})
    facts = scan_columns(source, Options())
    roles = [guess_role(item, log=False) for item in facts]
    assert find_copies(source, facts, roles) == {"b": "a"}
