"""Columns of the customer table in, the numbers that K-means sees out; and back again."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

from personae.dataclass import dataclass
from personae.errors import InputError
from personae.features.step import SpaceStep

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

__all__ = ["FeatureSpace", "SpaceStep"]


@dataclass(frozen=True)
class FeatureSpace:
    """The fitted steps, in the order of the features."""

    transform: Literal["auto", "raw", "standard", "log"]
    steps: tuple[SpaceStep, ...]

    @property
    def axes(self) -> tuple[str, ...]:
        """A readable name for every axis."""
        return tuple(
            step.column if step.category is None else f"{step.column} = {step.category}"
            for step in self.steps
        )

    def matrix(self, table: pa.Table) -> NDArray[np.float64]:
        """Return the coordinates of every row, shape (n_rows, n_axes), C order.

        Raises
        ------
        InputError
            If a value has no coordinate: infinite, or so far below 0 that it has no logarithm where
            one is taken.
        """
        import numpy as np

        from personae.features.transform import coordinates

        matrix = np.empty((table.num_rows, len(self.steps)))
        for axis, step in enumerate(self.steps):
            matrix[:, axis] = coordinates(step, table.column(step.column))
        return matrix

    def matrix_where_known(self, table: pa.Table) -> NDArray[np.float64] | None:
        """Return what `matrix` does; None where the table lacks a column or a value has no place.

        For customers of another day or run, of whom less may be known.
        """
        if not {step.column for step in self.steps} <= set(table.column_names):
            return None
        try:
            return self.matrix(table)
        except InputError:
            # such as a loss then, where the space of now takes logarithms
            return None

    def original(self, centers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points of the space in the customers' own units, same shape.

        For a category this is the share of customers who have it.
        """
        import numpy as np

        from personae.features.logarithm import amounts_of

        points = np.array(centers, dtype=np.float64)
        for axis, step in enumerate(self.steps):
            values = points[:, axis] / step.weight * step.scale + step.mean
            points[:, axis] = amounts_of(values, step.unit) if step.log else values
        return points

    def to_dict(self) -> dict[str, Any]:
        """Return the space as JSON-ready values that `from_dict` reads back."""
        return {"transform": self.transform, "steps": [asdict(step) for step in self.steps]}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> FeatureSpace:
        """Build a space from what `to_dict` wrote."""
        return cls(values["transform"], tuple(SpaceStep(**step) for step in values["steps"]))
