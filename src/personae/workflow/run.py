"""A file in, a run folder out."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae import __version__
from personae.config import Options
from personae.dataclass import dataclass
from personae.errors import PersonaeError
from personae.report.drawing import DrawingRoom
from personae.workflow.ahead import import_ahead
from personae.workflow.publish import hold
from personae.workflow.stages import Stages, silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from personae.data.schema import Finding
    from personae.monitor.identity import EarlierRun
    from personae.scoring.model import SegmentModel
    from personae.workflow.result import Result

__all__ = ["RunFolder", "folder_for", "run"]


@dataclass(frozen=True)
class RunFolder:
    """A finished run on the disk.

    Parameters
    ----------
    path : Path
        The folder.
    summary : dict
        What `summary.json` holds.
    document : dict
        What the report shows, as JSON-ready values (`report.json`).
    files : tuple of str
        Everything in the folder, by path within it.
    findings : tuple of Finding
        What people should know about the data.
    """

    path: Path
    summary: dict[str, Any]
    document: dict[str, Any] = field(repr=False)
    files: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def folder_for(where: Any) -> Path:
    """Return the run folder of a source where none is named: ``customers-personae`` in this folder.

    Examples
    --------
    >>> print(folder_for("exports/customers.csv.gz"))
    customers-personae
    """
    if not isinstance(where, str | Path):
        return Path("table-personae")
    stem = Path(where).name
    for suffix in (".gz", ".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".duckdb", ".db"):
        stem = stem.removesuffix(suffix)
    return Path(f"{stem or 'table'}-personae")


def run(
    where: Any,
    *,
    options: Options | None = None,
    out: str | Path | None = None,
    like: str | Path | None = None,
    on_event: Callable[[str, int, int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> RunFolder:
    """Find the segments and write the run folder.

    Parameters
    ----------
    where : path or frame
        The customers or the purchase log.
    options : Options, optional
        All decisions.
    out : path, optional
        The run folder; the name of the source followed by ``-personae``.
    like : path, optional
        The folder of an earlier run. Segments that are found again keep their numbers and names;
        who moved is counted, and listed in ``moves.csv``.
    on_event, cancel : callable, optional
        As in `segment`.

    Returns
    -------
    RunFolder
        Where everything is.

    Raises
    ------
    OutputError
        If the folder cannot be written; found out before the work begins where possible.
    BusyError
        If another run is writing to that folder; found out before the work begins.
    InputError, IntegrityError
        If `like` is no run folder, or was changed.
    """
    target = Path(out) if out is not None else folder_for(where)
    tell = on_event or silent
    # The drawing processes import their libraries while the rows are read.
    with hold(target) as claim, DrawingRoom() as room:

        def follow(name: str, done: int, total: int) -> None:
            if name == "understanding" and done == 0:
                import_ahead(_later_stages)
            if (name, done) == ("cleaning", total):
                # only now: the memory that a second one needs was that of the rows
                room.add_artist()
            tell(name, done, total)

        result, content = _drawn(
            where, options or Options(), Stages(follow, cancel), room, target=target, like=like
        )
        from personae.workflow.run_files import rendered, tables

        files, findings = tables(result)
        files |= rendered(content, room.finish())
        tell("writing", 0, 1)
        claim.publish(files, facts={"personae": __version__, "summary": _counts(result.summary)})
    tell("writing", 1, 1)
    names = (*sorted(files), "manifest.json")
    return RunFolder(target, result.summary, content, names, findings)


def _later_stages() -> None:
    """Import and load what comes after the rows, in the order in which a run uses it."""
    import personae.workflow.segment
    from personae.cluster.native import load_ahead

    load_ahead()
    import pyarrow.parquet  # noqa: F401

    import personae.actions.playbook
    import personae.report.content
    import personae.report.template
    import personae.scoring.assign
    import personae.workflow.run_files  # noqa: F401


def _drawn(
    where: Any,
    options: Options,
    stage: Stages,
    room: DrawingRoom,
    *,
    target: Path,
    like: str | Path | None,
) -> tuple[Result, dict[str, Any]]:
    """Return a finished run and its document, whose charts are being drawn."""
    from personae.workflow.intake import take_in

    before = _earlier_run(like)
    intake = take_in(where, options, stage)
    with intake.groundwork:
        # only here: they have been imported beside the work on the rows
        from personae.report.content import choice_part, document, first_part, second_part
        from personae.workflow.segment import completed, described

        drawn: list[dict[str, Any]] = []

        def draw(part: dict[str, Any]) -> None:
            drawn.append(part)
            room.draw(part)

        begun = described(
            intake,
            options,
            stage,
            earlier=_earlier(target),
            like=before,
            on_choice=lambda *told: draw(choice_part(*told)),
        )
        draw(first_part(begun))
        result = completed(begun, intake, stage)
    draw(second_part(result))
    content = document(result, drawn=drawn)
    stage.tell("drawing", 0, 1)
    room.draw(content)
    return result, content


def _earlier_run(like: str | Path | None) -> EarlierRun | None:
    """Return the run that this one follows; read first, since there may be none."""
    if like is None:
        return None
    from personae.workflow.follow import earlier_run

    return earlier_run(like)


def _earlier(target: Path) -> SegmentModel | None:
    """Return the model that this run will replace, so that people's names outlive it."""
    from personae.scoring.model import load_model

    try:
        return load_model(target / "model.json")
    except PersonaeError:
        # there is none, or it is of no use; either way the new run starts afresh
        return None


def _counts(summary: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in summary.items() if name.startswith("rows_") or name == "k"
    }
