"""A finished run and a plan of offers in, how to spend a budget on its segments out."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae import __version__
from personae.data.csv_file import to_csv
from personae.errors import InputError, Problem, UsageError
from personae.workflow.campaign_run import read_campaign_run
from personae.workflow.publish import check_target, publish
from personae.workflow.run import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from personae.actions.budget.allocate import Cell
    from personae.actions.budget.plan_file import Offer
    from personae.workflow.campaign_run import CampaignRun

__all__ = ["BUDGET_FORMAT", "BudgetOutcome", "budget"]

BUDGET_FORMAT = "personae.budget/1"
_DRAWS = 200
_Z = 1.959964


@dataclass(frozen=True)
class BudgetOutcome:
    """How to spend; `summary` is JSON-ready, `path` the folder that was written, if any."""

    summary: dict[str, Any] = field(repr=False)
    path: Path | None


def budget(
    folder: str | Path,
    plan: str | Path,
    *,
    money: float,
    lifts: Sequence[str | Path] = (),
    global_holdout: float = 0.0,
    out: str | Path | None = None,
) -> BudgetOutcome:
    """Divide a budget over segments and offers so that most is left after cost.

    Parameters
    ----------
    folder : path
        A run folder.
    plan : path
        A TOML file with the offers.
    money : float
        The budget.
    lifts : sequence of path
        Results of ``personae lift --out result.json``, for offers that state no response.
    global_holdout : float
        The share that gets no campaign at all.
    out : path, optional
        A folder for the result.

    Raises
    ------
    UsageError, InputError, OutputError
        If the plan, a file or the folder is refused.
    """
    from personae.actions.budget.plan_file import read_plan

    if not 0 < money < float("inf") or not 0 <= global_holdout < 1:
        raise UsageError(
            Problem(
                "options/value",
                "--budget must be above 0 and --global-holdout from 0 to below 1.",
                "Pass for example --budget 10000.",
            )
        )
    if out is not None:
        check_target(Path(out), kind=BUDGET_FORMAT)
    offers = read_plan(_toml(Path(plan)), measured=bool(lifts))
    run = read_campaign_run(Path(folder), ())
    people = _people(run, global_holdout)
    measured, shown = _measured(lifts)
    cells = _cells(offers, run.names, people, measured)
    summary = {
        "format": BUDGET_FORMAT,
        "budget": money,
        "global_holdout": global_holdout,
        "people": {run.names[n]: count for n, count in people.items()},
        "shrinkage": shown,
        "not_measured": _unknown(cells, offers, run.names),
        **_answer(cells, people, money, run.names),
        "linear": [o.name for o in offers if o.depth is None],
        "stated_by_user": [o.name for o in offers if o.response is not None],
    }
    if out is not None:
        import pyarrow as pa

        files = {"budget.json": to_json(summary)}
        files["budget.csv"] = to_csv(pa.Table.from_pylist(summary["allocation"]))
        publish(files, Path(out), facts={"personae": __version__}, kind=BUDGET_FORMAT)
    return BudgetOutcome(summary, None if out is None else Path(out))


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(
            Problem(
                "budget/plan",
                f"{path} cannot be read as a TOML file.",
                "docs/methods/budget.md has one to begin with.",
            )
        ) from None


def _people(run: CampaignRun, share: float) -> dict[int, int]:
    """Count who may be contacted."""
    from personae.actions.campaigns.split import in_global_holdout

    free = ~in_global_holdout(run.ids, share=share)
    return {number: int((free & (run.segments == number)).sum()) for number in run.names}


def _measured(
    lifts: Sequence[str | Path],
) -> tuple[dict[str, tuple[float, float]], list[dict[str, Any]]]:
    """Return money per contact by segment, drawn to the common mean, and how it was drawn."""
    from personae.actions.budget.shrink import shrink

    rows = []
    for path in map(Path, lifts):
        try:
            result = json.loads(path.read_bytes())
            if result["format"] != "personae.lift/1" or result["doubts"]:
                raise ValueError  # noqa: TRY301 (all that makes it unfit has one answer)
            rows += [
                (r["segment"], r["difference"]["money"])
                for r in result["segments"]
                if r["difference"]["money"]
            ]
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(
                Problem(
                    "budget/lift",
                    f"{path} is no result to build on: it is not what personae lift "
                    "--out wrote, or its arms are doubtful.",
                    "Leave it out of --lift.",
                )
            ) from None
    rows = [(name, effect) for name, effect in rows if effect["error"] > 0]
    if len({name for name, _ in rows}) < len(rows) or (lifts and not rows):
        raise InputError(
            Problem(
                "budget/lift",
                "Each segment must be measured once in --lift.",
                "Pass one result that has segments.",
            )
        )
    if not rows:
        return {}, []
    found = shrink([e["estimate"] for _, e in rows], [e["error"] for _, e in rows])
    names = [name for name, _ in rows]
    pairs = zip(found.estimate.tolist(), found.error.tolist(), strict=True)
    shown = [
        {"segment": name, "measured": e["estimate"], "used": used, "kept": kept}
        for (name, e), used, kept in zip(
            rows, found.estimate.tolist(), found.weight.tolist(), strict=True
        )
    ]
    return dict(zip(names, pairs, strict=True)), shown


def _cells(
    offers: Sequence[Offer],
    names: Mapping[int, str],
    people: Mapping[int, int],
    measured: Mapping[str, tuple[float, float]],
) -> list[Cell]:
    from personae.actions.budget.allocate import Cell
    from personae.actions.campaigns.base_rates import chosen_segments

    cells = []
    for offer in offers:
        for number in sorted(chosen_segments(offer.segments, dict(names))):
            response, error, source = offer.response, offer.error, f"offer {offer.name}"
            if response is None or error is None:
                if names[number] not in measured:
                    continue  # said by _unknown
                response, error = measured[names[number]]
                source = f"segment {names[number]}"
            most = min(offer.max_contacts, offer.max_share * people[number])
            cells.append(
                Cell(
                    number,
                    offer.name,
                    offer.cost,
                    offer.margin,
                    response,
                    error,
                    source,
                    offer.depth or ((1.0, 1.0),),
                    offer.min_contacts,
                    most,
                )
            )
    if not cells:
        raise InputError(
            Problem(
                "budget/no-response",
                "No offer has a response in any segment.",
                "State response and error in the plan.",
            )
        )
    return cells


def _unknown(
    cells: Sequence[Cell], offers: Sequence[Offer], names: Mapping[int, str]
) -> list[dict[str, str]]:
    """Return what could not be considered: nobody stated or measured what it brings there."""
    from personae.actions.campaigns.base_rates import chosen_segments

    known = {(cell.segment, cell.offer) for cell in cells}
    return [
        {"segment": names[number], "offer": offer.name}
        for offer in offers
        for number in sorted(chosen_segments(offer.segments, dict(names)))
        if (number, offer.name) not in known
    ]


def _answer(
    cells: list[Cell], people: dict[int, int], money: float, names: Mapping[int, str]
) -> dict[str, Any]:
    """Return the allocation, what 100 more bring, and how it moves with the inputs."""
    from personae.actions.budget.allocate import allocate

    contacts = allocate(cells, people, money)
    net, error = _net(cells, people, contacts)
    more = _net(cells, people, allocate(cells, people, money + 100))[0]
    stays, totals = [0] * len(cells), []
    for drawn in _drawn(cells):
        best = allocate(drawn, people, money)
        stays = [s + int(n > 0) for s, n in zip(stays, best, strict=True)]
        totals.append(_net(drawn, people, contacts)[0])
    rows = []
    for cell, n, stay in zip(cells, contacts.tolist(), stays, strict=True):
        own, own_error = _net([cell], people, [n])
        rows.append(
            {
                "segment": names[cell.segment],
                "offer": cell.offer,
                "contacts": n,
                "cost": n * cell.cost,
                "left_after_cost": own,
                "low": own - _Z * own_error,
                "high": own + _Z * own_error,
                "in_plan_share": stay / _DRAWS,
                "pays": _pays(cell),
            }
        )
    spent = sum(row["cost"] for row in rows)
    return {
        "allocation": rows,
        "spent": spent,
        "left_over": money - spent,
        "left_after_cost": net,
        "low": net - _Z * error,
        "high": net + _Z * error,
        "next_100": more - net,
        "draws": _DRAWS,
        "loss_share": sum(total < 0 for total in totals) / _DRAWS,
    }


def _pays(cell: Cell) -> bool:
    return cell.margin * cell.response * cell.depth[0][1] > cell.cost


def _net(cells: Sequence[Cell], people: Mapping[int, int], contacts: Any) -> tuple[float, float]:
    """Return what is left after cost; figures with one source are wrong together."""
    from personae.actions.budget.allocate import gain_of

    net, errors = 0.0, dict.fromkeys((cell.source for cell in cells), 0.0)
    for cell, n in zip(cells, contacts, strict=True):
        gain, error = gain_of(cell, int(n), people[cell.segment])
        net += gain - cell.cost * int(n)
        errors[cell.source] += error
    return net, sum(error**2 for error in errors.values()) ** 0.5


def _drawn(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Return the cells as they may truly be: one draw per source, from its name alone."""
    from personae.stats.sample import normals, row_keys, uniforms

    sources = sorted({cell.source for cell in cells})
    keys = row_keys(sources, key="personae.budget")
    draws = []
    for step in range(_DRAWS):
        one, other = (uniforms(keys, seed=0, stage="budget", step=(step, k)) for k in (0, 1))
        off = dict(zip(sources, normals(one, other).tolist(), strict=True))
        draws.append([replace(c, response=c.response + c.error * off[c.source]) for c in cells])
    return draws
