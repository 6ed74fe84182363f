"""A stored document in, the same document as people see it out: named, and safe to draw."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["names_of", "put_names", "shown"]

_TOKEN = re.compile(r"⟪(t?\d+)⟫")
# Control characters, halves of surrogate pairs and marks that turn the direction of writing:
# no page, picture or terminal should get them from a file's header.
_UNFIT = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]+"
)


def put_names(text: str, names: dict[str, str]) -> str:
    """Put the name of segment 3 where a text says ``⟪3⟫``, of trend segment 3 where ``⟪t3⟫``.

    A number that no segment has is shown as "segment 9".

    Examples
    --------
    >>> put_names("⟪1⟫ lies near ⟪9⟫, ⟪t1⟫ grew.", {"1": "Loyal", "t1": "Frequent"})
    'Loyal lies near segment 9, Frequent grew.'
    """
    return _TOKEN.sub(lambda match: names.get(match[1], f"segment {match[1].lstrip('t')}"), text)


def names_of(document: dict[str, Any]) -> dict[str, str]:
    """Return the name of every segment by what stands in its token.

    The segments whose sizes are followed over time are found anew within a window: they have names
    of their own, and one of them may carry the number of a segment of the run.

    Examples
    --------
    >>> names_of({"segments": [{"segment": 1, "name": "Loyal"}],
    ...           "trends": {"names": [{"segment": 1, "name": "Frequent"}]}})
    {'1': 'Loyal', 't1': 'Frequent'}
    """
    followed = (document.get("trends") or {}).get("names", ())
    return {str(item["segment"]): item["name"] for item in document["segments"]} | {
        f"t{item['segment']}": item["name"] for item in followed
    }


def shown(document: dict[str, Any]) -> dict[str, Any]:
    r"""Return a copy of a report's document as it is shown.

    Every token has become the segment's current name, and control characters are gone.

    Examples
    --------
    >>> shown({"segments": [{"segment": 1, "name": "Lo\tyal"}], "sentence": "⟪1⟫ buy most."})
    {'segments': [{'segment': 1, 'name': 'Lo yal'}], 'sentence': 'Lo yal buy most.'}
    """
    copy: dict[str, Any] = _shown(document, names_of(document))
    return copy


def _shown(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return _UNFIT.sub(" ", put_names(value, names) if "⟪" in value else value)
    if isinstance(value, dict):
        return {key: _shown(item, names) for key, item in value.items()}
    if isinstance(value, list):
        # the points of a map are long lists of bare numbers
        bare = not value or isinstance(value[0], int | float)
        return value if bare else [_shown(item, names) for item in value]
    return value
