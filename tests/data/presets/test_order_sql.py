"""Money that is shared over lines adds up to the money of the order, to the cent."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from personae.config import Options
from personae.data.presets.read_orders import read_orders
from personae.data.source import Column, Source
from personae.engines.duckdb import DuckDBEngine

_CENTS = st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100)
_LINES = st.lists(st.tuples(st.integers(0, 12), _CENTS), min_size=1, max_size=6)
_ORDERS = st.lists(st.tuples(_CENTS, _CENTS, _LINES), min_size=1, max_size=5)
_COLUMNS = (
    "Name", "Email", "Financial Status", "Created at", "Subtotal", "Refunded Amount",
    "Lineitem quantity", "Lineitem name", "Lineitem price",
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(orders=_ORDERS)
def test_nothing_of_an_order_is_lost_or_made_by_sharing_it(
    shared_engine: DuckDBEngine, orders: list[tuple[Decimal, Decimal, list[tuple[int, Decimal]]]]
) -> None:
    rows = []
    for number, (subtotal, refunded, lines) in enumerate(orders):
        for place, (quantity, price) in enumerate(lines):
            own = ("paid", "2024-01-05", str(subtotal), str(refunded)) if not place else ("",) * 4
            product = f"P{place % 3}"
            rows.append((f"#{number}", "a@example.com", *own, str(quantity), product, str(price)))
    source = _source(shared_engine, rows)
    kept = {
        number: subtotal - refunded
        for number, (subtotal, refunded, _) in enumerate(orders)
        if subtotal > refunded or refunded == 0
    }
    if not kept:
        return
    read = read_orders(source, Options())
    column = read.column("money of the line")
    found = dict(
        shared_engine.rows(
            f"SELECT c0, sum({column.physical}) FROM {read.relation} GROUP BY c0"
        )
    )  # fmt: skip
    assert found == {f"#{number}": money for number, money in kept.items()}
    least = shared_engine.rows(f"SELECT min({column.physical}) FROM {read.relation}")[0][0]
    assert least >= 0
    assert read.n_rows + len(read.refused) == len(rows)


def _source(engine: DuckDBEngine, rows: list[tuple[str, ...]]) -> Source:
    import pyarrow as pa

    columns = {
        f"c{at}": pa.array([row[at] or None for row in rows], pa.string())
        for at in range(len(_COLUMNS))
    }
    lines = pa.array(range(2, len(rows) + 2), pa.int64())
    relation = engine.load(pa.table({"line": lines, **columns}), into="drawn_export")
    named = tuple(Column(name, f"c{at}", "text") for at, name in enumerate(_COLUMNS))
    return Source(engine, relation, named, "drawn.csv", len(rows))
