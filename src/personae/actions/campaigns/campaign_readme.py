"""The account of a campaign in, a page in plain words for whoever sends it out."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from personae.actions.campaigns.waterfall import REASONS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["readme"]


def readme(summary: Mapping[str, Any], *, folder: str) -> str:
    """Say what to send to whom, whom never to contact, and how to see whether it worked.

    Parameters
    ----------
    summary : dict
        What `campaign.json` holds.
    folder : str
        The name of the campaign's folder.
    """
    segments = summary["segments"]
    treatment, control = (sum(item[arm] for item in segments) for arm in ("treatment", "control"))
    days = summary["outcome_days"]
    lines = [
        f"Campaign: {summary['campaign']}",
        "",
        "1. Send it to treatment.csv",
        f"   {treatment:,} people. {_how_to_send(summary)}",
        "",
        "2. Send nothing to control.csv",
        f"   {control:,} people, chosen by chance. They show what would have happened without the",
        "   campaign. One letter to them and nobody can tell any more whether it worked.",
        "",
        "3. Write down the day on which you sent it, and keep this folder",
        f"   Wait until {days} days have passed. Then take a fresh log of purchases and type, with",
        "   that day in place of DATE (2024-12-31):",
        "",
        f"   personae lift {shlex.quote(folder)} purchases.csv --sent DATE",
        "",
        "Who is on no list, and why",
        *_left_out(segments),
        "",
        "What it can show",
        *_can_show(summary),
        "",
        "The same campaign name gives everybody the same arm again, also when the list has grown,",
        f"if the hold-out stays as it is: --holdout {summary['holdout']:g}. Another name is",
        "a new draw.",
    ]
    if summary["supplied_by_user"]:
        listed = ", ".join(f"--{name}" for name in summary["supplied_by_user"])
        lines += ["", f"Numbers that were given, not found in the data: {listed}."]
    return "\n".join(lines) + "\n"


def _how_to_send(summary: Mapping[str, Any]) -> str:
    platform = summary["platform"]
    if platform is None:
        return "Its ids are those of your customer list."
    lines = [f"For {platform['label']} upload these files, each as an audience of its own:"]
    for item in platform["audiences"]:
        files = ", ".join(item["files"])
        lines.append(f"      {item['code']}  {item['people']:,} people  {files}")
    lines += [
        "   Name the audience by its code, so that nobody reads there what you think of them. The",
        "   files beside them that end in .spreadsheet.csv are for looking at, not for uploading.",
        "   All of them hold personal data: delete the folder upload when you are done.",
        f"   What {platform['label']} says of such files: {platform['pages'][0]}",
    ]
    return "\n".join(lines)


def _left_out(segments: list[Mapping[str, Any]]) -> list[str]:
    counts = {key: sum(item[key] for item in segments) for key in REASONS}
    members = sum(item["members"] for item in segments)
    lines = [f"   {counts[key]:>9,}  {words}" for key, words in REASONS.items() if counts[key]]
    return lines or [f"   Nobody: all {members:,} customers of these segments are on a list."]


def _can_show(summary: Mapping[str, Any]) -> list[str]:
    lines = []
    for item in summary["segments"]:
        who = f"   {item['segment']} {item['name']}: "
        if item["rate"] is None:
            lines.append(f"{who}not known, as nobody knows how many buy anyway.")
        elif item["detectable_points"] is None:
            lines.append(f"{who}nothing; too few people, or nearly all buy anyway.")
        else:
            source = "you say" if item["rate_from"] == "user" else "the log says"
            lines.append(
                f"{who}a rise by {item['detectable_points']:.1f} points or more, from the "
                f"{item['rate']:.1%} that {source} buy anyway."
            )
    return lines
