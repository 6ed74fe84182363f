"""The result in the numbers that scripts read: `summary.json` and `--json`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.data.at_source import at_source
from personae.workflow.disclosed import moves_of, risk_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.actions.leaving.at_risk import AtRisk
    from personae.actions.worth.worth import Worth
    from personae.data.schema import Finding
    from personae.workflow.result import Result

__all__ = ["quality", "summarise"]


def summarise(result: Result) -> dict[str, Any]:
    """Return the machine-readable summary of a run, without any customer."""
    ledger = result.customers.ledger
    evidence = result.choice.of(result.choice.k)
    undefined = evidence.silhouette != evidence.silhouette
    return {
        "rows_in": ledger.rows_in,
        "rows_segmented": ledger.rows_segmented,
        "rows_rejected": ledger.rows_rejected,
        "rows_merged": ledger.rows_merged,
        "customers": result.customers.n_customers,
        "kind": result.customers.kind,
        "as_of": result.customers.as_of.isoformat() if result.customers.as_of else None,
        "money_word": result.customers.money_word if result.customers.money else None,
        "features": list(result.selection.features),
        "transform": result.space.transform,
        "k": result.choice.k,
        "k_reason": result.choice.reason,
        "structure": result.choice.structure.verdict if result.choice.structure else None,
        "inertia": result.fit.inertia,
        "silhouette": None if undefined else evidence.silhouette,
        "silhouette_rows": evidence.silhouette_rows,
        "unchanged_question": result.firmness.question if result.firmness else None,
        "agreement": vars(result.firmness.agreement) if result.firmness else None,
        "risk": None if result.at_risk is None else _risk(result.at_risk, result),
        "worth": None if result.worth is None else _worth(result.worth, result),
        "proxies": [item.to_dict() for item in result.proxies],
        "like": _like(result),
        "smallest_group": result.options.smallest_group,
        "shared": result.options.share,
        "usefulness": None if result.usefulness is None else result.usefulness.to_dict(),
        "segments": [
            {
                "segment": item.segment,
                "name": item.name,
                "named_by": item.named_by,
                "described": item.described,
                "size": item.size,
                "share": item.share,
                "revenue": item.revenue,
                "revenue_share": item.revenue_share,
                "trust": item.trust,
                "stability": item.stability,
                "stability_error": item.stability_error,
                "unchanged": item.unchanged,
                "moved": item.moved,
                "known_before": item.known_before,
                "silhouette": item.silhouette,
                "rule": item.rule.text if item.rule else None,
                "headline": item.headline,
            }
            for item in result.segmentation.segments
        ],
    }


def _risk(risk: AtRisk, result: Result) -> dict[str, Any]:
    """Return how many are at risk, and what they brought, without a customer."""
    told = risk.to_dict()
    curve = told["curve"]
    told["segments"] = risk_of(told["segments"], result)
    return {name: told[name] for name in ("money_days", "everybody", "segments")} | {
        name: curve[name] for name in ("lapse_day", "lost_day", "horizon")
    }


def _like(result: Result) -> dict[str, Any] | None:
    """Return what became of the segments of an earlier run; None where none was followed."""
    if result.identity is None or result.moves is None:
        return None
    moves = moves_of(result.moves.to_dict(), result.moves, result.options.smallest_group)
    return {**result.identity.to_dict(), "moves": moves}


def _worth(worth: Worth, result: Result) -> dict[str, Any]:
    """Return what to expect in the time ahead, without the fitted models."""
    told: dict[str, Any] = worth.to_dict()
    test = worth.test
    return {name: told[name] for name in ("use", "reason", "horizon", "in_money", "is_shown")} | {
        "test": None
        if test is None
        else {"as_of": test.as_of, "days": test.days}
        | {"error": None if test.error != test.error else test.error},
        "segments": [
            item for item in told["segments"] if result.segmentation.of(item["group"]).described
        ],
        "deciles": [
            item for item in told["deciles"] if item["customers"] >= result.options.smallest_group
        ],
    }


def quality(result: Result, findings: Sequence[Finding]) -> dict[str, Any]:
    """Return what was found, decided and changed in the data: `quality.json`.

    What matters most comes first: where the rows went and why, what to mend, what was changed, what
    else was noticed (warnings before notes), how the file was read.
    """
    stated = (*result.source.stated, *result.schema.stated)
    account = result.customers.ledger.to_dict()
    changes = account.pop("changes")
    noticed = sorted(findings, key=lambda item: item.severity != "warning")
    return {
        **account,
        "rejected_by_code": result.customers.ledger.rejected_by_code(),
        "mend_at_source": [item.to_dict() for item in at_source(result.customers.ledger, findings)],
        "changes": changes,
        "findings": [vars(item) for item in noticed],
        "kind": result.schema.kind,
        "kind_reason": result.schema.kind_reason,
        "money_check": result.schema.money_check,
        "read_as": [vars(item) for item in stated],
        "roles": [vars(item) for item in result.schema.roles],
        "facts": result.customers.facts,
    }
