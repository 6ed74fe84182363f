"""What somebody could do about a segment, and the facts that led to it."""

from __future__ import annotations

from personae.dataclass import dataclass

__all__ = ["Suggestion"]


@dataclass(frozen=True)
class Suggestion:
    """One suggestion of the playbook.

    Parameters
    ----------
    code : str
        The entry of the playbook, such as ``"win-back"``.
    segment : int
        The segment it is for.
    title : str
        What to do, in a few words.
    text : str
        How, in one or two sentences.
    facts : tuple of str
        The figures of this segment that led to it.
    people : int
        How many customers it would reach.
    money : float or None
        The revenue of these customers, where money is known.
    priority : float
        Larger comes first; by money at stake, else by people.
    list : str
        The file of the run folder that names them.
    """

    code: str
    segment: int
    title: str
    text: str
    facts: tuple[str, ...]
    people: int
    money: float | None
    priority: float
    list: str = "segments.csv"
