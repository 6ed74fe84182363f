"""A run and files beside it in, who may get an offer of a budget and the lists of them out."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.dataclass import dataclass
from personae.errors import InputError, Problem
from personae.workflow.eligible import leave_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from personae.actions.campaigns.campaign_request import CampaignRequest
    from personae.data.schema import Finding
    from personae.workflow.campaign_run import CampaignRun

__all__ = ["BudgetPeople", "budget_people"]

_HELD_OUT = "held out of a campaign"


@dataclass(frozen=True)
class BudgetPeople:
    """Who may be contacted.

    Parameters
    ----------
    free : ndarray of bool, shape (n_customers,)
        By customer of the run, in the order of their ids.
    left : dict of int to int
        How many of each segment.
    rows : list of dict
        For every segment: members, why some are left out, and who may be contacted.
    findings : tuple of Finding
        What people should know of the files beside the run.
    """

    free: NDArray[np.bool_] = field(repr=False)
    left: Mapping[int, int]
    rows: list[dict[str, Any]]
    findings: tuple[Finding, ...] = ()

    def lists(self, allocation: Sequence[Mapping[str, Any]], run: CampaignRun) -> dict[str, Any]:
        """Return one table for each offer that somebody gets: id, segment and name, by id."""
        import pyarrow as pa

        from personae.actions.budget.who_gets_what import offer_of_each

        table = run.members.filter(pa.array(self.free)).combine_chunks()
        wanted = {
            (row["segment"], row["offer"]): row["contacts"] for row in allocation if row["contacts"]
        }
        given = offer_of_each(table.column("id").combine_chunks(), run.segments[self.free], wanted)
        offers = sorted({offer for _, offer in wanted})
        return {
            name: table.filter(pa.array([one == offer for one in given]))
            for offer, name in zip(offers, _file_names(offers), strict=True)
        }


def budget_people(
    run: CampaignRun, request: CampaignRequest, holdouts_of: Sequence[str | Path]
) -> BudgetPeople:
    """Count who may be contacted: not those whom a campaign would leave out, nor hold-outs.

    Raises
    ------
    UsageError, InputError
        If a file beside the run, or a folder of a campaign, is refused.
    """
    from personae.actions.campaigns.waterfall import REASONS

    eligible = leave_out(run, request)
    kept = set(run.ids.to_pylist())
    held = _held_out(holdouts_of, kept)
    is_held = np.array([one in held for one in run.ids.to_pylist()], dtype=bool)
    held_now = is_held & eligible.fall.left
    free = eligible.fall.left & ~is_held
    rows, left = [], {}
    for number, name in run.names.items():
        members = run.segments == number
        reasons = {
            REASONS[reason]: count
            for reason, count in eligible.fall.count(members).items()
            if count
        }
        if (held_now & members).any():
            reasons[_HELD_OUT] = int((held_now & members).sum())
        row = {"segment": number, "name": name, "members": int(members.sum())}
        left[number] = int((free & members).sum())
        rows.append({**row, "left_out": reasons, "can_be_contacted": left[number]})
    return BudgetPeople(free, left, rows, eligible.findings)


def _held_out(folders: Iterable[str | Path], customers: set[str]) -> set[str]:
    """Return who is held out of campaigns."""
    from pyarrow import parquet

    held: set[str] = set()
    for folder in map(Path, folders):
        try:
            is_campaign = json.loads((folder / "campaign.json").read_bytes())["format"].startswith(
                "personae.campaign/"
            )
            table = parquet.read_table(folder / "assignment.parquet", columns=["id", "arm"])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            is_campaign = False
        if not is_campaign:
            raise InputError(
                Problem(
                    "budget/holdout",
                    f"{folder} is not a folder of a campaign.",
                    "Pass --holdout-of with a folder that personae campaign wrote.",
                )
            )
        ids, arms = (table.column(name).to_pylist() for name in ("id", "arm"))
        if not customers.intersection(ids):
            raise InputError(
                Problem(
                    "budget/holdout",
                    f"Nobody of the campaign in {folder} is a customer of this run.",
                    "Pass --holdout-of with a campaign of the same customers, or leave it out.",
                )
            )
        held |= {one for one, arm in zip(ids, arms, strict=True) if arm == "control"}
    return held


def _file_names(offers: Sequence[str]) -> list[str]:
    """Return a file for each offer, named after it in plain letters and unlike the others.

    >>> _file_names(["Brief & Gutschein", "Brief, Gutschein", "✉"])
    ['lists/brief-gutschein.csv', 'lists/brief-gutschein-2.csv', 'lists/offer.csv']
    """
    names: list[str] = []
    for offer in offers:
        plain = unicodedata.normalize("NFKD", offer).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "offer"
        # device names of Windows, such as con, are no names of files there
        stem = f"offer-{stem}" if re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", stem) else stem
        name, turn = f"lists/{stem}.csv", 2
        while name in names:
            name, turn = f"lists/{stem}-{turn}.csv", turn + 1
        names.append(name)
    return names
