"""What was typed for a campaign in, a request for the workflow and what came back out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from personae.cli import arguments, terminal
from personae.cli.arguments import NUMBER, OUTPUT, PATH, WHOLE_NUMBER, option
from personae.cli.help import GroupedCommand
from personae.cli.parameters import day_from
from personae.cli.progress import ProgressLine
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from personae.cli.arguments import Command

__all__ = ["campaign"]

_WHO, _ARMS, _FILES = "Who may be contacted", "Who is held out", "Files for a platform"


@dataclass(frozen=True)
class _Flag:
    """One option of the command; `name` is the field of the request that it fills.

    A switch has no type.
    """

    name: str
    flag: str
    type: click.ParamType[Any] | None
    metavar: str | None
    panel: str
    help: str
    multiple: bool = False


_FLAGS = (
    _Flag("segments", "--segment", click.STRING, "NAME", _WHO,
          "A segment by name or number; again for more. [default: all]", multiple=True),
    _Flag("at_risk", "--at-risk", None, None, _WHO,
          "Only customers that the run lists as at risk."),
    _Flag("people", "--people", PATH, "FILE", _WHO,
          "Ids with e-mail, phone, names, consent. Looked up in, never kept."),
    _Flag("consent", "--consent", click.STRING, "COL", _WHO,
          "The column of --people that says who agreed; what is no clear yes is a no."),
    _Flag("suppress", "--suppress", PATH, "FILE", _WHO,
          "Ids or e-mail addresses never to contact."),
    _Flag("contact_log", "--contact-log", PATH, "FILE", _WHO,
          "Who was contacted when, for --not-since."),
    _Flag("not_since", "--not-since", click.STRING, "DATE", _WHO,
          "Leave out who was contacted on this day or later."),
    _Flag("max_contacts", "--max-contacts", WHOLE_NUMBER, "N", _WHO,
          "The most people to contact; a fair sample of all."),
    _Flag("min_list", "--min-list", WHOLE_NUMBER, "N", _WHO,
          "The fewest people that make a list. [default: 100]"),
    _Flag("columns", "--column", click.STRING, "FIELD=COL", _WHO,
          "What a column of these files is, where its name does not tell: email=COL; also id, "
          "phone, first_name, last_name, country, zip, date.", multiple=True),
    _Flag("holdout", "--holdout", NUMBER, "SHARE", _ARMS,
          "The share that gets nothing, to compare with. [default: 0.1]"),
    _Flag("detect", "--detect", NUMBER, "POINTS", _ARMS,
          "Take the smallest hold-out that can show a rise of so many percentage points."),
    _Flag("global_holdout", "--global-holdout", NUMBER, "SHARE", _ARMS,
          "The share that gets no campaign at all, ever the same people."),
    _Flag("outcome_days", "--outcome-days", WHOLE_NUMBER, "N", _ARMS,
          "Days after the send in which purchases will count. [default: 30]"),
    _Flag("rates", "--rate", click.STRING, "PERCENT", _ARMS,
          "How many of 100 customers buy in these days anyway, where no log shows it; of one "
          "segment: Loyal=12.", multiple=True),
    _Flag("platform", "--for", click.STRING, "klaviyo|mailchimp|hubspot|google|meta", _FILES,
          "Write files that this platform takes, from the details in --people."),
    _Flag("hashed", "--hash", None, None, _FILES, "Hash the details, for google and meta."),
    _Flag("phone_country", "--phone-country", click.STRING, "CC", _FILES,
          "Two letters: the country of phone numbers that do not begin with +."),
)  # fmt: skip


def _with_flags(command: Command) -> Command:
    """Give a command the options of `_FLAGS`; it takes them as ``**values``."""
    for item in reversed(_FLAGS):  # as decorators that stand in this order are applied
        given = {"type": item.type, "multiple": item.multiple} if item.type else {"is_flag": True}
        command = option(
            item.flag, item.name, metavar=item.metavar, help=item.help, panel=item.panel, **given
        )(command)
    return command


@click.command(cls=GroupedCommand)
@arguments.run_folder
@option(
    "--campaign",
    "name",
    required=True,
    metavar="NAME",
    help="Its name; the same name gives everybody the same arm. Required.",
    panel=_WHO,
)
@option(
    "--out",
    type=PATH,
    required=True,
    metavar="DIR",
    help="Where the lists go; a folder of their own. Required.",
    panel=OUTPUT,
)
@arguments.as_json
@arguments.quiet
@arguments.debug
@_with_flags
def campaign(
    run_folder: Path, *, name: str, out: Path, as_json: bool, quiet: bool, **values: Any
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

    typed = {key: value for key, value in values.items() if value is not None and value != ()}
    if "not_since" in typed:
        typed["not_since"] = day_from(typed["not_since"], option="--not-since")
    if "phone_country" in typed:
        typed["phone_country"] = typed["phone_country"].upper()
    return CampaignRequest(name, **typed)
