"""A finished run and the plan of a campaign in, a folder with the lists to send and to keep out."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from personae import __version__
from personae.errors import InputError, NotEnoughDataError, OutputError, Problem, UsageError
from personae.workflow.publish import MANIFEST, check_target, publish
from personae.workflow.run import to_csv, to_json, to_parquet
from personae.workflow.run_folder import run_files
from personae.workflow.stages import silent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.base_rates import BaseRate
    from personae.actions.campaign_request import CampaignRequest
    from personae.actions.draw import Draw, Drawing
    from personae.actions.purchase_window import PurchaseWindow
    from personae.actions.waterfall import Waterfall
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


@dataclass(frozen=True)
class _Run:
    """What a campaign reads of a run folder."""

    path: Path
    files: Mapping[str, bytes] = field(repr=False)
    summary: Mapping[str, Any] = field(repr=False)
    names: Mapping[int, str]
    members: pa.Table = field(repr=False)

    @property
    def as_of(self) -> dt.date | None:
        day = self.summary.get("as_of")
        return None if day is None else dt.date.fromisoformat(day)


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
    from personae.actions.draw import ALL

    tell = on_event or silent
    target = Path(out)
    check_target(target, kind=CAMPAIGN_FORMAT)
    _refuse_other_campaign(target, request.check())
    tell("reading", 0, 1)
    run = _read(Path(folder), request)
    tell("dividing", 0, 1)
    fall = _leave_out(run, request)
    window = _window(run, request)
    rates = _rates(run, request, window)
    drawing, draw = _divide(run, request, fall, rates)
    fall = fall.leave_out("over_cap", _spread(fall.left, ~(draw.treatment | draw.control)))
    segments = _account(run, fall, (drawing, draw), rates)
    _refuse_short_list(segments, request)
    overall = _what_can_show(ALL, (drawing, draw), rates)
    summary = _summary(run, request, draw, segments) | {"overall": overall}
    tell("writing", 0, 1)
    files = _lists(run, fall, draw, window) | {"campaign.json": to_json(summary)}
    publish(files, target, facts={"personae": __version__}, kind=CAMPAIGN_FORMAT)
    tell("writing", 1, 1)
    return CampaignFolder(target, summary, (*sorted(files), MANIFEST))


def _read(path: Path, request: CampaignRequest) -> _Run:
    """Read the run and keep the customers of the chosen segments, by id."""
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet

    from personae.actions.base_rates import chosen_segments

    files = run_files(path)
    summary = json.loads(files["summary.json"])
    names = {item["segment"]: item["name"] for item in summary["segments"]}
    wanted = chosen_segments(request.segments, names)
    table = parquet.read_table(io.BytesIO(files["segments.parquet"]))
    table = table.select(["id", "segment", "name"]).sort_by("id")
    kept = pc.is_in(table.column("segment"), value_set=pa.array(wanted, pa.int32()))
    chosen = {number: names[number] for number in wanted}
    return _Run(path, files, summary, chosen, table.filter(kept).combine_chunks())


def _leave_out(run: _Run, request: CampaignRequest) -> Waterfall:
    """Leave out whom nobody may contact, then who is not eligible, in this order."""
    from personae.actions.split import in_global_holdout
    from personae.actions.waterfall import Waterfall

    ids = run.members.column("id").combine_chunks()
    fall = Waterfall.start(len(ids))
    if request.at_risk:
        fall = fall.leave_out("not_at_risk", ~_is_in(ids, _at_risk(run)))
    return fall.leave_out("global_holdout", in_global_holdout(ids, share=request.global_holdout))


def _at_risk(run: _Run) -> pa.Array:
    """Return the ids that the run lists as at risk."""
    import pyarrow as pa
    from pyarrow import csv

    if "at_risk.csv" not in run.files:
        raise InputError(
            Problem(
                "run/no-risk-list",
                f"{run.path} has no at_risk.csv: this run could not tell who is at risk.",
                "Leave --at-risk out. A run lists customers at risk if it is made from a purchase "
                "log; run an older one again.",
            )
        )
    types = csv.ConvertOptions(include_columns=["id"], column_types={"id": pa.string()})
    table = csv.read_csv(io.BytesIO(run.files["at_risk.csv"]), convert_options=types)
    return table.column("id").combine_chunks()


def _window(run: _Run, request: CampaignRequest) -> PurchaseWindow | None:
    """Look at the days before the as-of date, where the run is of a log and kept its days."""
    from pyarrow import parquet

    from personae.actions.purchase_window import purchase_window

    if run.as_of is None or "purchase_days.parquet" not in run.files:
        return None
    days = parquet.read_table(io.BytesIO(run.files["purchase_days.parquet"]))
    ids = run.members.column("id").combine_chunks()
    return purchase_window(ids, days, as_of=run.as_of, length=request.outcome_days)


def _rates(
    run: _Run, request: CampaignRequest, window: PurchaseWindow | None
) -> dict[int, BaseRate]:
    from personae.actions.base_rates import base_rates

    rates = base_rates(_segments_of(run), run.names, window=window, told=request.told_rates())
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
    run: _Run, request: CampaignRequest, fall: Waterfall, rates: Mapping[int, BaseRate]
) -> tuple[Drawing, Draw]:
    """Divide those who are left."""
    from personae.actions.draw import DEFAULT_HOLDOUT, Drawing

    left = fall.left
    ids = run.members.column("id").combine_chunks().filter(_mask(left))
    drawing = Drawing(ids, _segments_of(run)[left], request.campaign, request.max_contacts)
    if request.detect is not None:
        known = {number: item.rate for number, item in rates.items() if item.rate is not None}
        return drawing, drawing.detect(request.detect / 100, known)
    share = DEFAULT_HOLDOUT if request.holdout is None else request.holdout
    return drawing, drawing.hold_out(share)


def _account(
    run: _Run, fall: Waterfall, arms: tuple[Drawing, Draw], rates: Mapping[int, BaseRate]
) -> list[dict[str, Any]]:
    """Account for everybody of every segment."""
    drawing, draw = arms
    segments = []
    for number, name in run.names.items():
        members = _segments_of(run) == number
        treatment, control = drawing.counts(draw, number)
        left_out = fall.count(members)
        if sum(left_out.values()) + treatment + control != members.sum():
            msg = "somebody of a segment is in no list and has no reason"
            raise AssertionError(msg)
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
    from personae.actions.split import campaign_key

    if not (target / "campaign.json").is_file():
        return
    name = json.loads((target / "campaign.json").read_bytes()).get("campaign", "")
    if campaign_key(name) != campaign_key(request.campaign):
        raise OutputError(
            Problem(
                "output/other-campaign",
                f"The folder {target} holds the lists of another campaign.",
                "Pass --out with a folder of its own for each campaign; nothing was changed.",
            )
        )


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


def _summary(
    run: _Run, request: CampaignRequest, draw: Draw, segments: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "format": CAMPAIGN_FORMAT,
        "campaign": request.campaign.strip(),
        "run": run.path.absolute().name,
        "model_sha256": json.loads(run.files["model.json"])["sha256"],
        "as_of": run.summary.get("as_of"),
        "outcome_days": request.outcome_days,
        "holdout": draw.holdout,
        "holdout_needed_by": draw.needed_by,
        "detect_points": request.detect,
        "global_holdout": request.global_holdout,
        "segments": segments,
        "supplied_by_user": list(request.supplied),
    }


def _lists(run: _Run, fall: Waterfall, draw: Draw, window: PurchaseWindow | None) -> dict[str, Any]:
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
    return {
        "assignment.csv": to_csv(table),
        "assignment.parquet": to_parquet(table),
        **{f"{arm}.csv": to_csv(rows) for arm, rows in by_arm.items()},
    }


def _segments_of(run: _Run) -> NDArray[np.int64]:
    return np.asarray(run.members.column("segment").to_numpy(), dtype=np.int64)


def _is_in(ids: pa.Array, others: pa.Array) -> NDArray[np.bool_]:
    import pyarrow.compute as pc

    return np.asarray(pc.is_in(ids, value_set=others).to_numpy(zero_copy_only=False), dtype=bool)


def _mask(people: NDArray[np.bool_]) -> Any:
    import pyarrow as pa

    return pa.array(people)


def _spread(left: NDArray[np.bool_], people: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say of everybody what is said of those who are left."""
    everybody = np.zeros(len(left), dtype=bool)
    everybody[left] = people
    return everybody
