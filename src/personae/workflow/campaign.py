"""A finished run and the plan of a campaign in, a folder with the lists to send and to keep out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from personae import __version__
from personae.data.csv_file import csv_files, guard_findings
from personae.dataclass import dataclass
from personae.errors import IntegrityError, NotEnoughDataError, OutputError, Problem, UsageError
from personae.workflow.campaign_run import CampaignRun, read_campaign_run
from personae.workflow.campaign_uploads import make_uploads
from personae.workflow.eligible import leave_out
from personae.workflow.manifest import MANIFEST
from personae.workflow.publish import hold
from personae.workflow.run_files import to_json, to_parquet
from personae.workflow.run_folder import folder_files
from personae.workflow.stages import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.campaigns.base_rates import BaseRate
    from personae.actions.campaigns.campaign_request import CampaignRequest
    from personae.actions.campaigns.draw import Draw, Drawing
    from personae.actions.campaigns.purchase_window import PurchaseWindow
    from personae.actions.campaigns.waterfall import Waterfall
    from personae.data.schema import Finding

__all__ = ["CAMPAIGN_FORMAT", "CampaignFolder", "campaign"]

CAMPAIGN_FORMAT = "personae.campaign/1"


@dataclass(frozen=True)
class CampaignFolder:
    """A finished campaign on the disk.

    Parameters
    ----------
    path : Path
        The folder.
    summary : dict
        What `campaign.json` holds.
    files : tuple of str
        Everything in the folder, by path within it.
    findings : tuple of Finding
        What people should know before they send.
    """

    path: Path
    summary: dict[str, Any]
    files: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def campaign(
    folder: str | Path,
    request: CampaignRequest,
    *,
    out: str | Path,
    on_event: Callable[[str, int, int], None] | None = None,
) -> CampaignFolder:
    """Choose who gets a campaign and who is held out to compare with, and write both lists.

    Parameters
    ----------
    folder : path
        A run folder.
    request : CampaignRequest
        All decisions.
    out : path
        The folder to write.
    on_event : callable, optional
        Called with (stage, done, total).

    Returns
    -------
    CampaignFolder
        Where everything is.

    Raises
    ------
    UsageError
        If the request cannot be meant, or names segments or columns that are not there.
    InputError, IntegrityError
        If the run folder or a file beside it is refused.
    NotEnoughDataError
        If too few people are left, or too few to show the difference that was asked for.
    OutputError
        If the folder cannot be written.
    """
    from personae.actions.campaigns.campaign_readme import readme
    from personae.actions.campaigns.draw import ALL

    tell = on_event or silent
    target = Path(out)
    # Held from here on: what is compared with the earlier lists is what replaces them.
    with hold(target, kind=CAMPAIGN_FORMAT) as claim:
        _refuse_other_campaign(target, request.check())
        tell("reading", 0, 1)
        run = read_campaign_run(Path(folder), request.segments)
        eligible = leave_out(run, request)
        fall = eligible.fall
        tell("dividing", 0, 1)
        window = run.window(request.outcome_days)
        rates = _rates(run, request)
        drawing, draw = _divide(run, request, fall, rates)
        fall = fall.leave_out("over_cap", _spread(fall.left, ~(draw.treatment | draw.control)))
        segments = _account(run, fall, (drawing, draw), rates)
        _refuse_short_list(segments, request)
        overall = _what_can_show(ALL, (drawing, draw), rates)
        treatment = _spread(eligible.fall.left, draw.treatment)
        uploads = make_uploads(run, request, known=eligible.details, treatment=treatment)
        summary = _summary(run, request, draw, segments)
        summary |= {"overall": overall, "platform": uploads.summary}
        tell("writing", 0, 1)
        lists, guards = csv_files(tables := _lists(run, fall, draw, window))
        files = lists | uploads.files
        files["assignment.parquet"] = to_parquet(tables["assignment.csv"])
        files["campaign.json"] = to_json(summary)
        files["README.txt"] = readme(summary, folder=target.name).encode(errors="backslashreplace")
        replaced = _replaced(target, files)
        claim.publish(files, facts={"personae": __version__})
    tell("writing", 1, 1)
    findings = [*eligible.findings, *uploads.findings, *_unmeasured(segments), *replaced]
    findings += guard_findings(guards)
    return CampaignFolder(target, summary, (*sorted(files), MANIFEST), tuple(findings))


def _rates(run: CampaignRun, request: CampaignRequest) -> dict[int, BaseRate]:
    from personae.actions.campaigns.base_rates import base_rates

    seen = run.bought_again(request.outcome_days)
    rates = base_rates(run.segments, run.names, seen=seen, told=request.told_rates())
    if request.detect is not None and all(item.rate is None for item in rates.values()):
        raise UsageError(
            Problem(
                "campaign/no-rate",
                "--detect needs to know how many customers buy anyway, and this run has no "
                "purchases of the days before.",
                f"Pass --rate with the percentage that buys in {request.outcome_days} days "
                "without a campaign, such as --rate 5.",
            )
        )
    return rates


def _divide(
    run: CampaignRun, request: CampaignRequest, fall: Waterfall, rates: Mapping[int, BaseRate]
) -> tuple[Drawing, Draw]:
    """Divide those who are left."""
    from personae.actions.campaigns.draw import DEFAULT_HOLDOUT, Drawing

    left = fall.left
    ids = run.ids.filter(_mask(left))
    drawing = Drawing(ids, run.segments[left], request.campaign, request.max_contacts)
    if request.detect is not None:
        known = {number: item.rate for number, item in rates.items() if item.rate is not None}
        return drawing, drawing.detect(request.detect / 100, known)
    share = DEFAULT_HOLDOUT if request.holdout is None else request.holdout
    return drawing, drawing.hold_out(share)


def _account(
    run: CampaignRun, fall: Waterfall, arms: tuple[Drawing, Draw], rates: Mapping[int, BaseRate]
) -> list[dict[str, Any]]:
    """Account for everybody of every segment."""
    drawing, draw = arms
    segments = []
    for number, name in run.names.items():
        members = run.segments == number
        treatment, control = drawing.counts(draw, number)
        left_out = fall.count(members)
        if sum(left_out.values()) + treatment + control != members.sum():
            raise IntegrityError(
                Problem(
                    "campaign/unbalanced",
                    f"Of segment {number} somebody is in no list and was left out for no reason.",
                    "Please report this: it is a mistake in Personae, and no result was written.",
                )
            )
        people = {"members": int(members.sum()), **left_out}
        people |= {"treatment": treatment, "control": control}
        shown = _what_can_show(number, arms, rates)
        segments.append({"segment": number, "name": name, **people, **shown})
    return segments


def _what_can_show(
    number: int, arms: tuple[Drawing, Draw], rates: Mapping[int, BaseRate]
) -> dict[str, Any]:
    """Return a segment's own rate and the smallest rise that its arms can show, in points."""
    drawing, draw = arms
    base = rates[number]
    found = drawing.detectable(draw, number, base.rate)
    points = None if found is None else round(100 * found, 4)
    return {"rate": base.rate, "rate_from": base.source, "detectable_points": points}


def _refuse_other_campaign(target: Path, request: CampaignRequest) -> None:
    """Keep the arms of another campaign: without them nobody can ever say whether it worked."""
    from personae.actions.campaigns.split import campaign_key

    if not (target / "campaign.json").is_file():
        return
    try:
        name = json.loads(folder_files(target)["campaign.json"])["campaign"]
    except (ValueError, KeyError, TypeError):
        name = ""
    if campaign_key(name) != campaign_key(request.campaign):
        raise OutputError(
            Problem(
                "output/other-campaign",
                f"The folder {target} holds the lists of another campaign.",
                "Pass --out with a folder of its own for each campaign; nothing was changed.",
            )
        )


def _replaced(target: Path, lists: Mapping[str, bytes]) -> list[Finding]:
    """Say how far lists of the same campaign that stood there before were others."""
    from pyarrow import parquet

    from personae.data.schema import Finding

    before = target / "assignment.parquet"
    if not before.is_file():
        return []
    old, new = (
        dict(zip(*(table.column(name).to_pylist() for name in ("id", "arm")), strict=True))
        for table in (
            parquet.read_table(before),
            parquet.read_table(io.BytesIO(lists["assignment.parquet"])),
        )
    )
    moved = sum(new.get(one) != arm for one, arm in old.items())
    if not moved:
        return []
    who = "one person" if moved == 1 else f"{moved:,} people"
    what = (
        f"The lists of this campaign that were in {target} are replaced: {who} changed sides or "
        "are on neither now. Send nothing by the old ones; if they were sent already, make them "
        "again from the run and with the options of then."
    )
    return [Finding("campaign/replaced", "warning", what, count=moved)]


def _refuse_short_list(segments: list[dict[str, Any]], request: CampaignRequest) -> None:
    listed = sum(item["treatment"] + item["control"] for item in segments)
    if listed >= request.min_list:
        return
    members = sum(item["members"] for item in segments)
    raise NotEnoughDataError(
        Problem(
            "campaign/short-list",
            f"Only {listed:,} of {members:,} customers are left for this campaign; below "
            f"{request.min_list:,} nobody can tell whether it worked, and advertising platforms "
            "do not use a list.",
            "Take more segments, leave fewer people out, or write to them in person; --min-list "
            "sets another limit.",
        )
    )


def _unmeasured(segments: list[dict[str, Any]]) -> list[Finding]:
    """Say where nobody is held out: of such a campaign nobody will know what it did."""
    from personae.data.schema import Finding

    without = [item["name"] for item in segments if item["treatment"] and not item["control"]]
    if not without:
        return []
    whom = "this campaign" if len(without) == len(segments) else ", ".join(without)
    what = f"Nobody is held out of {whom}, so nobody will be able to tell whether it worked."
    return [Finding("campaign/no-control", "warning", what, count=len(without), fix="--holdout")]


def _summary(
    run: CampaignRun, request: CampaignRequest, draw: Draw, segments: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "format": CAMPAIGN_FORMAT,
        "campaign": request.campaign.strip(),
        "run": run.path.absolute().name,
        "model_sha256": run.model["sha256"],
        "as_of": run.summary.get("as_of"),
        "outcome_days": request.outcome_days,
        "holdout": draw.holdout,
        "holdout_needed_by": draw.needed_by,
        "detect_points": request.detect,
        "global_holdout": request.global_holdout,
        "segments": segments,
        "supplied_by_user": list(request.supplied),
    }


def _lists(
    run: CampaignRun, fall: Waterfall, draw: Draw, window: PurchaseWindow | None
) -> dict[str, pa.Table]:
    """Return who is in which arm, with what they bought before."""
    import pyarrow as pa

    left = fall.left
    table = run.members.filter(_mask(left))
    arms = np.where(draw.treatment, "treatment", "control")[draw.treatment | draw.control]
    nothing = pa.nulls(table.num_rows)
    spend = bought = None
    if window is not None:
        bought = pa.array(window.bought[left].astype(np.int8))
        spend = None if window.spend is None else pa.array(window.spend[left])
    table = table.append_column("arm", pa.array(arms.tolist(), pa.string()))
    table = table.append_column("pre_spend", (nothing if spend is None else spend).cast("float64"))
    table = table.append_column("pre_bought", (nothing if bought is None else bought).cast("int8"))
    by_arm = {
        arm: table.filter(pa.array([one == arm for one in arms.tolist()]))
        for arm in ("treatment", "control")
    }
    return {"assignment.csv": table, **{f"{arm}.csv": rows for arm, rows in by_arm.items()}}


def _mask(people: NDArray[np.bool_]) -> Any:
    import pyarrow as pa

    return pa.array(people)


def _spread(left: NDArray[np.bool_], people: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say of everybody what is said of those who are left."""
    everybody = np.zeros(len(left), dtype=bool)
    everybody[left] = people
    return everybody
