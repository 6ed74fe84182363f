"""What was typed for a campaign in, a request for the workflow and what came back out."""
# no "from __future__ import annotations": typer reads the annotations while it runs

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from personae.cli import terminal
from personae.cli.arguments import OUTPUT, AsJson, Debug, Quiet
from personae.cli.parameters import day_from
from personae.cli.progress import ProgressLine

__all__ = ["campaign"]

_WHO, _ARMS, _FILES = "Who may be contacted", "Who is held out", "Files for a platform"


@dataclass(frozen=True)
class _Flag:
    """One option of the command; `name` is the field of the request that it fills."""

    name: str
    flag: str
    type: Any
    metavar: str | None
    panel: str
    help: str


_FLAGS = (
    _Flag("segments", "--segment", list[str], "NAME", _WHO,
          "A segment by name or number; again for more. [default: all]"),
    _Flag("at_risk", "--at-risk", bool, None, _WHO,
          "Only customers that the run lists as at risk."),
    _Flag("people", "--people", Path, "FILE", _WHO,
          "Ids with e-mail, phone, names, consent. Looked up in, never kept."),
    _Flag("consent", "--consent", str, "COL", _WHO,
          "The column of --people that says who agreed; what is no clear yes is a no."),
    _Flag("suppress", "--suppress", Path, "FILE", _WHO,
          "Ids or e-mail addresses never to contact."),
    _Flag("contact_log", "--contact-log", Path, "FILE", _WHO,
          "Who was contacted when, for --not-since."),
    _Flag("not_since", "--not-since", str, "DATE", _WHO,
          "Leave out who was contacted on this day or later."),
    _Flag("max_contacts", "--max-contacts", int, "N", _WHO,
          "The most people to contact; a fair sample of all."),
    _Flag("min_list", "--min-list", int, "N", _WHO,
          "The fewest people that make a list. [default: 100]"),
    _Flag("columns", "--column", list[str], "FIELD=COL", _WHO,
          "What a column of these files is, where its name does not tell: email=COL; also id, "
          "phone, first_name, last_name, country, zip, date."),
    _Flag("holdout", "--holdout", float, "SHARE", _ARMS,
          "The share that gets nothing, to compare with. [default: 0.1]"),
    _Flag("detect", "--detect", float, "POINTS", _ARMS,
          "Take the smallest hold-out that can show a rise of so many percentage points."),
    _Flag("global_holdout", "--global-holdout", float, "SHARE", _ARMS,
          "The share that gets no campaign at all, ever the same people."),
    _Flag("outcome_days", "--outcome-days", int, "N", _ARMS,
          "Days after the send in which purchases will count. [default: 30]"),
    _Flag("rates", "--rate", list[str], "PERCENT", _ARMS,
          "How many of 100 customers buy in these days anyway, where no log shows it; of one "
          "segment: Loyal=12."),
    _Flag("platform", "--for", str, "klaviyo|mailchimp|hubspot|google|meta", _FILES,
          "Write files that this platform takes, from the details in --people."),
    _Flag("hashed", "--hash", bool, None, _FILES, "Hash the details, for google and meta."),
    _Flag("phone_country", "--phone-country", str, "CC", _FILES,
          "Two letters: the country of phone numbers that do not begin with +."),
)  # fmt: skip


def _with_flags(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `_FLAGS`; it takes them as ``**values``."""
    signature = inspect.signature(command, eval_str=True)
    fixed = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
    parameters = [*fixed, *(_parameter(item) for item in _FLAGS)]
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {p.name: p.annotation for p in parameters}
    return command


def _parameter(item: _Flag) -> inspect.Parameter:
    is_switch = item.type is bool
    info = typer.Option(
        item.flag,
        help=item.help,
        metavar=item.metavar,
        rich_help_panel=item.panel,
        show_default=False,
    )
    kind = bool if is_switch else item.type | None
    return inspect.Parameter(
        item.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=False if is_switch else None,
        annotation=Annotated[kind, info],
    )


@_with_flags
def campaign(
    run_folder: Annotated[
        Path, typer.Argument(metavar="RUN", help="The folder of a run.", show_default=False)
    ],
    *,
    name: Annotated[
        str,
        typer.Option(
            "--campaign",
            metavar="NAME",
            help="Its name; the same name gives everybody the same arm. Required.",
            rich_help_panel=_WHO,
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Where the lists go; a folder of their own. Required.",
            rich_help_panel=OUTPUT,
            show_default=False,
        ),
    ],
    as_json: AsJson = False,
    quiet: Quiet = False,
    debug: Debug = False,
    **values: Any,
) -> None:
    """Make the lists of a campaign: who gets it, and who is held out so that it can be measured."""
    from personae.workflow.campaign import campaign

    request = _request(name, values)
    with ProgressLine(quiet=quiet) as progress:
        folder = campaign(run_folder, request, out=out, on_event=progress)

    def parts() -> Any:
        from personae.cli.campaign_tables import campaign_parts

        return campaign_parts(folder.summary, folder.path, folder.files)

    terminal.show(folder, parts, as_json=as_json, quiet=quiet)


def _request(name: str, values: dict[str, Any]) -> Any:
    """Put together what was typed; what was not keeps the request's own default."""
    from personae.actions.campaigns.campaign_request import CampaignRequest

    typed = {key: value for key, value in values.items() if value is not None and value != []}
    typed |= {key: tuple(value) for key, value in typed.items() if isinstance(value, list)}
    if "not_since" in typed:
        typed["not_since"] = day_from(typed["not_since"], option="--not-since")
    if "phone_country" in typed:
        typed["phone_country"] = typed["phone_country"].upper()
    return CampaignRequest(name, **typed)
