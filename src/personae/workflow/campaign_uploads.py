"""Who gets a campaign and how they can be reached in, the files for a platform out."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.data.csv_file import to_csv
from personae.dataclass import dataclass
from personae.workflow.run_files import to_parquet

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from personae.actions.campaigns.campaign_request import CampaignRequest
    from personae.actions.campaigns.platforms import Details, Platform
    from personae.data.schema import Finding
    from personae.workflow.campaign_run import CampaignRun

__all__ = ["Uploads", "make_uploads"]

_UNREAD = {
    "phone": "phone numbers are left empty: they cannot be read as a number that is dialled from "
    "anywhere, or an earlier customer has the same one.",
    "country": "countries are left empty: write them as two letters, such as DE.",
}


@dataclass(frozen=True)
class Uploads:
    """The files for a platform; nothing if none was named.

    Parameters
    ----------
    files : dict of str to bytes
        By path within the campaign's folder.
    summary : dict or None
        What `campaign.json` says of them, without anybody's details.
    findings : tuple of Finding
        What people should know before they upload.
    """

    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    summary: dict[str, Any] | None = None
    findings: tuple[Finding, ...] = ()


def make_uploads(
    run: CampaignRun,
    request: CampaignRequest,
    *,
    known: Details | None,
    treatment: NDArray[np.bool_],
) -> Uploads:
    """Write one audience for each segment: exact, as Parquet, and guarded for spreadsheets.

    Only who gets the campaign is in them. An audience's name is a neutral code.

    Parameters
    ----------
    run : CampaignRun
        The customers.
    request : CampaignRequest
        The platform.
    known : Details or None
        How all customers of the run can be reached.
    treatment : ndarray of bool, shape (n_chosen,)
        Who of the chosen customers gets the campaign.
    """
    from personae.actions.campaigns.platforms import platform, upload
    from personae.actions.campaigns.split import audience_code

    if known is None or request.platform is None:
        return Uploads()
    where = platform(request.platform)
    everybody = np.flatnonzero(run.chosen)
    files: dict[str, bytes] = {}
    audiences = []
    for number in run.names:
        people = np.zeros(len(run.chosen), dtype=bool)
        people[everybody[treatment & (run.segments == number)]] = True
        if not people.any():
            continue
        code = audience_code(request.campaign, number)
        written = _written(upload(where, known, people, hashed=request.hashed), where, code)
        files |= written
        names = [name for name in written if name.endswith(".csv") and "spreadsheet" not in name]
        audiences.append(
            {"code": code, "segment": number, "people": int(people.sum()), "files": names}
        )
    treated = np.zeros(len(run.chosen), dtype=bool)
    treated[everybody[treatment]] = True
    left_empty = {key: int(np.sum(mask & treated)) for key, mask in known.unread.items()}
    summary = {
        "name": request.platform,
        "label": where.label,
        "pages": list(where.pages),
        "hashed": request.hashed,
        "audiences": audiences,
        "left_empty": left_empty,
    }
    return Uploads(files, summary, tuple(_findings(where, audiences, left_empty)))


def _written(table: pa.Table, where: Platform, code: str) -> dict[str, bytes]:
    """Return an audience's files, in parts where the platform limits them."""
    from personae.actions.campaigns.platforms import in_parts

    parts = in_parts(table, where, lambda part: len(to_csv(part, exact=True)))
    files = {}
    for place, part in enumerate(parts, start=1):
        name = f"upload/{code}" if len(parts) == 1 else f"upload/{code}-{place}"
        files[f"{name}.csv"] = to_csv(part, exact=True)
        files[f"{name}.parquet"] = to_parquet(part)
        files[f"{name}.spreadsheet.csv"] = to_csv(part)
    return files


def _findings(
    where: Platform, audiences: list[dict[str, Any]], left_empty: dict[str, int]
) -> list[Finding]:
    from personae.data.schema import Finding

    findings = [
        Finding("people/unread", "warning", f"{count:,} {_UNREAD[key]}", count=count)
        for key, count in left_empty.items() if count
    ]  # fmt: skip
    small = [item["code"] for item in audiences if item["people"] < where.min_people]
    if small:
        what = (
            f"{where.label} asks for audiences of at least {where.min_people} people; these have "
            f"fewer: {', '.join(small)}."
        )
        findings.append(Finding("campaign/small-audience", "warning", what, count=len(small)))
    return findings
