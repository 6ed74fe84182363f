"""A campaign folder or a list with arms in, who gets the campaign and who is held back out."""

from __future__ import annotations

import json
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.config import Options
from personae.data.reading.read import open_source
from personae.data.understanding.facts import scan_columns
from personae.data.understanding.ids import choose_id
from personae.data.values import id_sql, number_sql, text_sql
from personae.dataclass import dataclass
from personae.engines.duckdb import quote_identifier
from personae.errors import InputError, NotEnoughDataError, Problem
from personae.profile.wording import count

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.data.source import Source

__all__ = ["Assignment", "read_assignment"]

_FORMAT = "personae.campaign/1"
_MOST_SEGMENTS = 100
_FIX_ARMS = "Write treatment for everybody who was to get it, control for everybody held back."


@dataclass(frozen=True)
class Assignment:
    """Everybody on a list, sorted by id.

    Parameters
    ----------
    ids : pyarrow.Array of string
        Byte for byte as in the file.
    treated : ndarray of bool
        Who was to get the campaign; the others were held back.
    segment : ndarray of int64
        The place of everybody's segment in `names`; all 0 where the list has no segments.
    names : tuple of str
        The segments in the order of their numbers.
    numbers : tuple of (int or None)
        These numbers; None where the list gives a name only.
    before : ndarray of float64 or None
        Spend before the send, NaN where the list does not say; None where it never does.
    label : str
        What to call the list in messages.
    campaign : dict
        What `campaign.json` says; empty for a list.
    """

    ids: pa.Array = field(repr=False)
    treated: NDArray[np.bool_] = field(repr=False)
    segment: NDArray[np.int64] = field(repr=False)
    names: tuple[str, ...]
    numbers: tuple[int | None, ...]
    before: NDArray[np.float64] | None = field(repr=False)
    label: str
    campaign: dict[str, Any] = field(default_factory=dict)


def read_assignment(where: str | Path, *, id_column: str | None = None) -> Assignment:
    """Read who was to get a campaign and who was held back.

    Parameters
    ----------
    where : path
        The folder that `personae campaign` wrote, or a list with the columns ``arm`` and an id;
        ``segment``, ``name`` (of the segment) and ``pre_spend`` are used where they are there.
    id_column : str, optional
        The id, if the list has a column of this name and none named ``id``.

    Returns
    -------
    Assignment
        Everybody once, sorted by id.

    Raises
    ------
    InputError
        If it is not such a list, an id is missing or stands twice, or an arm is neither treatment
        nor control.
    NotEnoughDataError
        If one arm is empty.
    """
    path = Path(where)
    campaign = _campaign_of(path) if path.is_dir() else {}
    source = open_source(path / "assignment.parquet" if path.is_dir() else path, Options())
    try:
        rows = _rows(source, id_column)
    finally:
        source.engine.close()
    _refuse_bad_rows(rows, source.label)
    treated = np.asarray(rows.column("treated").to_numpy(zero_copy_only=False), dtype=bool)
    if treated.all() or not treated.any():
        raise NotEnoughDataError(_one_arm(source.label, everybody_treated=bool(treated.all())))
    segment, names, numbers = _segments(rows, source.label)
    return Assignment(
        ids=rows.column("id").combine_chunks(),
        treated=treated,
        segment=segment,
        names=names,
        numbers=numbers,
        before=_before(rows),
        label=source.label,
        campaign=campaign,
    )


def _campaign_of(folder: Path) -> dict[str, Any]:
    """Return what a campaign folder says of itself."""
    problem = Problem(
        "lift/not-a-campaign",
        f"{folder} is not a whole folder of a campaign: it needs campaign.json and "
        "assignment.parquet.",
        "Pass the folder that personae campaign wrote, or a CSV or Parquet list with an id and a "
        "column arm.",
    )
    try:
        facts = json.loads((folder / "campaign.json").read_bytes())
    except (OSError, ValueError):
        raise InputError(problem) from None
    if not isinstance(facts, dict) or not (folder / "assignment.parquet").is_file():
        raise InputError(problem)
    if facts.get("format") != _FORMAT:
        raise InputError(
            Problem(
                "lift/campaign-format",
                f"{folder} was written by another version of Personae: its format is not "
                f"{_FORMAT}.",
                "Measure it with the version that wrote it, or pass its assignment.csv as the "
                "list.",
            )
        )
    return facts


def _rows(source: Source, id_column: str | None) -> pa.Table:
    """Return id, treated, segment, name and before of every row, sorted by id."""
    facts = {item.column.name: item for item in scan_columns(source, Options())}
    names = {name.strip().lower(): name for name in reversed(source.names)}
    if "arm" not in names:
        raise InputError(
            Problem(
                "lift/no-arm",
                f'{source.label} has no column "arm" that says who got the campaign.',
                f"Add it. {_FIX_ARMS}",
            )
        )
    key = names.get("id") or (id_column if id_column in source.names else None)
    ids = (key,) if key else choose_id(source, list(facts.values()), Options())[0]
    arm = f"lower(trim({text_sql(source.column(names['arm']))}))"
    held = {
        part: text_sql(source.column(names[part])) if part in names else "NULL"
        for part in ("segment", "name")
    }
    before = "CAST(NULL AS DOUBLE)"
    if "pre_spend" in names and facts[names["pre_spend"]].n_present:
        scanned = facts[names["pre_spend"]]
        if scanned.type != "number":
            raise InputError(_no_number(source.label))
        before = number_sql(scanned.column, scanned.number)
    return source.engine.fetch(
        f"SELECT {id_sql([source.column(name) for name in ids])} AS id, "
        f"CASE {arm} WHEN 'treatment' THEN true WHEN 'control' THEN false END AS treated, "
        f"CAST({held['segment']} AS VARCHAR) AS segment, CAST({held['name']} AS VARCHAR) AS name, "
        f"{before} AS before FROM {quote_identifier(source.relation)} ORDER BY id, treated"
    )


def _refuse_bad_rows(rows: pa.Table, label: str) -> None:
    """Refuse a list that does not say of everybody, once, in which arm they are."""
    import pyarrow.compute as pc

    problems = []
    missing = rows.column("id").null_count
    if missing:
        what = f"{count(missing, 'row')} of {label} {'has' if missing == 1 else 'have'} no id."
        problems.append(Problem("lift/no-id", what, "Give every row the id of its customer."))
    unclear = rows.column("treated").null_count
    if unclear:
        have = "has" if unclear == 1 else "have"
        what = (
            f"{count(unclear, 'row')} of {label} {have} neither treatment nor control in the "
            "column arm."
        )
        problems.append(Problem("lift/unclear-arm", what, _FIX_ARMS))
    known = rows.filter(pc.is_valid(rows.column("id")))
    arms = known.group_by("id").aggregate([("treated", "count_distinct"), ([], "count_all")])
    twice = pc.sum(pc.greater(arms.column("count_all"), 1)).as_py() or 0
    both = pc.sum(pc.greater(arms.column("treated_count_distinct"), 1)).as_py() or 0
    if twice:
        what = f"{count(twice, 'id stands', 'ids stand')} in more than one row of {label}"
        what += f", and {both:,} of them in both arms." if both else "."
        problems.append(Problem("lift/id-twice", what, "List everybody once, in one arm."))
    if problems:
        raise InputError(*problems)


def _segments(
    rows: pa.Table, label: str
) -> tuple[NDArray[np.int64], tuple[str, ...], tuple[int | None, ...]]:
    """Return the place of everybody's segment, and what the segments' names and numbers are."""
    numbers, words = (rows.column(part).to_pylist() for part in ("segment", "name"))
    keys = [
        number if number is not None else word for number, word in zip(numbers, words, strict=True)
    ]
    called = {key: word or key for key, word in zip(keys, words, strict=True) if key is not None}
    order = sorted(called, key=_by_number)
    if len(order) > _MOST_SEGMENTS:
        raise InputError(
            Problem(
                "lift/many-segments",
                f"The column segment of {label} has {len(order):,} different values.",
                f"Put at most {_MOST_SEGMENTS} segments there, or rename the column to measure "
                "the whole list only.",
            )
        )
    places = {key: place for place, key in enumerate(order)}
    without = len(order)
    segment = np.array([without if key is None else places[key] for key in keys], dtype=np.int64)
    names = [called[key] for key in order]
    numbers = [int(key) if _is_number(key) else None for key in order]
    if order and None in keys:
        names, numbers = [*names, "no segment"], [*numbers, None]
    return segment, tuple(names), tuple(numbers)


def _by_number(key: str) -> tuple[int, str]:
    return (int(key), key) if _is_number(key) else (2**62, key)


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit()


def _before(rows: pa.Table) -> NDArray[np.float64] | None:
    column = rows.column("before")
    if column.null_count == len(column):
        return None
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _no_number(label: str) -> Problem:
    return Problem(
        "lift/pre-spend",
        f'The column "pre_spend" of {label} does not read as numbers.',
        "Write there what each customer spent before the send, or leave the column out.",
    )


def _one_arm(label: str, *, everybody_treated: bool) -> Problem:
    here, there = ("treatment", "control") if everybody_treated else ("control", "treatment")
    return Problem(
        "lift/one-arm",
        f"Everybody in {label} is in the arm {here}; nobody is in {there}, so there is nothing to "
        "compare with.",
        "What a campaign did can only be told from customers who were held back by a draw before "
        "it was sent: personae campaign makes both lists.",
    )
