"""What a log shows and what a person said in, how many buy anyway, by segment, out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from personae.actions.campaigns.bought_again import BoughtAgain
from personae.actions.campaigns.draw import ALL
from personae.dataclass import dataclass
from personae.errors import Problem, UsageError, nearest_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray


__all__ = ["BaseRate", "base_rates", "chosen_segments"]


@dataclass(frozen=True)
class BaseRate:
    """The share of a segment that buys in the window without any campaign.

    Parameters
    ----------
    rate : float or None
        From 0 to 1; None where nothing is known.
    source : {"log", "user"} or None
        Whether the purchase log shows it or a person said it.
    """

    rate: float | None
    source: Literal["log", "user"] | None


def base_rates(
    segments: NDArray[np.integer],
    names: Mapping[int, str],
    *,
    seen: Mapping[int, BoughtAgain] | None,
    told: Mapping[str, float],
) -> dict[int, BaseRate]:
    """Find the rate of every segment, and of all together (`personae.actions.campaigns.draw.ALL`).

    What a person said of a segment goes before what was said of all, and that before the log.

    Parameters
    ----------
    segments : ndarray of int, shape (n_people,)
        The segments of the chosen customers.
    names : dict of int to str
        The chosen segments.
    seen : dict of int to BoughtAgain, or None
        Who of each segment bought again lately; None where no log tells.
    told : dict of str to float
        Rates that a person gave, by name or number; ``""`` stands for all.

    Raises
    ------
    UsageError
        If a rate is given for a segment that is not chosen.
    """
    by_number = {
        number: rate
        for item, rate in told.items()
        if item
        for number in chosen_segments((item,), names, option="--rate")
    }
    rates = {}
    for number in sorted(names):
        if number in by_number or "" in told:
            rates[number] = BaseRate(by_number.get(number, told.get("")), "user")
        else:
            rate = None if seen is None else seen[number].rate
            rates[number] = BaseRate(rate, None if rate is None else "log")
    rates[ALL] = _together(segments, rates, seen=seen, is_told=bool(told))
    return rates


def chosen_segments(
    wanted: Sequence[str], names: Mapping[int, str], *, option: str = "--segment"
) -> list[int]:
    """Return the numbers of segments that a person named, each once, in ascending order.

    Parameters
    ----------
    wanted : sequence of str
        Numbers or names; all segments if there is none.
    names : dict of int to str
        Every segment there is.
    option : str
        Where they were typed.

    Raises
    ------
    UsageError
        If there is no such segment.

    Examples
    --------
    >>> chosen_segments(["loyal", "1"], {1: "New", 2: "Loyal", 3: "Lost"})
    [1, 2]
    """
    by_name = {name.casefold(): number for number, name in names.items()}
    by_name |= {str(number): number for number in names}
    found = {by_name.get(item.strip().casefold()) for item in wanted}
    if None not in found:
        return sorted(number for number in found if number is not None) or sorted(names)
    listed = "; ".join(f"{number} {name}" for number, name in sorted(names.items()))
    unknown = [item for item in wanted if item.strip().casefold() not in by_name]
    raise UsageError(
        *(
            Problem(
                "segments/unknown",
                f'There is no segment "{item}"; there are: {listed}.',
                f"Pass {option} with one of these names or numbers"
                + "".join(f', such as "{name}"' for name in nearest_names(item, names.values())[:1])
                + ".",
            )
            for item in unknown
        )
    )


def _together(
    segments: NDArray[np.integer],
    rates: Mapping[int, BaseRate],
    *,
    seen: Mapping[int, BoughtAgain] | None,
    is_told: bool,
) -> BaseRate:
    """Return the rate of all chosen customers: counted, or the mean by size of what was said."""
    if seen is not None and not is_told:
        chosen = [seen[number] for number in rates]
        whole = BoughtAgain(sum(one.known for one in chosen), sum(one.bought for one in chosen))
        return BaseRate(whole.rate, None if whole.rate is None else "log")
    known = [(int(np.sum(segments == number)), item.rate) for number, item in rates.items()]
    people = sum(size for size, _ in known)
    if not people or any(rate is None for _, rate in known):
        return BaseRate(None, None)
    return BaseRate(sum(size * (rate or 0.0) for size, rate in known) / people, "user")
