from __future__ import annotations

import pytest

from personae.config import Options
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.ids import choose_id, count_ids
from personae.errors import InputError


def choose(source, **options):
    options = Options(**options)
    return choose_id(source, scan_columns(source, options), options)


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [
        ({"CustomerID": ["1", "2"], "InvoiceNo": ["7", "8"]}, "CustomerID"),
        (
            {"household_id": ["1", "1"], "store_id": ["1", "2"], "basket_id": ["1", "2"]},
            "household_id",
        ),
        ({"ID": ["1", "2"], "x": ["1.5", "2.5"]}, "ID"),
        ({"id": ["1", "2"], "customer_id": ["a", "a"]}, "customer_id"),
        ({"account_id": ["a", "b"], "user_id": ["a", "a"]}, "user_id"),
        ({"CLIENTNUM": ["71", "72"], "Dependent_count": ["1", "2"]}, "CLIENTNUM"),
        (
            {"customer": ["a", "b"], "customer_city": ["x", "y"], "customer_zip_code": ["1", "2"]},
            "customer",
        ),
        ({"e_mail": ["a@b.de", "c@d.de"], "spend": ["1", "2"]}, "e_mail"),
        ({"loan_no": ["L1", "L2"], "spend": ["1", "2"]}, "loan_no"),
    ],
)
def test_names_show_the_id(text_table, columns, chosen):
    assert choose(text_table(columns))[0] == (chosen,)


def test_two_equal_candidates_are_an_error_that_names_both(text_table):
    source = text_table({"customer_id": ["1", "1"], "customer_unique_id": ["2", "3"]})
    with pytest.raises(InputError) as error:
        choose(source)
    assert str(error.value) == (
        '2 columns of customers.csv look like the customer id: "customer_id" and '
        '"customer_unique_id".\n'
        'Fix: Pass the one that is meant, most likely --id "customer_unique_id" (2 rows '
        "have it, with 2 different values)."
    )


def test_no_candidate_is_an_error_that_names_the_row_number(text_table):
    source = text_table({"Channel": ["1", "2"], "Fresh": ["12", "13"]})
    with pytest.raises(InputError) as error:
        choose(source)
    assert error.value.codes == ("id/none",)
    assert "--id row" in str(error.value)
    assert choose(source, id=("row",))[0] == ()


def test_figures_dates_and_other_things_are_no_ids(text_table):
    source = text_table(
        {
            "customer_id": ["1.5", "2.5"],
            "order_id": ["1", "2"],
            "member_since": ["2024-01-02", "2024-01-03"],
        }
    )
    with pytest.raises(InputError):
        choose(source)


def test_a_composite_id_counts_its_pairs(text_table):
    source = text_table({"shop": ["a|b", "a", "a"], "no": ["c", "b|c", ""]})
    facts = scan_columns(source, Options())
    assert count_ids(source, ("shop", "no"), facts) == (2, 2)
    assert count_ids(source, ("shop",), facts) == (3, 2)
    assert count_ids(source, (), facts) == (3, 3)


def test_the_likeliest_of_two_candidates_is_proposed(text_table):
    columns = {"customer_id": ["1", "1", ""], "client_id": ["1", "2", "3"]}
    with pytest.raises(InputError) as error:
        choose(text_table(columns))
    assert '--id "client_id" (3 rows have it, with 3 different values)' in str(error.value)
