"""Entries 66 to 76: what stands in the column that identifies a customer."""

from __future__ import annotations

from typing import Any

from catalogue.case import MARK, Case, cycle, people, purchases, spiked

TEXTS = ("csv", "tsv", "gz", "xlsx", "parquet", "pandas", "polars")
VISITS = people()["visits"]


def exactly(*ids: str) -> Any:
    """Return a check that the customers are these, byte for byte."""

    def holds(found: Any) -> None:
        assert sorted(ids) == sorted(found.customers.ids.to_pylist())

    return holds


def kept(name: str, given: str, ids: list[str], formats: tuple[str, ...] = TEXTS) -> Case:
    return Case(66, name, f"ids such as {given}", "keeps them byte for byte",
                people(customer_id=ids), rows=30, holds=exactly(*ids), formats=formats,
                spoken=tuple(ids))  # fmt: skip


def cases() -> list[Case]:
    numbered = [str(i) for i in range(30)]
    return [
        kept("zeros", "00123", [f"{i:05d}" for i in range(30)]),
        kept("exponents", "1E5", [f"{i}E5" for i in range(1, 31)]),
        kept("hex", "0x1F", [f"0x{i:X}" for i in range(30)]),
        kept("underscores", "1_000", [f"1_{i:03d}" for i in range(30)]),
        kept("plus", "+1", [f"+{i}" for i in range(30)]),
        kept("point-zero", "007.0", [f"{i:03d}.0" for i in range(30)], ("csv", "xlsx", "parquet")),
        kept("negative", "-17", [f"-{i}" for i in range(1, 31)]),
        kept("true", "TRUE, FALSE and other words", ["TRUE", "FALSE", *numbered[2:]]),
        Case(67, "large", "ids of 16 digits and more, which a float cannot tell apart",
             "keeps every digit", people(
                 customer_id=[str(9007199254740992 + i) for i in range(30)]), rows=30,
             holds=exactly(*(str(9007199254740992 + i) for i in range(30))), formats=TEXTS),
        Case(67, "large-whole", "whole numbers beyond 2^53 as ids", "keeps every digit",
             people(customer_id=[9007199254740992 + i for i in range(30)]), rows=30,
             holds=exactly(*(str(9007199254740992 + i) for i in range(30))),
             formats=("parquet", "pandas", "polars")),
        Case(67, "thirty", "ids of 30 digits", "keeps every digit",
             people(customer_id=[f"{10**29 + i}" for i in range(30)]), rows=30,
             holds=exactly(*(f"{10**29 + i}" for i in range(30))), formats=TEXTS),
        Case(67, "uuid", "ids that are UUIDs", "keeps them",
             people(customer_id=[f"{i:08x}-0000-4000-8000-0123456789ab" for i in range(30)]),
             rows=30, formats=TEXTS),
        Case(67, "floats", "ids that became floats because one is missing (17850.0)",
             "makes them whole again and refuses the row without one",
             {"customer_id": [None, *(17850.0 + i for i in range(29))], "visits": VISITS,
              "spend": people()["spend"]}, rows=29, rule="id/missing",
             formats=("parquet", "pandas", "polars"),
             holds=exactly(*(str(17850 + i) for i in range(29)))),
        Case(68, "rounded", "ids that a spreadsheet rounded (1.23E+15)", "keeps them and warns",
             people(customer_id=[f"1.{i:02d}E+15" for i in range(30)]), rows=30,
             rule="id/precision-lost-in-spreadsheet", formats=("csv", "parquet"),
             spoken=("1.23E+15",)),
        Case(68, "rounded-xlsx", "numbers of 16 digits and more as ids in a workbook",
             "keeps them and warns", people(
                 customer_id=[1_234_567_890_123_450_000 + 1000 * i for i in range(30)]), rows=30,
             rule="id/precision-lost-in-spreadsheet", formats=("xlsx",)),
        Case(69, "identical", "rows that are wholly equal", "counts them once, and says how many",
             {name: [*cells, *cells[:5]] for name, cells in people().items()}, rows=30,
             rule="duplicates/identical", formats=("csv", "xlsx", "parquet", "pandas")),
        Case(69, "differing", "rows of one customer that differ", "asks what to do",
             people(customer_id=[f"{MARK}{max(i, 1)}" for i in range(30)]), code=3,
             rule="id/duplicates", option="--duplicates", remedy={"duplicates": "first"},
             formats=("csv", "xlsx", "parquet", "pandas")),
        *(Case(69, f"told-{rule}", f"rows of one customer that differ, with --duplicates {rule}",
               "does so and says how many", people(
                   customer_id=[f"{MARK}{max(i, 1)}" for i in range(30)]), rows=29,
               options={"duplicates": rule}, rule=f"duplicates/{rule}")
          for rule in ("first", "last", "sum")),
        *(Case(70, f"missing-{name}", f"`{cell}` instead of an id",
               "refuses that row and counts it", people(
                   customer_id=spiked(people()["customer_id"], r4=cell)), rows=29,
               rule="id/missing")
          for name, cell in (("empty", ""), ("blank", "   "), ("null", "NULL"), ("nan", "NaN"),
                             ("none", "None"), ("na", "NA"), ("dash", "-"))),
        Case(70, "missing-null", "no value instead of an id", "refuses that row and counts it",
             people(customer_id=spiked(people()["customer_id"], r4=None)), rows=29,
             rule="id/missing", formats=("csv", "xlsx", "parquet", "pandas", "polars")),
        Case(70, "country", "the country NA (Namibia)", "keeps it as a value",
             people(country=cycle("NA", "DE", "FR")), rows=30, formats=TEXTS,
             holds=lambda found: _countries(found, {"NA", "DE", "FR"})),
        *(Case(71, name, f"ids that differ only in {given}",
               "counts them as different customers and warns", people(
                   customer_id=[f"{MARK}{i // 2}{ends[i % 2]}" for i in range(30)]), rows=30,
               rule="id/alike", formats=("csv", "parquet"))
          for name, given, ends in (
              ("blank", "a blank at the end", ("a", "a ")), ("case", "capitals", ("a", "A")),
              ("accent", "how an accent is written", ("\u00e9", "e\u0301")),
              ("wide", "digits of another script", ("7", "\uff17")))),
        Case(72, "none", "no column that looks like an id", "asks", {
            "visits": VISITS, "spend": people()["spend"]}, code=3, rule="id/none", option="--id",
             remedy={"id": ["row"]}, formats=("csv", "xlsx", "parquet", "pandas")),
        Case(72, "two", "two columns that look like the id", "asks which",
             people(client_id=[f"{MARK}c{i}" for i in range(30)]), code=3, rule="id/ambiguous",
             option="--id", remedy={"id": ["client_id"]}),
        Case(73, "composite", "an id of two columns", "tells `a|b`, `c` from `a`, `b|c`",
             {"shop": ["a|b", "a", *cycle("x", n=28)], "number": ["c", "b|c", *map(str, range(28))],
              "visits": VISITS, "spend": people()["spend"]}, options={"id": ["shop", "number"]},
             rows=30, formats=("csv", "xlsx", "parquet", "pandas")),
        Case(74, "email", "e-mail addresses as ids", "takes them and warns",
             {"email": [f"{MARK}{i}@shop.example" for i in range(30)], "visits": VISITS,
              "spend": people()["spend"]}, rows=30, rule="id/personal",
             formats=("csv", "parquet")),
        Case(75, "formula", "ids that a spreadsheet would take for formulas",
             "keeps them", people(
                 customer_id=[f"={i}+1" if i % 2 else f"@SUM(A{i})" for i in range(30)]), rows=30,
             formats=("csv", "parquet")),
        Case(76, "log", "purchases instead of customers", "recognises them and adds them up",
             purchases(), rows=20, formats=("csv", "xlsx", "parquet", "pandas"),
             holds=lambda found: _kind(found, "transactions")),
        Case(76, "log-told", "purchases that are said to be customers", "asks what to do",
             purchases(), options={"kind": "customers"}, code=3, rule="id/duplicates",
             option="--duplicates"),
        Case(76, "no-date", "many rows per customer, but no date",
             "asks which columns are date and money", {
                 "customer_id": [f"{MARK}{i % 5}" for i in range(60)],
                 "amount": purchases()["amount"]}, code=3, rule="date/none", option="--date"),
        Case(76, "no-money", "many rows per customer, but no money",
             "asks which column is money", {
                 "customer_id": [f"{MARK}{i % 5}" for i in range(60)],
                 "order_date": purchases()["order_date"]}, code=3, rule="amount/none",
             option="--amount"),
    ]  # fmt: skip


def _countries(found: Any, wanted: set[str]) -> None:
    assert set(found.customers.table.column("country").to_pylist()) == wanted


def _kind(found: Any, kind: str) -> None:
    assert found.schema.kind == kind
