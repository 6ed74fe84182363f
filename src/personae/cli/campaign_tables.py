"""The account of a campaign in, what a terminal shows of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from personae.actions.campaigns.waterfall import REASONS
from personae.cli.terminal import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

__all__ = ["campaign_parts"]

_FILES = (
    ("Send to", "treatment.csv"),
    ("Never send to", "control.csv"),
    ("Read first", "README.txt"),
)
_ARMS = ("treatment", "control")


def campaign_parts(
    summary: Mapping[str, Any], folder: Path, files: Sequence[str]
) -> list[RenderableType]:
    """Show who is on the lists, who is not and why, and what the campaign can show."""
    rows = summary["segments"]
    treatment, control = (sum(row[arm] for row in rows) for arm in _ARMS)
    lead = (
        f'Campaign "{summary["campaign"]}": {treatment:,} people get it, {control:,} are held '
        f"out ({control / (treatment + control):.1%}; planned {summary['holdout']:.1%})."
    )
    return [
        _line(lead),
        "",
        _segments(rows, summary["overall"]),
        *_left_out(rows),
        "",
        *(_line(text) for text in _notes(summary)),
        "",
        *(_line(f"{what + ':':<16}{place}") for what, place in _places(summary, folder, files)),
    ]


def _segments(rows: Sequence[Mapping[str, Any]], overall: Mapping[str, Any]) -> Table:
    """Lay out one line per segment, and one for all."""
    table = _table()
    table.add_column("#", justify="right")
    table.add_column("Segment", overflow="fold", min_width=16)
    for title in ("Members", "Left out", "Get it", "Held out", "Buy\nanyway", "Can\nshow"):
        table.add_column(title, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(str(row["segment"]), _line(row["name"]), *_people([row]), *_shown(row))
    if len(rows) > 1:
        table.add_row("", "All", *_people(rows), *_shown(overall))
    return table


def _people(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return how many members there are, and where they went."""
    keys = (("members",), tuple(REASONS), ("treatment",), ("control",))
    return [f"{sum(row[key] for row in rows for key in group):,}" for group in keys]


def _shown(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return how many buy anyway, and what can be shown."""
    if row["rate"] is None:
        return "?", "?"
    points = row["detectable_points"]
    return f"{row['rate']:.1%}", "nothing" if points is None else f"+{points:.1f}"


def _left_out(rows: Sequence[Mapping[str, Any]]) -> list[RenderableType]:
    """Lay out why people are on no list: one line per reason, one column per segment."""
    reasons = [reason for reason in REASONS if any(row[reason] for row in rows)]
    if not reasons:
        return []
    table = _table()
    table.add_column("Left out because", overflow="fold", min_width=20)
    for row in rows:
        table.add_column(f"#{row['segment']}", justify="right")
    if len(rows) > 1:
        table.add_column("All", justify="right")
    for reason in reasons:
        counts = [row[reason] for row in rows]
        everybody = [sum(counts)] if len(rows) > 1 else []
        table.add_row(REASONS[reason], *(f"{count:,}" for count in (*counts, *everybody)))
    return ["", table]


def _notes(summary: Mapping[str, Any]) -> list[str]:
    """Say what the columns mean, as far as they are there."""
    days = summary["outcome_days"]
    meaning = (
        f"Buy anyway: the share that buys in {days} days without a campaign. Can show: the "
        "smallest rise of that share, in percentage points, that would be found in 4 of 5 tests "
        "like this one."
    )
    notes = [meaning]
    if summary["detect_points"] is not None:
        notes += _needed(summary)
    sources = {row["rate_from"] for row in summary["segments"]}
    if "log" in sources:
        notes.append(
            f"The log shows it for the {days} days before {summary['as_of']}, of those who were "
            "in the segment when these days began. --rate takes a figure of your own."
        )
    if None in sources:
        notes.append(
            "?: this run cannot say how many buy anyway; --rate takes a figure of your own."
        )
    if summary["supplied_by_user"]:
        flags = ", ".join(f"--{name}" for name in summary["supplied_by_user"])
        notes.append(f"From you: {flags}.")
    return notes


def _needed(summary: Mapping[str, Any]) -> list[str]:
    """Say whom the hold-out that was found is for, and who cannot show as much."""
    asked = summary["detect_points"]
    rise = f"{asked:g} point{'' if asked == 1 else 's'}"
    names = {row["segment"]: row["name"] for row in summary["segments"]}
    whom = names.get(summary["holdout_needed_by"])
    if whom is None:
        return [f"No segment alone can show {rise}; all together can, with this hold-out."]
    short = [
        row["name"]
        for row in summary["segments"]
        if row["detectable_points"] is None or row["detectable_points"] > asked
    ]
    cannot = "Not even half held out would be enough for: "
    more = [f"{cannot}{', '.join(short)}."] if short else []
    return [f'This hold-out is what "{whom}" needs to show {rise}.', *more]


def _places(
    summary: Mapping[str, Any], folder: Path, files: Sequence[str]
) -> list[tuple[str, str]]:
    places = [(what, str(folder / name)) for what, name in _FILES if name in files]
    platform = summary["platform"]
    if platform is None:
        return places
    count = len(platform["audiences"])
    audiences = f"{count} audience{'' if count == 1 else 's'} for {platform['label']}"
    return [("Upload", f"{folder / 'upload'} ({audiences})"), *places]


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))


def _line(text: str) -> Text:
    return Text(escape(text))
