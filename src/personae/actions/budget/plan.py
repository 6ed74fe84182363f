"""What a plan says, as values: offers, what a contact brings, and limits."""

from __future__ import annotations

import math
from dataclasses import field
from typing import TYPE_CHECKING

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Limits", "Offer", "Plan", "Response", "Terms"]

ALIKE = ((1.0, 1.0),)
"""One step: everybody responds alike."""


@dataclass(frozen=True)
class Response:
    """How much more is sold per contact, and how sure that is.

    Parameters
    ----------
    money : float
        Money sold per contact that would not have been sold otherwise, before margin.
    below, above : float
        Its standard error towards less and towards more, in money per contact.
    """

    money: float
    below: float
    above: float


@dataclass(frozen=True)
class Limits:
    """The fewest and the most: people contacted, money spent, and share of a segment."""

    min_contacts: float = 0.0
    max_contacts: float = math.inf
    min_money: float = 0.0
    max_money: float = math.inf
    max_share: float = 1.0


@dataclass(frozen=True)
class Terms:
    """What an offer costs and brings in one segment.

    Parameters
    ----------
    cost : float
        Money per contact.
    margin : float
        What is left of each unit of money sold, from 0 to 1.
    response : Response or None
        None where a measured result has to supply it.
    depth : tuple of (share, factor)
        The first share of the segment responds by the first factor, and so on, falling.
    max_share : float
        The largest share of the segment that may be contacted.
    limits : Limits
        Of this offer in this segment.
    """

    cost: float
    margin: float
    response: Response | None = None
    depth: tuple[tuple[float, float], ...] = ALIKE
    max_share: float = 1.0
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Offer:
    """One thing that can be sent or offered.

    Parameters
    ----------
    name : str
        What it is called.
    terms : Terms
        In every segment that is not in `parts`.
    parts : dict of str to Terms
        Segments, by number or name as in the plan, in which something differs.
    segments : tuple of str
        For whom it is, by number or name; empty for all.
    fixed_cost : float
        Money once, if anybody gets it.
    lift : str
        The measured result that supplies its response; empty without one.
    limits : Limits
        Over all segments together.
    """

    name: str
    terms: Terms
    parts: Mapping[str, Terms] = field(default_factory=dict)
    segments: tuple[str, ...] = ()
    fixed_cost: float = 0.0
    lift: str = ""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Plan:
    """Everything a plan says.

    Parameters
    ----------
    offers : tuple of Offer
        In the order of their names, so that the order in the file changes nothing.
    limits : Limits
        Over everything.
    segments : dict of str to Limits
        Over all offers in one segment, by number or name as in the plan.
    """

    offers: tuple[Offer, ...]
    limits: Limits = field(default_factory=Limits)
    segments: Mapping[str, Limits] = field(default_factory=dict)
