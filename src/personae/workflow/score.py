"""A model and a new file in, a list with every customer's segment out."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae.data.csv_file import csv_files, guard_findings
from personae.data.refused_rows import refused_rows
from personae.dataclass import dataclass
from personae.disk.files import write_files
from personae.errors import OutputError, Problem
from personae.workflow.run_files import to_parquet
from personae.workflow.run_folder import refuse_changed
from personae.workflow.stages import silent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    import pyarrow as pa

    from personae.data.schema import Finding

__all__ = ["ScoreOutcome", "score"]


@dataclass(frozen=True)
class ScoreOutcome:
    """Customers with their segments."""

    table: pa.Table = field(repr=False)
    path: Path | None
    rejected_path: Path | None
    summary: dict[str, Any]
    findings: tuple[Finding, ...]


def score(
    model: str | Path,
    where: Any,
    *,
    out: str | Path | None = None,
    as_of: dt.date | None = None,
    on_event: Callable[[str, int, int], None] | None = None,
) -> ScoreOutcome:
    """Give every customer of a file the segment that a model says.

    Parameters
    ----------
    model : path
        ``model.json`` of a run folder, or the folder itself.
    where : path or frame
        The customers or the purchase log.
    out : path, optional
        The list to write, CSV or Parquet by its ending; nothing is written without it. Rows that
        could not be placed go to a second file beside it.
    as_of : datetime.date, optional
        The day from which recency counts.
    on_event : callable, optional
        Called with (stage, done, total).

    Returns
    -------
    ScoreOutcome
        The list, counts per segment, and what was noticed.

    Raises
    ------
    InputError, IntegrityError
        If the model or the file is refused.
    OutputError
        If the list cannot be written.
    """
    from personae.scoring.assign import score_source
    from personae.scoring.model import load_model

    tell = on_event or silent
    path = Path(model)
    target = _target(out, keep=(path, path / "model.json", where))
    refuse_changed(path, "model.json")
    fitted = load_model(path / "model.json" if path.is_dir() else path)
    tell("scoring", 0, 1)
    scored = score_source(fitted, where, as_of=as_of)
    ledger = scored.customers.ledger.check()
    rejected_path, guards = None, dict[str, int]()
    if target is not None:
        lists: dict[str, bytes] = {}
        if ledger.rows_rejected:
            rejected_path = target.with_name(f"{target.stem}.rejected_rows.csv")
            lists, _ = csv_files({rejected_path.name: refused_rows(ledger, fitted.plan)})
        if target.suffix == ".parquet":
            lists[target.name] = to_parquet(scored.table)
        else:
            written, guards = csv_files({target.name: scored.table})
            lists |= written
        write_files(target.absolute().parent, lists)
    tell("scoring", 1, 1)
    return ScoreOutcome(
        scored.table,
        target,
        rejected_path,
        _summary(scored.table, fitted.names, ledger.to_dict()),
        (*scored.findings, *guard_findings(guards)),
    )


def _target(out: str | Path | None, *, keep: tuple[Any, ...]) -> Path | None:
    """Return where the list goes, unless that is what it is made from."""
    if out is None:
        return None
    target = Path(out)
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise OutputError(
            Problem(
                "output/not-a-file",
                f"{target} cannot be written as a file.",
                "Pass --out with a file.",
            )
        )
    sources = [Path(place) for place in keep if isinstance(place, str | Path)]
    if any(place.is_file() and target.exists() and target.samefile(place) for place in sources):
        raise OutputError(
            Problem(
                "output/is-input",
                f"{target} is what the list is made from; it would be overwritten.",
                "Pass --out with another file.",
            )
        )
    return target


def _summary(table: pa.Table, names: dict[int, str], ledger: dict[str, Any]) -> dict[str, Any]:
    counts = {
        row["values"]: row["counts"] for row in table.column("segment").value_counts().to_pylist()
    }
    return {
        **{name: ledger[name] for name in ledger if name.startswith("rows_")},
        "customers": table.num_rows,
        "out_of_range": table.column("out_of_range").to_pylist().count(True),
        "segments": [
            {"segment": number, "name": name, "size": counts.get(number, 0)}
            for number, name in names.items()
        ],
    }
