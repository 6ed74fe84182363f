"""The fits of a run in, the table that the cluster tree is drawn from out.

Each number of segments is a row of the tree. Every segment gets a place in its row, as near to
below the segments it came from as there is room, and the segment of the chosen number that most of
its customers are in, whose colour it is drawn in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from personae.cluster.tree import cluster_tree
from personae.profile.wording import enumerate_words, percent
from personae.report.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from personae.cluster.evidence import KChoice
    from personae.cluster.tree import Branch

__all__ = ["tree_table"]


def tree_table(choice: KChoice, numbers: Sequence[int]) -> dict[str, Any] | None:
    """Return the nodes and branches of the cluster tree; None where there is one fit only.

    `numbers` are those of the chosen segments, in the order of their labels.
    """
    fits, chosen = choice.fits, choice.k
    branches = cluster_tree(fits)
    if not branches or chosen not in fits:
        return None
    places = _places(branches)
    nodes = []
    for k in sorted(fits):
        sizes = np.bincount(fits[k].labels, minlength=k)
        homes = _homes(fits[k].labels, fits[chosen].labels, k=k, chosen=chosen)
        nodes += [
            {
                "k": k,
                "segment": segment + 1,
                "share": plain(sizes[segment] / len(fits[k].labels)),
                "place": plain(places[k, segment + 1]),
                "home": numbers[homes[segment]],
            }
            for segment in range(k)
        ]
    return {
        "alt": _in_words(branches, chosen),
        "k": chosen,
        "how": choice.how,
        "nodes": nodes,
        "branches": [
            {
                "k": branch.k,
                "segment": branch.segment,
                "next_k": branch.next_k,
                "next_segment": branch.next_segment,
                "n": branch.n,
                "out_share": plain(branch.out_share),
                "in_share": plain(branch.in_share),
            }
            for branch in branches
        ],
        "steps": _steps(branches, numbers),
    }


def _places(branches: Sequence[Branch]) -> dict[tuple[int, int], float]:
    """Place the segments of every k evenly from 0 to 1, ordered by where their customers were."""
    first = branches[0].k
    places = {(first, segment): (segment - 0.5) / first for segment in range(1, first + 1)}
    for k in sorted({branch.next_k for branch in branches}):
        middle = dict.fromkeys(range(1, k + 1), 0.0)
        for branch in branches:
            if branch.next_k == k:
                above = places[branch.k, branch.segment]
                middle[branch.next_segment] += branch.in_share * above
        # shares of equal meaning differ in the last bit
        order = sorted(middle, key=lambda segment: (round(middle[segment], 9), segment))
        places |= {(k, segment): (rank + 0.5) / k for rank, segment in enumerate(order)}
    return places


def _homes(
    labels: NDArray[np.int32], chosen_labels: NDArray[np.int32], *, k: int, chosen: int
) -> list[int]:
    """Return the chosen segment that most customers of each are in, from 0, ties to the lowest."""
    cells = labels.astype(np.int64) * chosen + chosen_labels
    table = np.bincount(cells, minlength=k * chosen).reshape(k, chosen)
    homes: list[int] = table.argmax(axis=1).tolist()
    return homes


def _steps(branches: Sequence[Branch], numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Say of each chosen segment where it comes from and what becomes of it."""
    chosen = len(numbers)
    return [
        {
            "segment": number,
            "comes_from": _told(
                [
                    (branch.in_share, f"segment {branch.segment} of {branch.k}")
                    for branch in branches
                    if (branch.next_k, branch.next_segment) == (chosen, segment)
                ]
            ),
            "goes_to": _told(
                [
                    (branch.out_share, f"segment {branch.next_segment} of {branch.next_k}")
                    for branch in branches
                    if (branch.k, branch.segment) == (chosen, segment)
                ]
            ),
        }
        for segment, number in enumerate(numbers, start=1)
    ]


MENTIONED = 0.05


def _told(parts: list[tuple[float, str]]) -> str:
    """Return the large parts in words, the largest first; empty at either end of the tree."""
    ordered = sorted(parts, key=lambda part: -part[0])
    return ", ".join(f"{what} ({percent(share)})" for share, what in ordered if share >= MENTIONED)


def _in_words(branches: Sequence[Branch], chosen: int) -> str:
    first, last = branches[0].k, branches[-1].next_k
    text = (
        f"A row of discs for each number of segments from {first} to {last}; lines show where "
        f"customers go as there is one more. k = {chosen} is marked."
    )
    before = [branch for branch in branches if branch.next_k == chosen]
    split = sorted({branch.segment for branch in before if _splits(branch, before)})
    if split:
        which = enumerate_words([str(segment) for segment in split])
        word = "segment" if len(split) == 1 else "segments"
        text += f" From k = {before[0].k} to {chosen}, {word} {which} split."
    return text


SPLITS = 0.1


def _splits(branch: Branch, level: Sequence[Branch]) -> bool:
    """Tell whether at least two sizeable parts of a segment go different ways."""
    parts = [other for other in level if other.segment == branch.segment]
    return sum(part.out_share >= SPLITS for part in parts) > 1
