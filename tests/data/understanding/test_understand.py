from __future__ import annotations

import random

import pytest

from personae.config import Options
from personae.data.reading.read import open_source
from personae.data.understanding.understand import understand
from personae.errors import InputError, UsageError

IDS = ["a", "b", "c", "d"]
MONEY = ["1.5", "2", "30", "4"]


def roles_of(schema):
    return {item.name: item.role for item in schema.roles}


def test_every_role_can_be_set(text_table):
    columns = {
        "who": ["a", "b", "a"],
        "d1": ["2024-01-02"] * 3,
        "d2": ["2024-01-02"] * 3,
        "m1": ["1", "2", "3"],
        "m2": ["1", "2", "3"],
        "q": ["1", "2", "2"],
        "o": ["1", "2", "3"],
        "p": ["x", "y", "x"],
        "c": ["x", "y", "x"],
        "off": ["1", "0", "0"],
        "k": ["1", "1", "1"],
        "z": ["x", "y", "x"],
    }
    options = Options(
        id=("who",),
        date="d2",
        amount="m2",
        quantity="q",
        order="o",
        product="p",
        category="c",
        discount="off",
        cost="k",
        ignore=("z",),
        kind="transactions",
    )
    schema = understand(text_table(columns), options)
    assert roles_of(schema) == {
        "who": "id",
        "d1": "ignored",
        "d2": "date",
        "m1": "ignored",
        "m2": "amount",
        "q": "quantity",
        "o": "order",
        "p": "product",
        "c": "category",
        "off": "discount",
        "k": "cost",
        "z": "ignored",
    }
    assert schema.role_of("d2").how == "option"
    assert schema.role_of("d2").reason == "set by --date"


def test_a_customers_column_can_be_set_to_describe_or_to_be_an_outcome(text_table):
    columns = {
        "id": IDS,
        "spend": MONEY,
        "gone": ["0", "1", "0", "1"],
        "segment": ["x", "y", "x", "y"],
        "v": MONEY[::-1],
    }
    schema = understand(
        text_table(columns), Options(describe=("segment",), outcome=("gone",), ignore=("v",))
    )
    assert roles_of(schema) == {
        "id": "id",
        "spend": "numeric",
        "gone": "outcome",
        "segment": "categorical",
        "v": "ignored",
    }


def test_a_feature_that_was_asked_for_is_used_whatever_its_name(text_table):
    schema = understand(
        text_table({"id": IDS, "store_id": ["1", "2", "3", "1"]}), Options(features=("store_id",))
    )
    assert roles_of(schema)["store_id"] == "numeric"


def test_all_unknown_columns_are_named_at_once(text_table):
    source = text_table({"customer_id": IDS, "amount": MONEY})
    options = Options(
        features=("amuont", "recency_days"), id=("customer",), date="when", ignore=("q",)
    )
    with pytest.raises(UsageError) as error:
        understand(source, options)
    assert error.value.codes == ("columns/unknown",) * 4
    assert str(error.value).splitlines()[-2:] == [
        'Column "amuont" is not in customers.csv (2 columns). Closest: "amount".',
        'Fix: Pass --features with the name of a column of the file, such as --features "amount".',
    ]


def test_all_open_columns_are_named_at_once_and_ignored_ones_are_not(text_table):
    columns = {
        "customer_id": IDS,
        "spend": ["1,234", "2,345", "3,456", "1,111"],
        "joined": ["01/02/2024", "02/03/2024", "04/05/2024", "01/01/2024"],
        "fee": ["$1", "€2", "$3", "€4"],
    }
    with pytest.raises(InputError) as error:
        understand(text_table(columns), Options())
    assert error.value.codes == ("numbers/ambiguous", "dates/ambiguous", "numbers/currencies")
    with pytest.raises(InputError) as error:
        understand(text_table(columns), Options(ignore=("spend", "fee")))
    assert error.value.codes == ("dates/ambiguous",)
    schema = understand(
        text_table(columns), Options(decimal=".", date_format="dmy", currency="EUR")
    )
    assert roles_of(schema) == {
        "customer_id": "id",
        "spend": "numeric",
        "joined": "date",
        "fee": "numeric",
    }


def test_words_where_numbers_should_be(text_table):
    columns = {
        "customer_id": ["a", "b", "a"],
        "amount": ["x", "y", "1"],
        "date": ["2024-01-02"] * 3,
    }
    with pytest.raises(InputError) as error:
        understand(text_table(columns), Options(amount="amount", kind="transactions"))
    assert error.value.codes == ("columns/not-a-number",)
    numbers = [str(at) for at in range(30)]
    columns = {"id": [f"a{at}" for at in range(40)], "spend": numbers + ["a lot"] * 10}
    with pytest.raises(InputError) as error:
        understand(text_table(columns), Options(features=("spend",)))
    assert "10 of its 40 values do not read as numbers" in str(error.value)
    finding = understand(text_table(columns), Options()).findings[-1]
    assert (finding.code, finding.what) == (
        "numbers/mostly",
        '75% of "spend" are numbers; the others make it a category.',
    )


def test_a_header_alone(text_table):
    with pytest.raises(InputError) as error:
        understand(text_table({"id": [], "spend": []}, label="x.csv"), Options())
    assert str(error.value).startswith("x.csv has 2 columns and no rows.\nFix: ")


def test_no_message_shows_a_value(text_table):
    secret = "Sieglinde"
    columns = {
        "customer_id": ["a", "b", "a"],
        "amount": [secret, secret, "1"],
        "date": ["2024-01-02"] * 3,
    }
    with pytest.raises(InputError) as error:
        understand(text_table(columns), Options(amount="amount", kind="transactions"))
    assert secret not in str(error.value)
    schema = understand(
        text_table({"id": IDS, "first_name": [secret] * 3 + ["x"], "v": MONEY}), Options()
    )
    assert secret not in repr(schema)


def test_the_order_of_rows_does_not_matter(text_table):
    rows = [(f"a{at}", str(at % 7), "x" if at % 2 else "y") for at in range(60)]
    shuffled = random.Random(3).sample(rows, len(rows))
    first, second = (
        understand(
            text_table(dict(zip(("id", "v", "c"), zip(*table, strict=True), strict=True))),
            Options(),
        )
        for table in (rows, shuffled)
    )
    assert (first.roles, first.kind, first.findings) == (second.roles, second.kind, second.findings)


@pytest.fixture
def read(data_folder):
    """Read one of the real files, every cell as text."""
    from personae.data.reading.read import open_source

    return lambda name, **options: open_source(data_folder / name, Options(**options))


def test_mall_customers_without_options(read):
    schema = understand(read("mall_customers.csv"), Options())
    assert schema.kind == "customers"
    assert [(item.role, item.meaning, item.sensitive) for item in schema.roles] == [
        ("id", "", False),
        ("categorical", "", True),
        ("numeric", "age", True),
        ("numeric", "income", False),
        ("numeric", "spend", False),
    ]


def test_online_retail_without_options(read):
    schema = understand(read("online_retail.csv.gz"), Options())
    assert schema.kind == "transactions"
    assert roles_of(schema) == {
        "InvoiceNo": "order",
        "StockCode": "product",
        "Description": "description",
        "Quantity": "quantity",
        "InvoiceDate": "date",
        "UnitPrice": "price",
        "CustomerID": "id",
        "Country": "categorical",
    }
    assert '"UnitPrice" is the price of a unit, as the data say' in schema.money_check
    assert "-0.14" in schema.money_check


def test_the_rfm_orders_are_keyed_by_a_name_and_show_no_person(read):
    schema = understand(read("rfm_orders.csv"), Options())
    assert schema.kind == "transactions"
    assert schema.one("id") == "customer_id"
    assert schema.role_of("customer_id").personal
    assert {item.name for item in schema.roles if item.role == "ignored" and item.personal} == {
        "first_name",
        "last_name",
        "email",
    }


def test_cdnow_summary_is_a_table_of_customers(read):
    schema = understand(read("cdnow_customers_summary.csv"), Options())
    assert schema.kind == "customers"
    assert [item.meaning for item in schema.roles] == ["", "frequency", "", "tenure"]


def test_wholesale_has_no_id_and_says_so(read):
    source = read("wholesale.csv")
    with pytest.raises(InputError) as error:
        understand(source, Options())
    assert error.value.codes == ("id/none",)
    roles = roles_of(understand(source, Options(id=("row",))))
    assert (roles["Channel"], roles["Region"], roles["Fresh"]) == (
        "categorical",
        "categorical",
        "numeric",
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"features": ("customer_id", "visits")},
            (
                'Column "customer_id" of customers.csv is the customer id and cannot be a '
                "feature.\n"
                "Fix: Leave it out of --features; or pass --id with the column that is the id."
            ),
        ),
        (
            {"features": ()},
            (
                "--features names no column.\n"
                "Fix: Name columns, such as --features visits,spend, or leave the option out."
            ),
        ),
        (
            {"window": 30},
            (
                "--window needs a purchase log; customers.csv has one row per customer.\n"
                "Fix: Leave --window out; or pass --kind transactions if every row is a purchase."
            ),
        ),
    ],
)
def test_options_that_the_table_cannot_follow_are_refused(text_table, options, message):
    source = text_table({"customer_id": IDS, "visits": MONEY})
    with pytest.raises(UsageError) as error:
        understand(source, Options(**options))
    assert str(error.value) == message


def test_text_of_many_values_is_no_feature(text_table):
    columns = {
        "customer_id": [str(at) for at in range(120)],
        "street": [f"road {at % 60}" for at in range(120)],
    }
    with pytest.raises(InputError, match="it holds text with 60 different values"):
        understand(text_table(columns), Options(features=("street",)))


@pytest.mark.parametrize(("third", "meaning"), [("0", ""), ("5", "recency")])
def test_the_recency_of_buy_till_you_die_summaries_is_no_recency(text_table, third, meaning):
    columns = {
        "ID": IDS, "frequency": ["2", "1", "0", "0"], "recency": ["30.4", "1.7", third, "0"],
        "T": ["38.9"] * 4,
    }  # fmt: skip
    schema = understand(text_table(columns), Options())
    assert schema.role_of("recency").meaning == meaning


def test_what_is_stated_of_columns_is_not_what_the_reader_stated(tmp_path):
    (tmp_path / "t.csv").write_text("id;day;v\n1;13.01.2024;1,5\n2;14.01.2024;2,5\n")
    source = open_source(tmp_path / "t.csv", Options())
    stated = [item.what for item in (*source.stated, *understand(source, Options()).stated)]
    assert len(stated) == len(set(stated))
