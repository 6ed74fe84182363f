"""An earlier model and new centres in, the names that people gave out: they outlive a refit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from personae.data.schema import Finding
from personae.features.logarithm import logarithm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from personae.features.space import FeatureSpace
    from personae.scoring.model import SegmentModel

__all__ = ["kept_names", "name_kept", "name_lost"]


def kept_names(
    earlier: SegmentModel, space: FeatureSpace, centers: NDArray[np.float64]
) -> tuple[dict[int, str], list[Finding]]:
    """Return the names given by a person that new segments inherit.

    A new segment inherits a name if it and the named one are each other's nearest: no new centre
    is closer to the old one, and no old centre is closer to the new one, in the new space.

    Parameters
    ----------
    earlier : SegmentModel
        The model whose segments a person named.
    space : FeatureSpace
        The feature space of the new segments.
    centers : ndarray, shape (n_segments, n_axes)
        The new centres, in that space.

    Returns
    -------
    names : dict of int to str
        The inherited names by the new segments' numbers.
    findings : list of Finding
        One for every name, kept or lost.
    """
    given = [item for item in earlier.segments if item.named_by == "person"]
    if not given:
        return {}, []
    if earlier.space.axes != space.axes:
        return {}, [name_lost(item.name, "the features are others now") for item in given]
    old = _placed(space, earlier.space.original(earlier.centers))
    squared = ((old[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
    names, findings = {}, []
    for place, item in enumerate(earlier.segments):
        if item.named_by != "person":
            continue
        nearest = int(squared[place].argmin())
        if int(squared[:, nearest].argmin()) == place:
            names[nearest + 1] = item.name
            findings.append(name_kept(item.name, item.segment, nearest + 1))
        else:
            findings.append(name_lost(item.name, "no segment of now matches it"))
    return names, findings


def _placed(space: FeatureSpace, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points in the customers' own units as coordinates: the reverse of `original`."""
    coordinates = np.empty(points.shape)
    for axis, step in enumerate(space.steps):
        values = logarithm(points[:, axis], step.unit) if step.log else points[:, axis]
        coordinates[:, axis] = (values - step.mean) / step.scale * step.weight
    return coordinates


def name_kept(name: str, before: int, now: int) -> Finding:
    """Say that a name which a person gave stays."""
    return Finding(
        "names/kept",
        "note",
        f'The name "{name}" that was given to segment {before} of the earlier run stays with '
        f"segment {now}, which lies where that one lay.",
    )


def name_lost(name: str, why: str) -> Finding:
    """Say that a name which a person gave is gone, and why."""
    return Finding(
        "names/lost",
        "warning",
        f'The name "{name}" of the earlier run is not kept: {why}.',
        fix="Give it again with: personae rename RUN SEGMENT NAME",
    )
