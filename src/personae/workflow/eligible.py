"""Customers and what is known of them in, who may be contacted and why the others may not out."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from personae.actions.campaigns.campaign_request import CampaignRequest
    from personae.actions.campaigns.mentions import Mentions
    from personae.actions.campaigns.people import People
    from personae.actions.campaigns.platforms import Details
    from personae.actions.campaigns.sheet import Sheet
    from personae.actions.campaigns.waterfall import Waterfall
    from personae.data.schema import Finding
    from personae.workflow.campaign_run import CampaignRun

__all__ = ["Eligible", "leave_out"]


@dataclass(frozen=True)
class Eligible:
    """Who may be contacted.

    Parameters
    ----------
    fall : Waterfall
        Of the chosen customers, in their order.
    details : Details or None
        How all customers of the run can be reached on the platform; None without one.
    findings : tuple of Finding
        What people should know of the files.
    """

    fall: Waterfall
    details: Details | None = field(repr=False)
    findings: tuple[Finding, ...] = ()


def leave_out(run: CampaignRun, request: CampaignRequest) -> Eligible:
    """Leave out whom nobody may contact, then who is not eligible: always in the same order.

    Consent; suppression; at risk; the hold-out of all campaigns; contacted lately; an address
    that another customer has too; no address. Who has several reasons counts for the first.

    Parameters
    ----------
    run : CampaignRun
        The customers.
    request : CampaignRequest
        The files and numbers that decide.

    Returns
    -------
    Eligible
        Everybody of the chosen segments, left or with a reason.
    """
    from personae.actions.campaigns.mentions import contacted_since, mentioned
    from personae.actions.campaigns.split import in_global_holdout
    from personae.actions.campaigns.waterfall import Waterfall

    ids: list[str] = run.everybody.column("id").to_pylist()
    sheets = _sheets(request)
    people = _people(run, request, ids, sheets)
    emails = _emails(ids, people)
    known_columns: dict[str, Any] = {"id_columns": run.id_columns, "told": request.told_columns}
    fall = Waterfall.start(int(run.chosen.sum()))
    findings: list[Finding] = []
    if people is not None and people.unread_rows:
        findings.append(_of_unread(people.unread_rows))
    if people is not None and people.consented is not None:
        fall = fall.leave_out("without_consent", ~people.consented[run.chosen])
        findings += _of_consent(people, run, request)
    if request.suppress is not None:
        named = mentioned(sheets["--suppress"], ids, emails, **known_columns)
        fall = fall.leave_out("suppressed", named.people[run.chosen])
        findings += _of_file("--suppress", named)
    if request.at_risk:
        import pyarrow.compute as pc

        is_at_risk = pc.is_in(run.ids, value_set=run.at_risk())
        fall = fall.leave_out("not_at_risk", ~np.asarray(is_at_risk.to_numpy(zero_copy_only=False)))
    held_out = _with_mailbox(in_global_holdout(ids, share=request.global_holdout), emails)
    fall = fall.leave_out("global_holdout", held_out[run.chosen])
    if request.not_since is not None:
        log = sheets["--contact-log"]
        named = contacted_since(log, ids, emails, since=request.not_since, **known_columns)
        fall = fall.leave_out("recently_contacted", named.people[run.chosen])
        findings += _of_file("--contact-log", named)
    if people is not None and people.emails is not None:
        fall = fall.leave_out("shared_address", _repeated(people.emails)[run.chosen])
    known = _details(people, request)
    if known is not None:
        fall = fall.leave_out("without_address", ~known.reached[run.chosen])
    return Eligible(fall, known, tuple(findings))


def _sheets(request: CampaignRequest) -> dict[str, Sheet]:
    """Open the files beside the run, by the options that name them."""
    from personae.actions.campaigns.sheet import open_sheet, refuse_unknown_columns

    paths = {
        "--people": request.people,
        "--suppress": request.suppress,
        "--contact-log": request.contact_log,
    }
    sheets = {
        option: open_sheet(path, option) for option, path in paths.items() if path is not None
    }
    refuse_unknown_columns(list(sheets.values()), request.told_columns)
    return sheets


def _people(
    run: CampaignRun, request: CampaignRequest, ids: Sequence[str], sheets: Mapping[str, Sheet]
) -> People | None:
    from personae.actions.campaigns.people import read_people

    if "--people" not in sheets:
        return None
    return read_people(
        sheets["--people"],
        ids,
        id_columns=run.id_columns,
        told=request.told_columns,
        consent=request.consent,
    )


def _emails(ids: Sequence[str], people: People | None) -> list[str | None] | None:
    """Return everybody's e-mail address, from the file of people or where it is the id."""
    from personae.actions.campaigns.contact_details import normal_email

    if people is not None and people.emails is not None:
        return people.emails
    own = [normal_email(one) for one in ids]
    return own if any(own) else None


def _with_mailbox(
    people: NDArray[np.bool_], emails: Sequence[str | None] | None
) -> NDArray[np.bool_]:
    """Add everybody who shares an e-mail address with one of these people."""
    if emails is None or not people.any():
        return people
    theirs = {email for email, is_in in zip(emails, people, strict=True) if is_in and email}
    shared: NDArray[np.bool_] = np.array([email in theirs for email in emails], dtype=bool)
    return np.logical_or(people, shared)


def _details(people: People | None, request: CampaignRequest) -> Details | None:
    from personae.actions.campaigns.platforms import details, platform

    if people is None or request.platform is None:
        return None
    return details(platform(request.platform), people, phone_country=request.phone_country)


def _repeated(emails: Sequence[str | None]) -> NDArray[np.bool_]:
    """Tell whose mailbox belongs to an earlier customer too.

    Else one of them could get the campaign and the other be held out, with one and the same
    mailbox.
    """
    seen: set[str] = set()
    again = np.zeros(len(emails), dtype=bool)
    for place, email in enumerate(emails):
        again[place] = email is not None and email in seen
        if email is not None:
            seen.add(email)
    return again


def _of_unread(rows: int) -> Finding:
    from personae.data.schema import Finding

    which = "One row" if rows == 1 else f"{rows:,} rows"
    what = (
        f"{which} of the file of --people cannot be read; whoever is named there counts as not in "
        "the file."
    )
    return Finding("people/unread-rows", "warning", what, count=rows)


def _of_consent(people: People, run: CampaignRun, request: CampaignRequest) -> list[Finding]:
    from personae.data.schema import Finding

    findings = []
    absent = int(np.sum(~people.found & run.chosen))
    if absent:
        what = f"{absent:,} customers are not in the file of --people; nobody knows whether they "
        findings.append(
            Finding("people/absent", "warning", f"{what}agreed, so they count as no.", count=absent)
        )
    unclear = 0 if people.unclear is None else int(np.sum(people.unclear & run.chosen))
    if unclear:
        what = (
            f'{unclear:,} customers have a value in "{request.consent}" that is neither a '
            "clear yes nor a clear no; they count as no."
        )
        findings.append(
            Finding("people/unclear-consent", "warning", what, request.consent or "", unclear)
        )
    return findings


def _of_file(option: str, named: Mentions) -> list[Finding]:
    """Say what of a file came to nothing; that it names strangers is worth a look."""
    from personae.data.schema import Finding

    findings = []
    if named.unknown:
        is_odd = named.unknown == named.entries
        whom = "no customer" if is_odd else f"{named.unknown:,} that are no customer"
        entries = (
            "1 entry that counts" if named.entries == 1 else f"{named.entries:,} entries that count"
        )
        what = f"The file of {option} has {entries}: {whom} of this run."
        finding = Finding("people/unknown", "note", what, count=named.unknown)
        findings.append(replace(finding, severity="warning") if is_odd else finding)
    if named.undated:
        what = (
            f"{named.undated:,} rows of the file of {option} have no date that can be read; they "
            "count as contacted lately."
        )
        findings.append(Finding("people/undated", "warning", what, count=named.undated))
    return findings
