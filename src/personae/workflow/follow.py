"""An earlier run and the segments of now in, the same segments with the numbers of then out."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from personae.cluster.assign import nearest_labels
from personae.data.schema import Finding
from personae.dataclass import dataclass
from personae.monitor.align import kept_names, name_kept, name_lost
from personae.monitor.identity import EarlierRun, identify
from personae.monitor.moves import moves_between
from personae.profile.numbering import Follows
from personae.scoring.model import model_of
from personae.stats.places import places_of
from personae.workflow.result import Result
from personae.workflow.run_folder import run_files

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.cluster.evidence import KChoice
    from personae.data.customers import Customers
    from personae.features.space import FeatureSpace
    from personae.monitor.identity import Identity, NewSegment
    from personae.monitor.moves import Moves
    from personae.profile.segment import Segmentation
    from personae.scoring.model import SegmentModel

__all__ = ["Followed", "earlier_run", "findings_of", "follow", "moves_since"]


@dataclass(frozen=True)
class Followed:
    """The numbers and names that segments start from.

    Parameters
    ----------
    choice : KChoice
        With the segments in the order of their numbers.
    given : dict of int to str
        Names that people gave, by number.
    follows : Follows or None
        The numbers, and the names that were made; None where no run was followed.
    findings : tuple of Finding
        What became of the names that people gave.
    identity : Identity or None
        Which segments are earlier ones; None where no run was followed.
    """

    choice: KChoice
    given: dict[int, str]
    follows: Follows | None = None
    findings: tuple[Finding, ...] = ()
    identity: Identity | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The number of every segment, in the order of their labels."""
        if self.follows is not None:
            return self.follows.numbers
        return tuple(range(1, self.choice.k + 1))

    @property
    def last_number(self) -> int:
        """The largest number so far; 0 where no run was followed."""
        return 0 if self.identity is None else self.identity.last_number


def earlier_run(like: Any) -> EarlierRun:
    """Return what a run that is to be followed left behind, checked.

    Parameters
    ----------
    like : path or Result
        A run folder, or what `personae.segment` returned.

    Raises
    ------
    InputError, IntegrityError
        If it is no run folder, or a file of it was changed.
    """
    if isinstance(like, Result):
        return _of_table(like.model, like.segments_table, "the earlier run")
    from pyarrow import parquet

    path = Path(like)
    files = run_files(path)
    model = model_of(json.loads(files["model.json"]), origin=str(path / "model.json"))
    table = parquet.read_table(
        io.BytesIO(files["segments.parquet"]), columns=["id", "segment"]
    ).combine_chunks()
    return _of_table(model, table, path.name)


def _of_table(model: SegmentModel, table: Any, label: str) -> EarlierRun:
    import pyarrow as pa

    ids = table.column("id").cast(pa.string()).combine_chunks()
    return EarlierRun(model, ids, table.column("segment").to_numpy().astype(np.int32), label)


def follow(
    choice: KChoice,
    customers: Customers,
    space: FeatureSpace,
    *,
    X: NDArray[np.float64],
    like: EarlierRun | None,
    replaced: SegmentModel | None,
) -> Followed:
    """Give the segments the numbers and names of the run that they follow.

    Parameters
    ----------
    choice : KChoice
        The segments, numbered by falling size.
    customers, space, X
        Whom they were found in.
    like : EarlierRun, optional
        The run to follow.
    replaced : SegmentModel, optional
        The model that this run replaces: without `like`, names that people gave stay where a
        segment lies where the named one lay, but numbers are made anew.
    """
    fit = choice.fits[choice.k]
    if like is None:
        names, told = kept_names(replaced, space, fit.centers) if replaced else ({}, [])
        return Followed(choice, names, findings=tuple(told))
    found = identify(like, customers, fit.labels, k=choice.k)
    centers = fit.centers[list(found.order)]
    ordered = replace(fit, centers=centers, labels=nearest_labels(X, centers))
    kept = [item for item in like.model.segments if item.segment in found.kept]
    people = [item for item in like.model.segments if item.named_by == "person"]
    findings = [
        name_kept(item.name, item.segment, item.segment)
        if item in kept
        else name_lost(item.name, "no segment of now matches it")
        for item in people
    ]
    return Followed(
        choice.with_order(found.order, ordered),
        given={item.segment: item.name for item in kept if item.named_by == "person"},
        follows=Follows(
            found.numbers,
            {item.segment: item.name for item in kept if item.named_by != "person"},
        ),
        findings=tuple(findings),
        identity=found,
    )


def moves_since(
    like: EarlierRun, customers: Customers, labels: NDArray[np.int32], *, numbers: tuple[int, ...]
) -> Moves:
    """Count who moved between the segments of the earlier run and those of now."""
    import pyarrow as pa

    ids, now = customers.ids.cast(pa.string()), np.asarray(numbers, dtype=np.int32)[labels]
    moves = moves_between(
        (like.ids, like.segments),
        (ids, now),
        numbers_before=tuple(like.model.numbers.tolist()),
        numbers_after=numbers,
    )
    X = like.model.space.matrix_where_known(customers.table)
    if X is None:
        return moves
    places = places_of(ids, like.ids)
    both = places >= 0
    then = like.segments[places[both]]
    by_then = like.model.numbers[nearest_labels(X[both], like.model.centers)]
    return replace(moves, changed=int(((now[both] != then) & (by_then != then)).sum()))


def findings_of(followed: Followed, like: EarlierRun, segmentation: Segmentation) -> list[Finding]:
    """Say what a shop has to know of its segments since the earlier run."""
    found, follows = followed.identity, followed.follows
    if found is None or follows is None:
        return []
    if not found.kept:
        return [_nothing_kept(found, like)]
    findings: list[Finding] = []
    names = {item.segment: item.name for item in segmentation.segments}
    was = like.model.names
    for number, before in follows.names.items():
        if names[number] != before:
            what = (
                f'Segment {number} was called "{before}" in {like.label}, which is not true of it '
                f'any more; it is called "{names[number]}" now.'
            )
            fix = f'To keep the old name: personae rename RUN {number} "{before}"'
            findings.append(Finding("like/renamed", "warning", what, fix=fix))
    findings += [_came(item, names, was) for item in found.now if item.origin != "kept"]
    findings += [
        Finding(
            "like/vanished",
            "warning",
            f'Segment {item.segment} "{item.name}" of {like.label} is gone: no segment of now '
            "holds half of its customers or lies where it lay. Its number is not given again.",
        )
        for item in found.then
        if item.fate == "vanished"
    ]
    fresh = {item.segment for item in found.now if item.origin == "new"}
    findings += [
        Finding(
            "like/merged",
            "warning",
            f'Segment {item.segment} "{item.name}" of {like.label} is gone: most of its customers '
            f'are in segment {into} "{names[into]}" now. Its number is not given again.',
        )
        for item in found.then
        for into in item.goes_to
        if item.fate == "merged" and into in fresh
    ]
    return findings


def _nothing_kept(found: Identity, like: EarlierRun) -> Finding:
    return Finding(
        "like/nothing kept",
        "warning",
        f"No segment of {like.label} was found again: {found.n_both:,} customers are in both runs, "
        "and no centre lies where one lay. All numbers are new.",
        fix="Check that --like names the right run, and that --features and --transform are those "
        "of then.",
    )


def _came(item: NewSegment, names: dict[int, str], was: dict[int, str]) -> Finding:
    listed = " and ".join(f'{source} "{was[source]}"' for source in item.comes_from)
    here = f'Segment {item.segment} "{names[item.segment]}"'
    if item.origin == "merged":
        return Finding("like/merged", "warning", f"{here} unites what were segments {listed}.")
    if item.origin == "split":
        what = f"{here} is new: most of its earlier customers were in segment {listed}, which "
        return Finding("like/split", "warning", f"{what}goes on beside it.")
    what = f"{here} is new: no earlier segment shares half of its customers or lies where it lies."
    return Finding("like/new", "warning", what)
