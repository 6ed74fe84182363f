"""Entries 77 to 95: how numbers are written, and numbers that are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from catalogue.case import MARK, Case, cycle, people, purchases, spiked, text_file, text_of

TEXTS = ("csv", "xlsx", "parquet", "pandas")
CSVS = ("csv", "tsv", "gz")


def spend(cells: Sequence[Any]) -> dict[str, Any]:
    return people() | {"spend": list(cells)}


def values_are(*values: float | None, name: str = "spend") -> Any:
    """Return a check of the first values of a column."""

    def holds(found: Any) -> None:
        read = found.customers.table.column(name).to_pylist()[: len(values)]
        assert read == list(values), read

    return holds


def written(
    name: str, given: str, cells: Sequence[str], values: Sequence[float], does: str, *,
    entry: int = 80, rule: str = 'decimal mark of "spend"', formats: tuple[str, ...] = TEXTS,
    **more: Any,
) -> Case:  # fmt: skip
    """Return a case of numbers that are written in one way throughout."""
    column = cycle(*cells)
    return Case(entry, name, given, does, spend(column), rule=rule, rows=30, formats=formats,
                holds=values_are(*values), **more)  # fmt: skip


GERMAN = ("1.234,56", "99,90", "12.000,05")
SWISS = ("1'234.50", "99.90", "12'000.05")
FRENCH = ("1\u202f234,50", "99,90", "12\u00a0000,05")
INDIAN = ("12,34,567.50", "99.90", "1,20,000.05")


def cases() -> list[Case]:
    usual = people()["spend"]
    return [
        *(Case(77, f"missing-{name}", f"`{token}` in a column of numbers",
               "counts it as missing", spend(spiked(usual, r3=token, r9=token)), rows=30,
               rule="missing/values", holds=values_are(0.25, 1.25, 4.25, None))
          for name, token in (("nan", "NaN"), ("na", "N/A"), ("dash", "-"), ("question", "?"),
                              ("empty", ""), ("null", "NULL"), ("none", "None"))),
        Case(77, "word", "another word in a column of numbers",
             "counts it as missing and warns", spend(spiked(usual, r3=f"{MARK}?")), rows=30,
             rule="numbers/unreadable", holds=values_are(0.25, 1.25, 4.25, None)),
        *(Case(78, name, f"`{cell}` in a column of numbers", "counts it as missing and warns",
               spend(spiked(usual, r3=cell)), rows=30, rule="numbers/unreadable", formats=formats,
               holds=values_are(0.25, 1.25, 4.25, None))
          for name, cell, formats in (
              ("inf", "inf", TEXTS), ("minus-inf", "-Infinity", CSVS), ("large", "1e309", TEXTS))),
        Case(78, "stored", "infinite numbers in a frame or Parquet file",
             "counts them as missing and warns", {
                 "customer_id": people()["customer_id"], "visits": list(range(30)),
                 "spend": [float("inf"), -float("inf"), *(i + 0.5 for i in range(28))]}, rows=30,
             rule="numbers/unreadable", formats=("parquet", "pandas", "polars"),
             holds=values_are(None, None, 0.5)),
        Case(79, "huge", "numbers whose squares are infinite (1e200)",
             "refuses and names the column", spend(spiked(usual, r3="1e200")), code=3,
             rule="numbers/range", option="--ignore", remedy={"ignore": ["spend"]},
             formats=TEXTS),
        Case(79, "tiny", "numbers next to zero (5e-324, -0.0)", "reads them",
             spend(spiked(usual, r3="5e-324", r4="-0.0")), rows=30),
        written("german", "1.234,56 as in Germany", GERMAN, (1234.56, 99.9, 12000.05),
                "reads it so and says so"),
        written("swiss", "1'234.50 as in Switzerland", SWISS, (1234.5, 99.9, 12000.05),
                "reads it so and says so"),
        written("french", "1 234,50 with blanks that do not break", FRENCH,
                (1234.5, 99.9, 12000.05), "reads it so and says so", formats=("csv", "parquet")),
        written("indian", "12,34,567.50 as in India", INDIAN, (1234567.5, 99.9, 120000.05),
                "reads it so and says so"),
        written("comma", "decimal commas", ("1,5", "99,9", "12,25"), (1.5, 99.9, 12.25),
                "reads it so and says so"),
        Case(80, "semicolons", "1;1.234,56 as a whole German file writes it",
             "reads it so and says so", text_file(text_of(spend(cycle(*GERMAN)), ";")),
             rule='decimal mark of "spend"', rows=30, holds=values_are(1234.56, 99.9, 12000.05)),
        Case(80, "mixed", "decimal points and decimal commas in one column", "asks",
             spend(cycle("1,5", "2.5", "3,25", "4.75")), code=3, rule="numbers/mixed",
             option="--decimal", formats=TEXTS),
        Case(81, "comma", "nothing but numbers such as 1,234", "asks whether that is 1234",
             spend(cycle("1,234", "2,345", "3,456")), code=3, rule="numbers/ambiguous",
             option="--decimal", remedy={"decimal": "."}, formats=TEXTS, spoken=()),
        Case(81, "told", "numbers such as 1,234, with --decimal .", "reads them as told",
             spend(cycle("1,234", "2,345", "3,456")), options={"decimal": "."}, rows=30,
             holds=values_are(1234.0, 2345.0, 3456.0)),
        Case(81, "proven", "numbers such as 1,234 beside a column with 1,234.50",
             "reads them alike and says so", people(
                 income=cycle("1,234.50", "2,000.75")) | {"spend": cycle("1,234", "2,345")},
             rows=30, holds=values_are(1234.0, 2345.0)),
        written("dollar", "$1,234.50", ("$1,234.50", "$99.90"), (1234.5, 99.9),
                "reads it so and says so", entry=82),
        written("euro", "99,90 €", ("99,90 €", "1.234,50 €"), (99.9, 1234.5),
                "reads it so and says so", entry=82),
        written("code", "99 EUR", ("99 EUR", "120 EUR"), (99.0, 120.0),
                "reads it so and says so", entry=82),
        Case(82, "two", "dollars and euros in one column", "refuses: they cannot be added up",
             spend(cycle("$99.90", "€12.50", "$7.25")), code=3, rule="numbers/currencies",
             option="--currency", remedy={"currency": "USD"}, formats=TEXTS),
        written("accounting", "(25.00) for minus 25", ("(25.00)", "99.90", "12.00"),
                (-25.0, 99.9, 12.0), "reads it so and says so", entry=83),
        written("behind", "25.00- for minus 25", ("25.00-", "99.90", "12.00"),
                (-25.0, 99.9, 12.0), "reads it so and says so", entry=83),
        written("typeset", "−12.5 with a typesetter's minus", ("\u221212.5", "99.9", "12.0"),
                (-12.5, 99.9, 12.0), "reads it so and says so", entry=83),
        written("plus", "+5", ("+5.5", "+99.9", "12.0"), (5.5, 99.9, 12.0), "reads it", rule="",
                entry=83),
        written("percent", "12%", ("12%", "99.5%", "7%"), (12.0, 99.5, 7.0),
                "reads it as 12 and says so", entry=84),
        Case(84, "thousands", "1.5k and 2M", "takes the column for text and says so",
             spend(cycle("1.5k", "2M", "3.5k")), rows=30, holds=_no_figure, formats=TEXTS,
             rule="columns/not-read-as-numbers"),
        Case(84, "some-thousands", "1.5k among plain numbers", "counts it as missing and warns",
             spend(spiked(usual, r3="1.5k")), rows=30, rule="numbers/unreadable"),
        Case(84, "fraction", "1/2", "takes the column for text",
             spend(cycle("1/2", "3/4", "1/4")), rows=30, holds=_no_figure,
             rule="columns/not-read-as-numbers"),
        written("arabic", "digits of another script (Arabic)",
                ("\u0661\u0662\u0663", "\u0664\u0665.\u0665"), (123.0, 45.5),
                "reads them and says so", entry=85),
        written("wide", "full-width digits", ("\uff11\uff12", "\uff13.\uff15"), (12.0, 3.5),
                "reads them and says so", entry=85),
        *(Case(86, name, f"`{cell}` in a column of numbers", "counts it as missing and warns",
               spend(spiked(usual, r3=cell)), rows=30, rule="numbers/unreadable",
               holds=values_are(0.25, 1.25, 4.25, None))
          for name, cell in (("hex", "0x1F"), ("underscore", "1_000"), ("octal", "0o17"))),
        written("exponent", "1e3 in a column of money", ("1e3", "2.5", "1.5E2"),
                (1000.0, 2.5, 150.0), "reads it", rule="", entry=86),
        Case(87, "refunds", "negative amounts and quantities (returns)",
             "sets them against the purchase", purchases(
                 amount=spiked(purchases()["amount"], r41="-8.50", r25="-50.00")), rows=20,
             formats=TEXTS),
        Case(87, "negative", "negative figures of customers", "keeps them",
             spend(spiked(usual, r3="-12.5")), rows=30, holds=values_are(0.25, 1.25, 4.25, -12.5)),
        Case(88, "zeros", "customers who spent nothing", "keeps them",
             spend(spiked(usual, r3="0", r4="0.00")), rows=30),
        Case(89, "log", "figures of -1 and less where the logarithm is asked for",
             "refuses or takes another scale: nothing becomes infinite",
             spend(spiked(usual, r3="-5")), options={"transform": "log", "k": 2}, code=3,
             rule="transform/non-finite", option="--transform", remedy={"transform": "standard"},
             command="run"),
        Case(90, "giant", "one customer with a thousand million times the rest",
             "warns", spend(spiked(usual, r3="1e12")), rows=30, rule="numbers/heavy-tail"),
        Case(91, "precision", "whole numbers beyond 2^53 as figures", "warns that they are rounded",
             spend([str(9007199254740993 + i * 10**13) for i in range(30)]), rows=30,
             rule="numbers/precision"),
        Case(92, "unix", "Unix seconds", "takes them for dates",
             people(last_order_at=[str(1_700_000_000 + i * 86_400) for i in range(30)]), rows=30,
             holds=_is_date("last_order_at"), formats=TEXTS),
        Case(92, "last-seen", "Unix seconds in a column that says when", "takes them for dates",
             people(last_seen=[str(1_700_000_000 + i * 86_400) for i in range(30)]), rows=30,
             holds=_is_date("last_seen")),
        Case(92, "milliseconds", "Unix milliseconds", "takes them for dates",
             people(created=[str(1_700_000_000_000 + i * 86_400_000) for i in range(30)]),
             rows=30, holds=_is_date("created")),
        Case(92, "yyyymmdd", "dates written 20240131", "takes them for dates",
             people(signup_date=[f"202401{i % 28 + 1:02d}" for i in range(30)]), rows=30,
             holds=_is_date("signup_date")),
        Case(92, "unnamed", "Unix seconds in a column that is not called a date",
             "takes them for figures and warns",
             people(moment=[str(1_700_000_000 + i * 86_400) for i in range(30)]), rows=30,
             rule="numbers/like-dates", formats=("csv", "parquet")),
        Case(94, "sentinel", "999999 for unknown", "warns of the spike",
             spend([*usual[:24], *["999999"] * 6]), rows=30, rule="numbers/sentinel",
             formats=TEXTS, spoken=("999999",)),
        Case(94, "minus-one", "-1 for unknown", "warns of the spike",
             spend([*usual[:24], *["-1"] * 6]), rows=30, rule="numbers/sentinel"),
        *(Case(95, name, f"yes and no written {given}", "recognises it",
               people(member=cycle(*words)), rows=30, holds=_is_yes_no)
          for name, given, words in (
              ("yn", "Y and N", ("Y", "N")), ("yes", "yes and no", ("yes", "no")),
              ("ja", "ja and nein", ("ja", "nein")), ("true", "true and false", ("true", "FALSE")),
              ("mixed", "in several ways", ("yes", "0", "TRUE", "n")))),
        Case(95, "third", "a third word beside yes and no", "takes the column for groups",
             people(member=cycle("yes", "no", "maybe")), rows=30,
             holds=lambda found: _type_is(found, "member", "text")),
    ]  # fmt: skip


def _no_figure(found: Any) -> None:
    assert found.schema.role_of("spend").role != "numeric"


def _type_is(found: Any, name: str, kind: str) -> None:
    assert found.schema.facts_of(name).type == kind


def _is_date(name: str) -> Any:
    return lambda found: _type_is(found, name, "date")


def _is_yes_no(found: Any) -> None:
    _type_is(found, "member", "boolean")
