"""A document in, its gist as plain text out: rows for a terminal, Markdown for a wiki."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from personae.report.names import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["markdown", "segment_table"]

TRUST = {
    "act": "act on it",
    "pattern": "a pattern only",
    "weak": "do not trust",
    None: "not tested",
}
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#|~!&])")


def segment_table(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return one row per segment, as texts under the headings of the columns.

    Examples
    --------
    >>> card = {"segment": 1, "name": "Loyal", "size_text": "1,200", "share_text": "60 %",
    ...         "revenue_share_text": None, "trust": "act", "headline": "They come often."}
    >>> segment_table({"money_word": None, "segments": [card]})
    [{'#': '1', 'Segment': 'Loyal', 'Customers': '1,200', 'Share': '60 %', 'Trust': 'act on it',
      'What they are like': 'They come often.'}]
    """
    page = shown(dict(document))
    word = page["money_word"]
    rows = []
    for item in page["segments"]:
        row = {
            "#": str(item["segment"]),
            "Segment": item["name"],
            "Customers": item["size_text"],
            "Share": item["share_text"],
        }
        if word:
            row[f"Of {word}"] = item["revenue_share_text"] or ""
        rows.append(row | {"Trust": TRUST[item["trust"]], "What they are like": item["headline"]})
    return rows


def markdown(document: Mapping[str, Any]) -> str:
    """Return the first screen of the report and the table of segments as Markdown.

    Names from the data are escaped, so that they show as they are and format nothing.
    """
    page = shown(dict(document))
    rows = segment_table(page)
    lines = [
        f"# {len(rows)} segments in {_escaped(page['source'])}",
        "",
        _escaped(" ".join((page["who"]["line"], *page["who"]["left_out"]))),
        "",
        _escaped(page["sentence"]),
        "",
        _row(rows[0]),
        _row(["---"] * len(rows[0])),
        *(_row(_escaped(cell) for cell in row.values()) for row in rows),
        "",
    ]
    names = {item["segment"]: item["name"] for item in page["segments"]}
    for place, action in enumerate(page["actions"], start=1):
        stake = f", {action['money']} {page['money_word']} at stake" if action["money"] else ""
        reach = f"{names[action['segment']]}: {action['people']} people{stake}"
        lines.append(
            f"{place}. **{_escaped(action['title'])}** ({_escaped(reach)}; `{action['list']}`). "
            + _escaped(action["text"])
        )
    if page["key_accounts"]:
        lines += ["", _escaped(page["key_accounts"]["text"])]
    return "\n".join([*lines, "", _escaped(page["trust_sentence"]), ""])


def _row(cells: Any) -> str:
    return "| " + " | ".join(cells) + " |"


def _escaped(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
