"""A finished run in, what the appendix says of the data and of the method out."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from personae.config import option_specs
from personae.data.at_source import at_source
from personae.profile.disclosure import findings_of_many
from personae.profile.wording import count, percent
from personae.report.numbers import plain

if TYPE_CHECKING:
    from personae.config import Options
    from personae.data.ledger import Ledger
    from personae.report.run import Run

__all__ = ["TABLE", "command_line", "data_section", "method_section"]

TABLE = "the table"  # what a source is called that is no file
_HOW = {"detected": "found out", "option": "as you said", "file": "stated by the file"}


def data_section(run: Run) -> dict[str, Any]:
    """Return how the file was read, where every row went and what was found."""
    ledger, findings = run.customers.ledger, run.findings
    if run.options.share:
        findings = findings_of_many(findings, run.options.smallest_group)
    refused = ledger.rejected_by_code()
    return {
        "kind_reason": _sentence(run.schema.kind_reason),
        "money_check": _sentence(run.schema.money_check),
        "read_as": [
            {
                "what": item.what,
                "value": item.value,
                "how": _HOW[item.how],
                "option": item.option,
                "note": item.note,
            }
            for item in (*run.source.stated, *run.schema.stated)
        ],
        "rows": {
            "in": count(ledger.rows_in),
            "segmented": count(ledger.rows_segmented),
            "rejected": count(ledger.rows_rejected),
            "merged": count(ledger.rows_merged),
        },
        "changes": [
            {"what": item.what, "count": count(item.count), "column": item.column}
            for item in ledger.changes
            if item.code not in refused
        ],
        "rejected": _rejected(ledger),
        "findings": [
            {
                "severity": item.severity,
                "what": item.what,
                "column": item.column,
                "count": count(item.count) if item.count else "",
                "fix": item.fix,
            }
            for item in sorted(findings, key=lambda item: item.severity != "warning")
        ],
        "mend": _to_mend(run),
        "roles": [
            {
                "name": role.name,
                "role": role.role,
                "how": role.how,
                "reason": _sentence(role.reason),
            }
            for role in run.schema.roles
        ],
    }


def _sentence(text: str) -> str:
    """Return a reason as a sentence of its own."""
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def _rejected(ledger: Ledger) -> list[dict[str, Any]]:
    """Return how many rows were refused for which reason, most frequent first."""
    counts = ledger.rejected_by_code()
    codes, reasons = ledger.rejected.column("code"), ledger.rejected.column("reason")
    # reasons of one code may name the column; the first stands for all
    first = {code: reasons[codes.index(code).as_py()].as_py() for code in counts}
    return [
        {
            "code": code,
            "reason": first[code],
            "count": count(n),
            "share": percent(n / ledger.rows_in if ledger.rows_in else 0.0),
        }
        for code, n in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    ]


def _to_mend(run: Run) -> list[dict[str, str]]:
    """Return what whoever makes the export could mend, what touches most rows first."""
    return [
        {
            "advice": item.advice,
            "column": item.column,
            "count": count(item.rows) if item.rows else "",
        }
        for item in at_source(run.customers.ledger, run.findings)
    ]


def method_section(run: Run) -> dict[str, Any]:
    """Return features, feature space, K-means and the command that repeats the run."""
    evidence = run.choice.of(run.choice.k)
    return {
        "features": list(run.selection.features),
        "how": run.selection.how,
        "reason": run.selection.reason,
        "left_out": [
            {"column": name, "reason": _sentence(reason)} for name, reason in run.selection.left_out
        ],
        "transform": run.space.transform,
        "steps": [
            {
                "axis": axis,
                "reason": step.reason,
                "log": step.log,
                "clipped": step.lower is not None or step.upper is not None,
                "scaled": step.scale != 1.0 or step.mean != 0.0,
            }
            for axis, step in zip(run.space.axes, run.space.steps, strict=True)
        ],
        "as_of": None if run.customers.as_of is None else run.customers.as_of.isoformat(),
        "inertia": plain(run.fit.inertia),
        "silhouette": plain(evidence.silhouette),
        "silhouette_exact": evidence.silhouette_exact,
        "silhouette_rows": count(evidence.silhouette_rows),
        "explained": None if plain(evidence.explained) is None else percent(evidence.explained),
        "agreement": None
        if run.firmness is None
        else {name: plain(value) for name, value in vars(run.firmness.agreement).items()},
        "n_iter": run.fit.n_iter,
        "converged": run.fit.converged,
        "seed": run.options.seed,
        "options": _changed(run.options),
        "command": command_line(run.source.label, run.options),
    }


def _changed(options: Options) -> list[dict[str, str]]:
    """Return the options that differ from their defaults."""
    values = options.to_dict()
    return [
        {"option": spec.flag, "value": _typed(values[spec.name]), "help": spec.help}
        for spec in option_specs()
        if getattr(options, spec.name) != spec.default
    ]


def _typed(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(str(part) for part in value)
    return str(value)


def command_line(source: str, options: Options) -> str:
    """Return the command that repeats a run; the call, where the source was a data frame.

    Examples
    --------
    >>> from personae.config import Options
    >>> options = Options(k=5, features=("Annual Income (k$)",), drop_duplicates=True)
    >>> command_line("mall.csv", options)
    "personae run mall.csv --drop-duplicates --features 'Annual Income (k$)' --k 5"
    >>> command_line("the table", options)
    "personae.segment(table, drop_duplicates=True, features=['Annual Income (k$)'], k=5)"
    """
    values = options.to_dict()
    if source == TABLE:
        changed = (
            spec.name for spec in option_specs() if getattr(options, spec.name) != spec.default
        )
        told = (f"{name}={values[name]!r}" for name in changed)
        return f"personae.segment({', '.join(['table', *told])})"
    parts = ["personae", "run", source]
    for spec in option_specs():
        if getattr(options, spec.name) == spec.default:
            continue
        parts.append(spec.flag)
        if spec.type != "bool":
            parts.append(_typed(values[spec.name]))
    return shlex.join(parts)
