"""Entries 50 to 65: names of columns, and columns that cannot be what they seem."""

from __future__ import annotations

from typing import Any

from catalogue.case import MARK, Case, cycle, people, purchases, text_file, text_of

HOSTILE = (
    'sp"end', "x'; DROP TABLE t; --", "<img src=x onerror=alert(1)>", "{{7*7}}", "=cmd|' /C calc'!A0",
    "two\nlines", "\U0001f600", "__proto__", "constructor", "../x", "CON", "%s", "a,b", "\x1b[2J",
)  # fmt: skip
FLAT = ("csv", "xlsx", "parquet", "pandas")


def renamed(old: str, new: str, **more: Any) -> dict[str, Any]:
    return {new if name == old else name: cells for name, cells in people(**more).items()}


def header(names: str) -> Any:
    """Return a file with these names over the usual rows and one more column."""
    rows = text_of(people(more=cycle("1", "2", "3"))).partition("\n")[2]
    return text_file(f"{names}\n{rows}")


def left_out(name: str) -> Any:
    def holds(found: Any) -> None:
        assert found.schema.role_of(name).role == "ignored", found.schema.role_of(name)

    return holds


def not_a_figure(name: str) -> Any:
    def holds(found: Any) -> None:
        assert found.schema.role_of(name).role != "numeric", found.schema.role_of(name)

    return holds


def names_kept(found: Any) -> None:
    assert found.source.names == ("customer_id", "visits", "spend", *HOSTILE)


def no_feature(name: str) -> Any:
    """Return a check that a column is no feature of a result."""

    def holds(found: Any) -> None:
        assert name not in found.selection.features

    return holds


def cases() -> list[Case]:
    return [
        Case(50, "twice", "a name that stands twice", "refuses and names the places",
             header("customer_id,spend,visits,spend"), code=3, rule="columns/duplicate"),
        Case(50, "twice-parquet", "a name that stands twice, but for blanks",
             "refuses and names the places", people(**{" spend ": cycle("1", "2")}),
             formats=("parquet", "pandas", "xlsx"), code=3, rule="columns/duplicate"),
        Case(51, "case", "names that are equal but for capitals", "keeps them apart",
             people(SPEND=cycle("1", "2", "7")), rows=30, formats=FLAT),
        Case(52, "nfc", "names that look the same (é written in two ways)",
             "refuses and names the places", people() | {
                 "caf\u00e9": cycle("1", "2"), "cafe\u0301": cycle("3", "4")}, code=3,
             rule="columns/confusable", formats=FLAT),
        Case(52, "unseen", "names that differ in a mark that nobody sees",
             "refuses and names the places", people(**{"spend\u200b": cycle("1", "2")}), code=3,
             rule="columns/confusable", formats=FLAT),
        Case(53, "filled", "a column with values but without a name", "refuses",
             header("customer_id,visits,spend,"), code=3, rule="columns/blank-name"),
        Case(53, "row-numbers", "a first column without a name that numbers the rows",
             "leaves it out and says so", text_file(
                 ",customer_id,visits,spend\n" + "".join(
                     f"{i},{MARK}{i},{i % 9},{i % 7}.5\n" for i in range(30))),
             rule="column left out", rows=30),
        Case(54, "hostile", "names with quotes, SQL, HTML, formulas, line ends, escapes, emoji",
             "takes them as they are; shows them escaped", people(
                 **{name: cycle("4", "5", "9") for name in HOSTILE}), rows=30, holds=names_kept,
             formats=("csv", "parquet", "pandas")),
        Case(54, "hostile-option", "a name with quotes and blanks, named in an option",
             "takes it as it is", renamed("customer_id", 'the "id"; --'),
             options={"id": ['the "id"; --']}, rows=30, formats=("parquet",)),
        Case(54, "long", "a name of 5,000 characters", "takes it as it is",
             people(**{"x" * 5000: cycle("4", "5", "9")}), rows=30, formats=("csv", "parquet")),
        Case(55, "ours", "columns that are called like those of the result (distance, name)",
             "keeps them apart from its own", people(
                 distance=cycle("4", "5", "9"), margin=cycle("1", "2", "7")), rows=30,
             formats=("csv",)),
        Case(57, "one", "one column only", "says that there is nothing to make segments of",
             {"customer_id": people()["customer_id"]}, code=4, rule="features/none",
             command="run", formats=("csv", "parquet")),
        Case(57, "no-number", "no column of numbers",
             "says that there is nothing to make segments of", {
                 "customer_id": people()["customer_id"],
                 "city": cycle("Bonn", "Kiel", "Ulm")}, code=4, rule="features/none",
             command="run"),
        Case(58, "constant", "a column with one value throughout",
             "leaves it out and says so", people(shop=cycle("7")), rows=30,
             holds=left_out("shop"), rule="columns/constant", formats=FLAT),
        Case(58, "empty", "a column without any value", "leaves it out and says so",
             people(extra=cycle("")), rows=30, holds=left_out("extra"),
             rule="columns/ignored", formats=("csv", "xlsx")),
        Case(58, "nearly-empty", "a column with two values in a thousand rows",
             "leaves it out and says so", {**people(1000), "extra": ["5", "7", *[""] * 998]}, rows=1000,
             rule="columns/ignored"),
        Case(59, "nearly-constant", "a column that is constant but for a billionth",
             "does not make segments of it", people(
                 rate=["0.5", *["0.5000000001"] * 29]), command="run", options={"k": 2},
             holds=no_feature("rate"), rule="columns/constant"),
        Case(60, "zip", "codes that are written as numbers (zip code, phone, shop)",
             "does not take them for figures", people(
                 zip_code=[f"{10_000 + i * 373}" for i in range(30)],
                 store_id=cycle("101", "205", "317")), rows=30, holds=not_a_figure("zip_code"),
             formats=FLAT),
        Case(60, "leading-zeros", "numbers with leading zeros", "does not take them for figures",
             people(plant=[f"{i % 7:04d}" for i in range(30)]), rows=30,
             holds=not_a_figure("plant")),
        Case(61, "copy", "a column that is a copy of another", "leaves it out and warns",
             people(turnover=people()["spend"]), rows=30, rule="features/redundant",
             formats=FLAT),
        Case(61, "scaled", "a column that rises and falls with another",
             "warns that the two count twice", people(
                 spend_cents=[f"{float(x) * 100:.0f}" for x in people()["spend"]]), rows=30,
             rule="features/redundant"),
        Case(61, "sum", "a column that is the sum of others", "warns that they count twice",
             people(total=[f"{float(a) + float(b)}" for a, b in zip(
                 people()["visits"], people()["spend"], strict=True)]), rows=30,
             rule="features/sum"),
        Case(62, "segment", "the segment of an earlier run", "leaves it out and warns",
             people(segment=cycle("1", "2", "3")), rows=30, holds=left_out("segment"),
             rule="columns/leak", formats=FLAT),
        Case(63, "levels", "a text column with a different value in every row",
             "does not make segments of it", people(
                 note=[f"{MARK} called about order {i}" for i in range(30)]), rows=30,
             holds=not_a_figure("note")),
        Case(63, "json", "JSON in cells", "takes it for text", people(
            extra=[f'{{"{MARK}": {i}, "b": [1, 2]}}' for i in range(30)]), rows=30,
             holds=not_a_figure("extra"), formats=("csv", "parquet")),
        Case(64, "order", "columns in another order", "finds them by name", {
            name: people()[name] for name in ("spend", "customer_id", "visits")}, rows=30,
             holds=lambda found: _id_is(found, "customer_id")),
        Case(65, "no-such", "an option that names a column which is not there",
             "names the closest column", people(), options={"features": ["spent"]}, code=2,
             rule="columns/unknown", option="--features", formats=FLAT,
             remedy={"features": ["spend"]}),
        Case(65, "no-such-many", "two options that name columns which are not there",
             "names all of them at once", purchases(), options={
                 "amount": "amont", "date": "orderdate"}, code=2, rule="columns/unknown",
             option="--amount"),
    ]  # fmt: skip


def _id_is(found: Any, name: str) -> None:
    assert found.schema.one("id") == name
