"""The account of a campaign in, what a terminal shows of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from personae.actions.waterfall import REASONS
from personae.cli.terminal import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

__all__ = ["campaign_parts"]

_SHORT = {
    "without_consent": "No consent",
    "suppressed": "Never",
    "not_at_risk": "Not at risk",
    "global_holdout": "Global",
    "recently_contacted": "Lately",
    "shared_address": "Same address",
    "without_address": "No address",
    "over_cap": "Above limit",
}
_FILES = (
    ("Send to", "treatment.csv"),
    ("Never send to", "control.csv"),
    ("Read first", "README.txt"),
)


def campaign_parts(
    summary: Mapping[str, Any], folder: Path, files: Sequence[str]
) -> list[RenderableType]:
    """Show who is on the lists, who is not and why, and what the campaign can show."""
    rows = summary["segments"]
    total = {
        key: sum(row[key] for row in rows) for key in ("members", *REASONS, "treatment", "control")
    }
    listed = total["treatment"] + total["control"]
    lead = (
        f'Campaign "{summary["campaign"]}": {total["treatment"]:,} people get it, '
        f"{total['control']:,} are held out ({total['control'] / listed:.1%}; planned "
        f"{summary['holdout']:.1%})."
    )
    places = [(what, str(folder / name)) for what, name in _FILES if name in files]
    if summary["platform"] is not None:
        audiences = summary["platform"]["audiences"]
        upload = f"{folder / 'upload'} ({len(audiences)} audiences for {{}})"
        places.insert(0, ("Upload", upload.format(summary["platform"]["label"])))
    return [
        _line(lead),
        "",
        _table(rows, total, summary["overall"]),
        "",
        *(_line(text) for text in _notes(summary, total)),
        "",
        *(_line(f"{what + ':':<16}{place}") for what, place in places),
    ]


def _table(
    rows: Sequence[Mapping[str, Any]], total: Mapping[str, int], overall: Mapping[str, Any]
) -> Table:
    """Lay out one line per segment; a reason that took nobody out has no column."""
    reasons = [reason for reason in REASONS if total[reason]]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("#", justify="right")
    table.add_column("Segment", overflow="fold")
    titles = [
        "Members",
        *(_SHORT[reason] for reason in reasons),
        "Get it",
        "Held out",
        "Buy anyway",
    ]
    for title in (*titles, "Can show"):
        table.add_column(title, justify="right", overflow="fold")
    keys = ("members", *reasons, "treatment", "control")
    for row in rows:
        table.add_row(
            str(row["segment"]),
            _line(row["name"]),
            *(f"{row[key]:,}" for key in keys),
            *_shown(row),
        )
    if len(rows) > 1:
        table.add_row("", "All", *(f"{total[key]:,}" for key in keys), *_shown(overall))
    return table


def _shown(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return how many buy anyway, and what can be shown."""
    if row["rate"] is None:
        return "?", "?"
    points = row["detectable_points"]
    return f"{row['rate']:.1%}", "nothing" if points is None else f"+{points:.1f}"


def _notes(summary: Mapping[str, Any], total: Mapping[str, int]) -> list[str]:
    """Say what the columns mean, as far as they are there."""
    days = summary["outcome_days"]
    notes = [f"{_SHORT[reason]}: {words}." for reason, words in REASONS.items() if total[reason]]
    notes.append(
        f"Buy anyway: share that buys in {days} days without a campaign. Can show: the smallest "
        "rise of it, in percentage points, that would be found in 4 of 5 tests like this one."
    )
    if summary["detect_points"] is not None:
        notes.append(_needed(summary))
    sources = {row["rate_from"] for row in summary["segments"]}
    if "log" in sources:
        notes.append(
            f"The log shows it for the {days} days before {summary['as_of']}. Those days also "
            "decided who is in which segment, so recent buyers look better than they will do; "
            "--rate takes a figure of your own."
        )
    if None in sources:
        notes.append(
            "?: this run cannot say how many buy anyway; --rate takes a figure of your own."
        )
    if summary["supplied_by_user"]:
        flags = ", ".join(f"--{name}" for name in summary["supplied_by_user"])
        notes.append(f"From you: {flags}.")
    return notes


def _needed(summary: Mapping[str, Any]) -> str:
    """Say whom the hold-out that was found is for."""
    points = f"{summary['detect_points']:g} points"
    names = {row["segment"]: row["name"] for row in summary["segments"]}
    whom = names.get(summary["holdout_needed_by"])
    if whom is None:
        return f"No segment alone can show {points}; all together can, with this hold-out."
    return f'This hold-out is what "{whom}" needs to show {points}; the others need less.'


def _line(text: str) -> Text:
    return Text(escape(text))
