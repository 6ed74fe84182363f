"""How far segments stand in for sensitive attributes in, what the report says of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import enumerate_words, percent, token

if TYPE_CHECKING:
    from personae.profile.proxies import Proxy, ProxyShare
    from personae.report.run import Run

__all__ = ["proxies_section"]

DASH = "\N{EN DASH}"
_ANSWERS = {"no": "No, not for", "partly": "Partly, for", "yes": "Yes, for"}


def proxies_section(run: Run) -> dict[str, Any] | None:
    """Return the section on sensitive attributes; None where the table has none."""
    if not run.proxies:
        return None
    labels = [item.label for item in run.proxies]
    return {
        "title": f"Do the segments stand in for {enumerate_words(labels)}?",
        "headline": " ".join(
            f"{answer} {enumerate_words(named)}."
            for verdict, answer in reversed(_ANSWERS.items())
            if (named := [item.label for item in run.proxies if item.verdict == verdict])
        ),
        "warning": _warning(run.proxies),
        "attributes": [_attribute(run, item) for item in run.proxies],
    }


def _warning(told: tuple[Proxy, ...]) -> str | None:
    """Return what follows for whoever acts on the segments."""
    named = [item.label for item in told if item.verdict != "no"]
    if not named:
        return None
    return (
        f"Whoever treats these segments differently treats people of different "
        f"{enumerate_words(named)} differently, whether it is meant or not. Before prices, credit "
        "or access depend on a segment, ask whether that is fair, and lawful where you are."
    )


def _attribute(run: Run, item: Proxy) -> dict[str, Any]:
    groups = list(dict.fromkeys(share.group for share in item.shares))
    cells = {(share.segment, share.group): share for share in item.shares}
    overall = {share.group: share.overall for share in item.shares}
    return {
        "label": item.label,
        "verdict": item.verdict,
        "text": _in_words(item),
        "groups": [{"name": name, "everybody": percent(overall[name])} for name in groups],
        "rows": [
            {
                "segment": number,
                "cells": [_cell(cells.get((number, name))) for name in groups],
            }
            for number in run.segmentation.numbers
        ],
    }


def _in_words(item: Proxy) -> str:
    more = item.guessed - item.guessed_blind
    text = (
        f"Who knows the segment would guess {item.label} right for {percent(item.guessed)} of "
        f"customers at best, who does not for {percent(item.guessed_blind)}"
    )
    text += "" if more >= 0.005 else ": the segment helps nothing"
    text += f" (Cramér's V {item.v:.2f}; 0 is nothing, 1 is all)."
    if item.is_feature:
        text = f"The segments are made of it, as you asked. {text}"
    clear = sorted(
        (share for share in item.shares if share.is_clear),
        key=lambda share: -abs(share.share - share.overall),
    )[:3]
    found = [
        f"of {token(share.segment)} {percent(share.share)} are {share.group} "
        f"(of everybody {percent(share.overall)})"
        for share in clear
    ]
    told = enumerate_words(found)
    return f"{text} {told[:1].upper()}{told[1:]}." if found else text


def _cell(share: ProxyShare | None) -> dict[str, Any]:
    if share is None:
        return {"share": "not shown", "range": "", "is_clear": False}
    return {
        "share": percent(share.share),
        "range": f"{percent(share.low)} {DASH} {percent(share.high)}",
        "is_clear": share.is_clear,
    }
