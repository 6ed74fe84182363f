"""A finished run and a plan of offers in, how to spend a budget on its segments out."""

from __future__ import annotations

import tomllib
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from personae import __version__
from personae.data.csv_file import csv_files, guard_findings
from personae.dataclass import dataclass
from personae.errors import InputError, NotEnoughDataError, Problem, UsageError
from personae.workflow.budget_people import BudgetPeople, budget_people
from personae.workflow.budget_summary import allocation_table, budget_summary, curve_table
from personae.workflow.campaign_run import read_campaign_run
from personae.workflow.manifest import MANIFEST
from personae.workflow.publish import check_target, publish
from personae.workflow.run_files import to_json
from personae.workflow.stages import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from personae.actions.budget.measured import Measured
    from personae.actions.budget.plan import Plan
    from personae.actions.campaigns.campaign_request import CampaignRequest
    from personae.data.schema import Finding
    from personae.workflow.campaign_run import CampaignRun

__all__ = ["BUDGET_FORMAT", "BudgetOutcome", "budget"]

BUDGET_FORMAT = "personae.budget/1"


@dataclass(frozen=True)
class BudgetOutcome:
    """How to spend.

    Parameters
    ----------
    summary : dict
        All of it, JSON-ready.
    path : Path or None
        The folder that was written, if any.
    files : tuple of str
        Everything in it.
    findings : tuple of Finding
        What people should know of the files beside the run.
    """

    summary: dict[str, Any] = field(repr=False)
    path: Path | None
    files: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def budget(
    folder: str | Path,
    plan: str | Path,
    *,
    money: float,
    lifts: Sequence[str | Path] = (),
    request: CampaignRequest | None = None,
    holdouts_of: Sequence[str | Path] = (),
    out: str | Path | None = None,
    lists: bool = False,
    on_event: Callable[[str, int, int], None] | None = None,
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
    lifts : sequence of path or str
        Results of ``personae lift --out result.json``: ``"OFFER=FILE"`` for one offer, or one file
        for all offers that state no response.
    request : CampaignRequest, optional
        Who may be contacted, as for a campaign: its fields `suppress`, `people`, `consent`,
        `columns` and `global_holdout` count.
    holdouts_of : sequence of path
        Folders of campaigns whose held-out people are left in peace.
    out : path, optional
        A folder for the result.
    lists : bool
        Whether to write who gets which offer, into `out`.
    on_event : callable, optional
        Called with (stage, done, total).

    Raises
    ------
    UsageError, InputError, OutputError
        If the plan, a file or the folder is refused.
    NotEnoughDataError
        If nobody may be contacted.
    """
    from personae.actions.budget.question import question_of
    from personae.actions.campaigns.campaign_request import CampaignRequest

    tell = on_event or silent
    asked = (request or CampaignRequest("budget")).check()
    _refuse_unfit(money, out=out, lists=lists)
    if out is not None:
        check_target(Path(out), kind=BUDGET_FORMAT)
    tell("reading", 0, 1)
    offers = _plan(Path(plan), lifts)
    run = read_campaign_run(Path(folder), ())
    people = budget_people(run, asked, holdouts_of)
    _refuse_nobody(people)
    measured = _measured(offers, run.names)
    question, unknown = question_of(offers, people.left, run.names, measured=measured)
    tell("dividing", 0, 1)
    summary: dict[str, Any] = {"format": BUDGET_FORMAT, "run": run.path.absolute().name}
    summary |= budget_summary(question, money, run.names, measured=measured)
    summary["not_considered"] = [
        {"segment": number, "name": run.names[number], "offer": offer} for number, offer in unknown
    ]
    summary["people"] = people.rows
    summary["lists"] = {}
    summary["supplied_by_user"] = _supplied(offers, asked)
    files: dict[str, bytes] = {}
    guards: list[Finding] = []
    if out is not None:
        tell("writing", 0, 1)
        files, guards = _files(summary, people, run, lists=lists)
        publish(files, Path(out), facts={"personae": __version__}, kind=BUDGET_FORMAT)
    tell("writing", 1, 1)
    path = None if out is None else Path(out)
    names = (*sorted(files), MANIFEST) if files else ()
    return BudgetOutcome(summary, path, names, (*people.findings, *guards))


def _refuse_unfit(money: float, *, out: str | Path | None, lists: bool) -> None:
    problems = []
    if not 0 < money < float("inf"):
        problems.append(
            Problem(
                "options/value",
                "--budget is not a sum of money above 0.",
                "Pass for example --budget 10000.",
            )
        )
    if lists and out is None:
        problems.append(
            Problem(
                "options/incomplete",
                "--lists needs a folder to write the lists into.",
                "Pass --out with a folder, such as --out spend.",
            )
        )
    if problems:
        raise UsageError(*problems)


def _refuse_nobody(people: BudgetPeople) -> None:
    if not people.free.any():
        raise NotEnoughDataError(
            Problem(
                "budget/nobody",
                f"None of the {len(people.free):,} customers of this run may be contacted.",
                "Look at what --suppress, --consent and --holdout-of leave out.",
            )
        )


def _plan(path: Path, lifts: Sequence[str | Path]) -> Plan:
    """Read the plan; files that it names lie beside it."""
    from personae.actions.budget.plan_file import read_plan

    given = _lift_files(lifts)
    plan = read_plan(_toml(path), lifts=given)
    beside = tuple(
        offer
        if not offer.lift or offer.lift in given.values()
        else replace(offer, lift=str(path.parent / offer.lift))
        for offer in plan.offers
    )
    return replace(plan, offers=beside)


def _toml(path: Path) -> dict[str, Any]:
    from personae.actions.budget.plan_file import EXAMPLE

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise InputError(
            Problem(
                "budget/plan",
                f"There is no plan {path} that can be read.",
                f"Write one, beginning with:\n{EXAMPLE}",
            )
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            Problem(
                "budget/plan",
                f"{path} is not a TOML file: {error}.",
                "Write one value a line, key = value, texts in quotes.",
            )
        ) from None
    except UnicodeDecodeError:
        raise InputError(
            Problem("budget/plan", f"{path} is not in UTF-8.", "Save it as UTF-8.")
        ) from None


def _lift_files(lifts: Sequence[str | Path]) -> dict[str, str]:
    """Return files by the offer that they are for; ``""`` stands for all that state none."""
    files: dict[str, str] = {}
    problems = []
    for item in map(str, lifts):
        offer, is_told, file = item.partition("=")
        if not is_told or Path(item).is_file():
            offer, file = "", item
        if offer.strip() in files:
            problems.append(
                Problem(
                    "budget/lift",
                    f'--lift is given twice for the offer "{offer.strip()}".'
                    if offer
                    else "--lift is given twice without the offer that it is for.",
                    "Pass one file for each offer: --lift OFFER=FILE.",
                )
            )
        files[offer.strip()] = file
    if problems:
        raise UsageError(*problems)
    return files


def _measured(plan: Plan, names: Mapping[int, str]) -> dict[str, Measured]:
    from personae.actions.budget.measured import read_measured

    used = sorted({offer.lift for offer in plan.offers if offer.lift})
    return {file: read_measured(Path(file), names) for file in used}


def _supplied(plan: Plan, request: CampaignRequest) -> list[str]:
    """Say which numbers a person gave."""
    stated = [
        offer.name
        for offer in plan.offers
        if offer.terms.response is not None
        or any(part.response is not None for part in offer.parts.values())
    ]
    depth = [offer.name for offer in plan.offers if len(offer.terms.depth) > 1]
    told = ["the budget, costs, margins and limits"]
    if stated:
        told.append(f"the responses of {', '.join(stated)}")
    if depth:
        told.append(f"how the response of {', '.join(depth)} falls with depth")
    if request.global_holdout > 0:
        told.append("the share of --global-holdout")
    return told


def _files(
    summary: dict[str, Any], people: BudgetPeople, run: CampaignRun, *, lists: bool
) -> tuple[dict[str, bytes], list[Finding]]:
    """Return all that is written (answer, curve, picture, lists, what they are), and the guards."""
    from personae.actions.budget.budget_readme import readme
    from personae.report.charts.budget import budget_chart
    from personae.report.charts.png import png_of

    written = people.lists(summary["allocation"], run) if lists else {}
    summary["lists"] = {name: table.num_rows for name, table in written.items()}
    tables = {"budget.csv": allocation_table(summary), "curve.csv": curve_table(summary)}
    files, guards = csv_files(tables | written)
    files |= {
        "budget.json": to_json(summary),
        "budget.png": png_of(budget_chart(summary)),
        "README.txt": readme(summary).encode(errors="backslashreplace"),
    }
    return files, guard_findings(guards)
