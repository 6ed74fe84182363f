"""A model and a file in, every customer's segment out: the same path as in training."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from typing import TYPE_CHECKING, Any

from personae.config import Options
from personae.data.presets.read_orders import orders_again
from personae.data.reading.read import open_source
from personae.data.schema import Finding
from personae.data.values import id_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, Problem, UsageError
from personae.features.table import customer_table
from personae.scoring.model_rules import READING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.data.customers import Customers
    from personae.data.source import Source
    from personae.scoring.model import SegmentModel

__all__ = ["Scored", "assignment_table", "score_rows", "score_source"]

# A log's lifetime features grow with its history: beyond this, segments shift for no other reason.
HISTORY_TOLERANCE = 0.10


@dataclass(frozen=True)
class Scored:
    """Customers with their segments, and what was noticed on the way."""

    table: pa.Table = field(repr=False)
    customers: Customers = field(repr=False)
    source: Source = field(repr=False)
    findings: tuple[Finding, ...]


def score_source(model: SegmentModel, where: Any, *, as_of: dt.date | str | None = None) -> Scored:
    """Read, clean and place the customers of a file or frame as the model did in training.

    Parameters
    ----------
    model : SegmentModel
        The fitted model.
    where : path or frame
        The customers or the purchase log.
    as_of : datetime.date or str, optional
        The day from which recency counts.

    Returns
    -------
    Scored
        One row per customer, sorted by id.

    Raises
    ------
    UsageError
        If the model was fitted as of a fixed date and none is given.
    InputError
        If the file lacks a column of the model or cannot be read.
    """
    source = _open(model, where)
    customers = customer_table(source, model.plan, as_of=_date(as_of, model))
    _refuse_strange_axes(model, customers)
    X = model.space.matrix(customers.table)
    table, beyond = assignment_table(model, customers, X)
    told = source.orders.findings if source.orders else ()
    findings = [*told, *customers.findings, *_history_finding(model, customers), *beyond]
    return Scored(table, customers, source, tuple(findings))


def score_rows(model: SegmentModel, scored: Scored) -> pa.Table:
    """Return the segments of a customer table in the order of its rows.

    Rows that were merged share a segment; rows that were refused have none.
    """
    import pyarrow.compute as pc

    source = scored.source
    ids = id_sql([source.column(column.name) for column in model.plan.having("id")])
    relation = quote_identifier(source.relation)
    rows = source.engine.fetch(f"SELECT {ids} AS id FROM {relation} ORDER BY line")
    places = pc.index_in(rows.column("id"), value_set=scored.table.column("id"))
    return scored.table.take(places).set_column(0, "id", rows.column("id"))


def _open(model: SegmentModel, where: Any) -> Source:
    """Open a file or frame with the reading options of training."""
    reading = {name: model.options[name] for name in READING if name in model.options}
    source = open_source(where, Options.from_mapping(reading, origin="the model"))
    return orders_again(source, model.plan.extra.get("orders"))


def _refuse_strange_axes(model: SegmentModel, customers: Customers) -> None:
    """Refuse a model whose axes are not what its own cleaning makes of a file."""
    import pyarrow as pa

    wanted = {
        f"space.steps.{place}.column": (step.column, step.category is not None)
        for place, step in enumerate(model.space.steps)
    }
    types = {field.name: pa.types.is_string(field.type) for field in customers.table.schema}
    wrong = [where for where, (name, as_text) in wanted.items() if types.get(name) != as_text]
    if wrong:
        raise InputError(
            Problem(
                "model/invalid",
                "The model asks for columns that its own cleaning does not make "
                f"(at: {', '.join(wrong[:3])}).",
                "Use model.json of a run folder.",
            )
        )


def assignment_table(
    model: SegmentModel, customers: Customers, X: NDArray[np.float64]
) -> tuple[pa.Table, list[Finding]]:
    """Return id, segment, name, distance, runner-up, margin and out_of_range per customer."""
    import numpy as np
    import pyarrow as pa

    from personae.cluster.assign import assign

    placed = assign(X, model.centers)
    names = np.array([segment.name for segment in model.segments], dtype=object)
    outside, findings = _out_of_range(model, customers.table)
    single = len(model.segments) == 1
    numbers = model.numbers
    runner_up = pa.array(numbers[placed.runner_up], pa.int32(), mask=np.full(len(X), single))
    table = pa.table(
        {
            "id": customers.ids,
            "segment": pa.array(numbers[placed.labels], pa.int32()),
            "name": pa.array(names[placed.labels], pa.string()),
            "distance": pa.array(placed.distance, pa.float64()),
            "runner_up": runner_up,
            "margin": pa.array(placed.margin, pa.float64(), mask=np.full(len(X), single)),
            "out_of_range": pa.array(outside, pa.bool_()),
        }
    )
    return table, findings


def _date(as_of: dt.date | str | None, model: SegmentModel) -> dt.date | None:
    if as_of is None and model.plan.as_of_policy == "fixed":
        raise UsageError(
            Problem(
                "as-of/needed",
                f"The model was fitted as of a fixed date ({model.as_of}), so scoring needs one.",
                "Pass --as-of DATE (Python: as_of=...).",
            )
        )
    return dt.date.fromisoformat(as_of) if isinstance(as_of, str) else as_of


def _history_finding(model: SegmentModel, customers: Customers) -> list[Finding]:
    days = customers.facts.get("history_days")
    if model.history_days is None or not isinstance(days, int):
        return []
    if abs(days - model.history_days) <= HISTORY_TOLERANCE * model.history_days:
        return []
    return [
        Finding(
            "score/history",
            "warning",
            f"This log looks back {days} days, the model's looked back {model.history_days}: "
            "frequency and spend grow with history, so segments shift for that reason alone.",
            fix="Fit with --window DAYS, and score logs of at least that length.",
        )
    ]


def _out_of_range(model: SegmentModel, table: pa.Table) -> tuple[NDArray[np.bool_], list[Finding]]:
    """Flag customers with a value outside the fitted range or of an unknown category."""
    import numpy as np

    outside = np.zeros(table.num_rows, dtype=bool)
    findings = []
    for step in model.space.steps:
        if step.category is not None:
            continue
        values = table.column(step.column).to_numpy(zero_copy_only=False)
        beyond = (values < step.minimum) | (values > step.maximum)
        if beyond.any():
            findings.append(
                Finding(
                    "score/out-of-range",
                    "note",
                    f'{int(beyond.sum())} customers lie outside the fitted range of "{step.column}"'
                    "; they get their nearest segment and are marked in the column out_of_range.",
                    column=step.column,
                    count=int(beyond.sum()),
                )
            )
        outside |= beyond
    unknown = _unknown_categories(model, table)
    for column, rows in unknown.items():
        outside |= rows
        findings.append(
            Finding(
                "score/unknown-category",
                "warning",
                f'{int(rows.sum())} customers have a category of "{column}" that training did not '
                "know; it counts as none of the known ones.",
                column=column,
                count=int(rows.sum()),
            )
        )
    return outside, findings


def _unknown_categories(model: SegmentModel, table: pa.Table) -> dict[str, NDArray[np.bool_]]:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    known: dict[str, list[str]] = {}
    for step in model.space.steps:
        if step.category is not None:
            known.setdefault(step.column, []).append(step.category)
    unknown = {}
    for column, categories in known.items():
        values = table.column(column)
        rows = pc.and_(pc.is_valid(values), pc.invert(pc.is_in(values, pa.array(categories))))
        found = np.asarray(rows.to_numpy(zero_copy_only=False), dtype=bool)
        if found.any():
            unknown[column] = found
    return unknown
