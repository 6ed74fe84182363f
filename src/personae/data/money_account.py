"""Where all the money went: what was read is what the customers keep and what was left out."""

from __future__ import annotations

from dataclasses import field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from personae.dataclass import dataclass
from personae.errors import IntegrityError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["MoneyAccount"]


@dataclass(frozen=True)
class MoneyAccount:
    """The account of a source's money, in exact decimals; returns count as negative.

    Parameters
    ----------
    read : Decimal
        All money that could be read, of every row of the source.
    kept : Decimal
        What the customers who are segmented paid, less what they gave back.
    left_out : dict of str to Decimal
        The money of rows that were refused or merged, by the code of the reason.

    Examples
    --------
    >>> account = MoneyAccount(Decimal("12.50"), Decimal("10.00"), {"id/missing": Decimal("2.50")})
    >>> account.check().kept
    Decimal('10.00')
    """

    read: Decimal
    kept: Decimal
    left_out: Mapping[str, Decimal] = field(default_factory=dict)

    def without(self, sums: Iterable[tuple[str, Decimal | None]], *, kept: Decimal) -> MoneyAccount:
        """Return the account after more rows were left out, and what is kept then."""
        left_out = dict(self.left_out)
        for code, money in sums:
            left_out[code] = left_out.get(code, Decimal(0)) + (money or 0)
        return replace(self, left_out=left_out, kept=kept)

    def check(self) -> MoneyAccount:
        """Make sure that all money is accounted for.

        Raises
        ------
        IntegrityError
            If money is missing or counted twice; that would be our own mistake.
        """
        gone = sum(self.left_out.values(), Decimal(0))
        if self.kept + gone != self.read:
            raise IntegrityError(
                Problem(
                    "ledger/money-unbalanced",
                    f"{self.read:,} of money was read, but {self.kept:,} kept by the segments + "
                    f"{gone:,} left out = {self.kept + gone:,}.",
                    "Please report this: it is a mistake in Personae, and no result was written.",
                )
            )
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return the account as JSON-ready values; decimals as text, so that they stay exact."""
        return {
            "read": str(self.read),
            "kept": str(self.kept),
            "left_out": {code: str(gone) for code, gone in sorted(self.left_out.items()) if gone},
        }
