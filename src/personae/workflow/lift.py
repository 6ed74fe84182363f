"""A campaign's list and what was bought after the send in, what the campaign did out."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae.config import Options
from personae.data.csv_file import csv_files, guard_findings
from personae.dataclass import dataclass
from personae.disk.files import write_file
from personae.errors import InputError, OutputError, Problem, UsageError
from personae.workflow.manifest import MANIFEST
from personae.workflow.run_files import to_json, to_parquet
from personae.workflow.run_folder import folder_files
from personae.workflow.stages import silent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.lift.assignment import Assignment
    from personae.actions.lift.lift import Lift
    from personae.actions.lift.outcomes import Outcomes
    from personae.data.schema import Finding

__all__ = ["LiftOutcome", "lift"]

_ENDINGS = (".json", ".csv", ".parquet")


@dataclass(frozen=True)
class LiftOutcome:
    """What a campaign did, in figures and in words.

    Parameters
    ----------
    lift : Lift
        The measured differences.
    summary : dict
        All of it, JSON-ready.
    path : Path or None
        The file that was written.
    findings : tuple of Finding
        What was noticed on reading the purchases.
    """

    lift: Lift = field(repr=False)
    summary: dict[str, Any]
    path: Path | None
    findings: tuple[Finding, ...] = ()


def lift(
    assigned: str | Path,
    outcomes: Any,
    *,
    sent: dt.date | None = None,
    outcome_days: int | None = None,
    cost: float | None = None,
    margin: float | None = None,
    planned_control: float | None = None,
    options: Options | None = None,
    out: str | Path | None = None,
    on_event: Callable[[str, int, int], None] | None = None,
) -> LiftOutcome:
    """Measure what a campaign did, for everybody it was meant for.

    Parameters
    ----------
    assigned : path
        The folder of a campaign, or a list with an id and the column ``arm``.
    outcomes : path or frame
        The purchase log, or a table of what each customer spent after the send.
    sent : datetime.date, optional
        The day of the send; needed for a log.
    outcome_days : int, optional
        So many days after that day count; by default what the campaign says, else all.
    cost, margin : float, optional
        Money per contact, and what is left of each unit of money sold; both or none.
    planned_control : float, optional
        The share that was to be held back; by default what the campaign says.
    options : Options, optional
        How the purchases are read.
    out : path, optional
        A file for the result: .json holds all of it, .csv and .parquet the table.
    on_event : callable, optional
        Called with (stage, done, total).

    Returns
    -------
    LiftOutcome
        Verdicts with intervals.

    Raises
    ------
    UsageError
        If an option cannot be meant.
    InputError, NotEnoughDataError
        If the list or the purchases cannot carry a comparison.
    IntegrityError
        If the folder of the campaign is not as it was written.
    OutputError
        If the result cannot be written.
    """
    from personae.actions.lift.assignment import read_assignment
    from personae.actions.lift.lift import Terms, measure_lift
    from personae.actions.lift.outcomes import read_outcomes
    from personae.workflow.lift_summary import lift_summary

    options = options or Options()
    _refuse_unfit(outcome_days, cost, margin, planned_control)
    target = _target(out, keep=(assigned, outcomes))
    tell = on_event or silent
    tell("reading", 0, 1)
    _refuse_changed(Path(assigned))
    people = read_assignment(assigned, id_column=options.id[0] if options.id else None)
    days = _days(outcome_days, people)
    after = read_outcomes(outcomes, options, sent=sent, days=days)
    _refuse_strangers(people, after)
    tell("measuring", 0, 1)
    before, source = _spent_before(people, after)
    planned = people.campaign.get("holdout") if planned_control is None else planned_control
    found = measure_lift(
        people.treated,
        after.of(people.ids),
        before=before,
        segment=people.segment,
        names=people.names,
        terms=Terms(cost, margin, planned),
    )
    typed = {
        "cost": cost,
        "margin": margin,
        "planned_control": planned_control,
        "outcome_days": outcome_days,
        "sent": sent,
    }
    given = sorted(name for name, value in typed.items() if value is not None)
    summary = lift_summary(found, people, after, before_from=source, given=given)
    guards: dict[str, int] = {}
    if target is not None:
        content, guards = _written(target, summary)
        write_file(target, content)
    tell("measuring", 1, 1)
    return LiftOutcome(found, summary, target, (*after.findings, *guard_findings(guards)))


def _refuse_changed(assigned: Path) -> None:
    """Refuse a campaign folder that is not as it was written: its arms may not be those drawn."""
    if (assigned / MANIFEST).exists():
        folder_files(assigned)


def _refuse_unfit(
    days: int | None, cost: float | None, margin: float | None, planned: float | None
) -> None:
    """Refuse numbers that cannot be meant, all at once."""
    problems = []
    if days is not None and days < 1:
        problems.append(_unfit("--outcome-days", "a whole number of at least 1", "30"))
    if cost is not None and not 0 <= cost < float("inf"):
        problems.append(_unfit("--cost", "what one contact costs, 0 or more", "0.40"))
    if margin is not None and not 0 < margin <= 1:
        problems.append(_unfit("--margin", "a share above 0 and at most 1", "0.35"))
    if planned is not None and not 0 < planned < 1:
        problems.append(_unfit("--planned-control", "a share between 0 and 1", "0.1"))
    if (cost is None) != (margin is None):
        here, there = ("--cost", "--margin") if margin is None else ("--margin", "--cost")
        problems.append(
            Problem(
                "lift/cost-and-margin",
                f"{here} was given without {there}; what a contact must bring is cost / margin.",
                "Pass both, such as --cost 0.40 --margin 0.35, or none.",
            )
        )
    if problems:
        raise UsageError(*problems)


def _unfit(option: str, meant: str, example: str) -> Problem:
    return Problem(
        "options/value", f"{option} needs {meant}.", f"Pass for example {option} {example}."
    )


def _target(out: str | Path | None, *, keep: tuple[Any, ...]) -> Path | None:
    """Return where the result goes, unless that is what it is made from."""
    if out is None:
        return None
    target = Path(out)
    problem = None
    if target.suffix not in _ENDINGS:
        problem = Problem(
            "output/ending",
            f"The name {target} does not say how the result is to be written.",
            "Let the name after --out end in .json (all of it), .csv or .parquet (the table).",
        )
    elif target.is_dir() or not target.absolute().parent.is_dir():
        problem = Problem(
            "output/not-a-file",
            f"{target} cannot be written as a file.",
            "Pass --out with a file in a folder that is there.",
        )
    else:
        sources = [Path(place) for place in keep if isinstance(place, str | Path)]
        sources += [place / "assignment.parquet" for place in sources]
        if any(place.is_file() and target.exists() and target.samefile(place) for place in sources):
            problem = Problem(
                "output/is-input",
                f"{target} is what the result is made from; it would be overwritten.",
                "Pass --out with another file.",
            )
    if problem is not None:
        raise OutputError(problem)
    return target


def _days(typed: int | None, people: Assignment) -> int | None:
    """Return how many days count: as typed, else as the campaign planned."""
    planned = people.campaign.get("outcome_days")
    return typed if typed is not None or not isinstance(planned, int) else planned


def _refuse_strangers(people: Assignment, after: Outcomes) -> None:
    """Refuse purchases of which nobody is on the list: the ids are of two kinds."""
    if len(after.ids) and after.strangers(people.ids) == len(after.ids):
        raise InputError(
            Problem(
                "lift/no-common-id",
                f"None of the {len(after.ids):,} customers in the purchases after the send is on "
                f"the list {people.label}, so the ids cannot be of the same kind.",
                "Ids are compared sign by sign: 00123 and 123 differ. Pass --id with the column "
                "of the purchases that holds the ids of the list.",
            )
        )


def _spent_before(people: Assignment, after: Outcomes) -> tuple[NDArray[np.float64] | None, str]:
    """Return what everybody spent before the send, and where it is known from."""
    if people.before is not None:
        return people.before, "the list says it (pre_spend)"
    before = after.before_of(people.ids)
    if before is None:
        return None, ""
    return before, f"it was taken from the {after.before_days} days of the log before the send"


def _written(target: Path, summary: dict[str, Any]) -> tuple[bytes, dict[str, int]]:
    """Return the result as the ending of the file asks, and how many of its cells are guarded."""
    if target.suffix == ".json":
        return to_json(summary), {}
    table = _table([summary["whole"], *summary["segments"]])
    if target.suffix == ".parquet":
        return to_parquet(table), {}
    files, guards = csv_files({target.name: table})
    return files[target.name], guards


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    """Lay the comparisons out, one row each; the first is the whole list."""
    import pyarrow as pa

    flat = []
    for row in rows:
        cells = {name: value for name, value in row.items() if not isinstance(value, dict)}
        cells["segment"] = row["segment"] or "everybody"
        for kind in ("buyers", "money"):
            for group, prefix in (("difference", "more"), ("in_all", "in_all")):
                values = row[group][kind] or {}
                cells |= {f"{prefix}_{kind}_{name}": value for name, value in values.items()}
        cells |= {f"after_cost_{name}": value for name, value in (row["after_cost"] or {}).items()}
        flat.append(cells)
    names = dict.fromkeys(name for cells in flat for name in cells)
    return pa.table({name: [cells.get(name) for cells in flat] for name in names})
