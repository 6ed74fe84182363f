"""Which exports of shop and payment systems are known, and which of them a header belongs to."""

from __future__ import annotations

import tomllib
from dataclasses import field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from personae.dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Preset", "known_presets", "matching_preset", "missing_of", "spelling"]

Need = str | tuple[str, ...]


@dataclass(frozen=True)
class Preset:
    """An export as `presets.toml` describes it; the comments there say what each field means."""

    system: str
    title: str
    seen_in: tuple[str, ...]
    needs: tuple[Need, ...]
    order: str
    id: tuple[str, ...]
    emails: tuple[str, ...]
    date: tuple[str, ...]
    product: tuple[str, ...] = ()
    quantity: tuple[str, ...] = ()
    price: tuple[str, ...] = ()
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    line_plus: tuple[str, ...] = ()
    line_minus: tuple[str, ...] = ()
    discount: tuple[str, ...] = ()
    currency: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fine: tuple[str, ...] = ()
    unpaid: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    captured: tuple[str, ...] = ()
    test: dict[str, str] = field(default_factory=dict)
    tax: tuple[str, ...] = ()
    describe: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    repeats: bool = False
    note: str = ""

    def of_the_line(self, name: str) -> bool:
        """Tell whether a column belongs to the line and not to the order."""
        return spelling(name).startswith(self.line)


def spelling(name: str) -> str:
    """Return a column's name as headers are compared: trimmed and in lower case.

    Examples
    --------
    >>> spelling(" Financial Status")
    'financial status'
    """
    return name.strip().lower()


@cache
def known_presets() -> tuple[Preset, ...]:
    """Return the exports that are known, in the order in which they are tried."""
    text = resources.files("personae.data.presets").joinpath("presets.toml").read_text("utf-8")
    return tuple(Preset(**_frozen(entry)) for entry in tomllib.loads(text)["preset"])


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(part) for part in value)
    if isinstance(value, dict):
        return {name: _frozen(part) for name, part in value.items()}
    return value


def missing_of(preset: Preset, names: Iterable[str]) -> tuple[str, ...]:
    """Return what a header lacks of an export; the first of its names where there are several."""
    there = {spelling(name) for name in names}
    needed = [(need,) if isinstance(need, str) else need for need in preset.needs]
    return tuple(any_of[0] for any_of in needed if not there & set(any_of))


def matching_preset(names: Sequence[str], *, system: str = "auto") -> Preset | None:
    """Return the export that a header belongs to.

    Parameters
    ----------
    names : sequence of str
        The columns; letter case, blanks around them, their order and further ones do not matter.
    system : str
        ``"auto"`` looks through all systems; else one of them.

    Returns
    -------
    Preset or None
        None where the header lacks something of every export.

    Examples
    --------
    >>> header = ["id", "Created (UTC)", "Amount", "Amount Refunded", "Currency", "Status",
    ...           "Customer ID"]
    >>> matching_preset(header).title
    'a Stripe payments export'
    >>> matching_preset(["customer_id", "order_date", "amount"]) is None
    True
    """
    if len({spelling(name) for name in names}) < len(names):
        return None  # which of two alike columns would be meant?
    return next(
        (
            preset
            for preset in known_presets()
            if system in {"auto", preset.system} and not missing_of(preset, names)
        ),
        None,
    )
