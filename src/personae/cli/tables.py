"""Results in, what a terminal shows of them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table
from rich.text import Text

from personae.cli.like_tables import like_parts
from personae.cli.terminal import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from personae.data.schema import ColumnRole, Finding

__all__ = ["check_parts", "run_parts", "score_parts"]

_TRUST = {
    "act": "act on it",
    "pattern": "pattern only",
    "weak": "do not trust",
    None: "not tested",
}
_HOW = {"detected": "detected", "option": "as you said", "file": "stated by the file"}
_FILES = (
    ("Report", "report.html"),
    ("List", "segments.csv"),
    ("Key accounts", "key_accounts.csv"),
    ("At risk", "at_risk.csv"),
    ("Worth", "worth.csv"),
    ("Who moved", "moves.csv"),
    ("Products", "affinity.csv"),
    ("Gaps", "gaps.csv"),
    ("Refused rows", "rejected_rows.csv"),
    ("Model", "model.json"),
)


def run_parts(
    summary: Mapping[str, Any], *, folder: Path, files: Sequence[str]
) -> list[RenderableType]:
    """Show the segments of a run and where the files are."""
    lead = f"{summary['customers']:,} customers in {_segments(summary['k'])}. {summary['k_reason']}"
    places = [
        (what, str(folder / name))
        for what, name in _FILES
        if name in files and (name != "rejected_rows.csv" or summary["rows_rejected"])
    ]
    return [
        _line(lead),
        "",
        _segment_table(
            summary["segments"],
            money_word=summary["money_word"] or "revenue",
            structure=summary.get("structure"),
        ),
        *_rules(summary["segments"]),
        *like_parts(summary),
        "",
        *(_line(f"{what + ':':<14}{place}") for what, place in places),
    ]


def score_parts(outcome: Any) -> list[RenderableType]:
    """Show how many customers were scored into each segment and where the list is."""
    summary = outcome.summary
    parts: list[RenderableType] = [
        _line(f"{summary['customers']:,} customers scored."),
        "",
        _segment_table(summary["segments"]),
        "",
    ]
    if outcome.path is None:
        return [*parts, _line("Nothing was written; --out FILE keeps the list.")]
    parts.append(_line(f"{'List:':<14}{outcome.path}"))
    if outcome.rejected_path is not None:
        parts.append(_line(f"{'Refused rows:':<14}{outcome.rejected_path}"))
    return parts


def check_parts(check: Any) -> list[RenderableType]:
    """Show kind and roles with their reasons, how the file was read, and the findings."""
    schema = check.schema
    kind = "one row per customer" if schema.kind == "customers" else "one row per purchase line"
    parts: list[RenderableType] = [
        _line(
            f"{check.source.label}: {check.source.n_rows:,} rows, {kind} (--kind {schema.kind}): "
            f"{schema.kind_reason}"
        ),
        "",
        _role_table(schema.roles),
    ]
    if schema.money_check:
        parts += ["", _line(schema.money_check)]
    stated = dict.fromkeys((*check.source.stated, *schema.stated))
    if stated:
        parts += ["", _reading_table(stated)]
    if check.findings:
        parts += ["", *(_finding_line(finding) for finding in check.findings)]
    return parts


def _segment_table(
    segments: Sequence[Mapping[str, Any]],
    *,
    money_word: str = "revenue",
    structure: str | None = None,
) -> Table:
    """Lay out the segments; a column that nobody filled is left out, names wrap."""
    trust = _TRUST | ({"act": "stable slice"} if structure == "continuum" else {})
    texts = [
        {
            "#": str(row["segment"]),
            "Segment": row["name"],
            "Customers": f"{row['size']:,}",
            "Share": _percent(row.get("share")),
            money_word.capitalize(): _percent(row.get("revenue_share")),
            "Trust": trust[row["trust"]] if "trust" in row else "",
        }
        for row in segments
    ]
    filled = [title for title in texts[0] if any(row[title] for row in texts)] if texts else []
    table = _table()
    for title in filled:
        words = title == "Segment"
        table.add_column(
            title,
            justify="left" if words or title == "Trust" else "right",
            overflow="fold",
            no_wrap=not words,
        )
    for row in texts:
        table.add_row(*(_line(row[title]) for title in filled))
    return table


def _rules(segments: Sequence[Mapping[str, Any]]) -> list[RenderableType]:
    """Say under the table how to recognise each segment; rules are too long for a column."""
    rules = [(str(row["segment"]), row["rule"]) for row in segments if row["rule"]]
    if not rules:
        return []
    lines = Table.grid(padding=(0, 2, 0, 0))
    for number, rule in rules:
        lines.add_row(_line(number), _line(rule))
    return ["", _line("How to recognise them:"), lines]


def _role_table(roles: Iterable[ColumnRole]) -> Table:
    table = _table()
    table.add_column("Column", overflow="fold", max_width=24)
    table.add_column("Role", no_wrap=True)
    table.add_column("Type", no_wrap=True)
    table.add_column("Why", overflow="fold", ratio=1)
    for role in roles:
        why = role.reason + (" (set by an option)" if role.how == "option" else "")
        table.add_row(*(_line(cell) for cell in (role.name, role.role, role.type, why)))
    return table


def _reading_table(stated: Iterable[Any]) -> Table:
    table = _table()
    table.add_column("Read as", no_wrap=True)
    table.add_column("", overflow="fold")
    table.add_column("", no_wrap=True)
    table.add_column("Set it with", no_wrap=True)
    for item in stated:
        value = f"{item.value} ({item.note})" if item.note else item.value
        table.add_row(*(_line(cell) for cell in (item.what, value, _HOW[item.how], item.option)))
    return table


def _finding_line(finding: Finding) -> Text:
    mark = "!" if finding.severity == "warning" else "-"
    fix = f" ({finding.fix})" if finding.fix else ""
    return _line(f"{mark} {finding.what}{fix}")


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))


def _line(text: str) -> Text:
    return Text(escape(text))


def _segments(k: int) -> str:
    return "1 segment" if k == 1 else f"{k} segments"


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"
