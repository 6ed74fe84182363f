"""Labels in, true names of the segments out, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.profile.columns import Groups, values_of
from personae.profile.levels import levels_of, traits_of
from personae.profile.naming import name_segments
from personae.profile.numbers import number_profiles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from personae.data.customers import Customers
    from personae.profile.naming import Name
    from personae.profile.numbering import Follows

__all__ = ["names_alone"]


def names_alone(
    customers: Customers,
    labels: NDArray[np.integer[Any]],
    *,
    features: tuple[str, ...],
    follows: Follows,
    given: Mapping[int, str] | None = None,
) -> list[Name]:
    """Name segments as `personae.profile.describe.describe` does.

    Parameters
    ----------
    customers : Customers
        One row per customer.
    labels : ndarray, shape (n_customers,)
        Their segments, counted from 0.
    features : tuple of str
        The columns that made the segments.
    follows : Follows
        Their numbers, and the names that stay where they are true.
    given : mapping of int to str, optional
        Names that a person gave, by number; they stay in any case.
    """
    groups, values = Groups(labels.astype("int64"), len(follows.numbers)), values_of(customers)
    profiles = {
        column.name: number_profiles(column.name, values.numbers[column.name], groups)
        for column in customers.columns
        if column.type == "number" and column.use != "outcome"
    }
    levels = levels_of(profiles, values, groups, customers=customers, features=features)
    return name_segments(
        levels,
        traits_of(levels, values, groups, customers=customers),
        kind=customers.kind,
        given_names=given,
        numbers=follows.numbers,
        earlier_names=follows.names,
    )
