"""Segments counted from 1 and their numbers in, the same segments under these numbers out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from personae.dataclass import dataclass
from personae.profile.wording import token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from personae.profile.segment import KeyAccounts, Segment, Segmentation

__all__ = ["Follows", "numbered_column", "numbered_text", "renumbered"]

_TOKEN = re.compile(r"⟪(\d+)⟫")


@dataclass(frozen=True)
class Follows:
    """What segments have from those of an earlier run.

    Parameters
    ----------
    numbers : tuple of int
        Their numbers, ascending: some from the earlier run, others new.
    names : mapping of int to str
        What the earlier ones were called, by number; a name stays where it is still true.
    """

    numbers: tuple[int, ...]
    names: Mapping[int, str]


def renumbered(segmentation: Segmentation, numbers: Sequence[int]) -> Segmentation:
    """Return a segmentation whose first segment has the first of the numbers, and so on.

    A fit that follows an earlier one keeps the numbers of the segments that it finds again. All
    that is told is found with segments counted from 1, and gets its numbers here, at once: cards,
    neighbours, texts, the list of key accounts and the points of the map.

    Parameters
    ----------
    segmentation : Segmentation
        With segments 1 to k.
    numbers : sequence of int
        Ascending.
    """
    accounts = segmentation.key_accounts
    points = segmentation.map.points
    return replace(
        segmentation,
        segments=tuple(_segment(item, numbers) for item in segmentation.segments),
        sentence=numbered_text(segmentation.sentence, numbers),
        trust_sentence=numbered_text(segmentation.trust_sentence, numbers),
        key_accounts=None if accounts is None else _accounts(accounts, numbers),
        map=replace(segmentation.map, points=numbered_column(points, "segment", numbers)),
    )


def numbered_text(text: str, numbers: Sequence[int]) -> str:
    """Return a text in which the place of a segment has become its number.

    Examples
    --------
    >>> numbered_text("⟪1⟫ lies near ⟪2⟫.", [2, 5])
    '⟪2⟫ lies near ⟪5⟫.'
    """
    return _TOKEN.sub(lambda match: token(numbers[int(match[1]) - 1]), text)


def numbered_column(table: pa.Table, column: str, numbers: Sequence[int]) -> pa.Table:
    """Return a table in whose column the place of a segment, from 1, has become its number."""
    import pyarrow as pa

    places = table.column(column).to_numpy().astype(np.int64)
    values = pa.array(
        np.asarray(numbers, dtype=np.int32)[places - 1], table.schema.field(column).type
    )
    return table.set_column(table.column_names.index(column), column, values)


def _segment(item: Segment, numbers: Sequence[int]) -> Segment:
    near = item.neighbour
    if near is not None:
        text = numbered_text(near.text, numbers)
        near = replace(near, segment=numbers[near.segment - 1], text=text)
    return replace(
        item,
        segment=numbers[item.segment - 1],
        neighbour=near,
        headline=numbered_text(item.headline, numbers),
        notes=tuple(numbered_text(note, numbers) for note in item.notes),
    )


def _accounts(accounts: KeyAccounts, numbers: Sequence[int]) -> KeyAccounts:
    return replace(accounts, table=numbered_column(accounts.table, "segment", numbers))
