"""What became of an earlier run's segments in, the sentences that say so out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import count, percent

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["found_again", "who_moved"]


def found_again(like: Mapping[str, Any]) -> str:
    """Say how many segments were found again, and what became of the others.

    Parameters
    ----------
    like : mapping
        What `Identity.to_dict` gives, as it stands in ``summary.json``.

    Examples
    --------
    >>> now = [{"segment": 1, "origin": "kept", "comes_from": [1]},
    ...        {"segment": 3, "origin": "split", "comes_from": [1]}]
    >>> then = [{"segment": 1, "fate": "split", "goes_to": [1, 3]}]
    >>> found_again({"run": "march", "now": now, "then": then})
    '1 of the 1 segments of march were found again; 3 is a part of 1.'
    """
    then, now = like["then"], like["now"]
    known = {item["segment"] for item in then}
    kept = sum(item["segment"] in known for item in now)
    if not kept:
        return f"No segment of {like['run']} was found again; all numbers are new."
    text = f"{kept} of the {len(then)} segments of {like['run']} were found again"
    other = [
        f"{number} is {'a part of ' + were if origin == 'split' else origin}"
        for number, origin, were in (
            (item["segment"], item["origin"], ", ".join(map(str, item["comes_from"])))
            for item in now
        )
        if origin in {"new", "split"}
    ]
    other += [
        f"{item['segment']} unites {' and '.join(map(str, item['comes_from']))}"
        for item in now
        if item["origin"] == "merged"
    ]
    fresh = {item["segment"] for item in now if item["origin"] == "new"}
    other += [f"{item['segment']} is gone" for item in then if item["fate"] == "vanished"]
    other += [
        f"{item['segment']} went into {item['goes_to'][0]}"
        for item in then
        if item["fate"] == "merged" and item["goes_to"][0] in fresh
    ]
    return text + ("; " + "; ".join(other) if other else "") + "."


def who_moved(moves: Mapping[str, Any]) -> str:
    """Say how many customers changed their segment, and for how many only the borders moved.

    Parameters
    ----------
    moves : mapping
        What `Moves.to_dict` gives.

    Examples
    --------
    >>> who_moved({"customers_in_both": 0, "moved": 0, "changed": None})
    'No customer is in both runs.'
    """
    both, moved, changed = (moves[name] for name in ("customers_in_both", "moved", "changed"))
    if not both:
        return "No customer is in both runs."
    text = (
        f"{count(moved)} of the {count(both, 'customer')} who are in both runs moved "
        f"({percent(moved / both)})"
    )
    if moved and changed is not None:
        text += (
            f": {count(changed)} of them changed, and would have moved between the segments of "
            f"then too; for {count(moved - changed)} only the borders did"
        )
    return text + "."
