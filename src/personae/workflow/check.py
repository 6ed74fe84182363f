"""A look at a file: how it was read, what its columns are, what was found; nothing is written."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from personae.config import Options
from personae.dataclass import dataclass

if TYPE_CHECKING:
    from personae.data.customers import Customers
    from personae.data.plan import CleaningPlan
    from personae.data.schema import Finding, Schema
    from personae.data.source import Source

__all__ = ["Check", "check"]


@dataclass(frozen=True)
class Check:
    """What a run would start from."""

    source: Source = field(repr=False)
    schema: Schema = field(repr=False)
    plan: CleaningPlan = field(repr=False)
    customers: Customers = field(repr=False)
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the look as JSON-ready values."""
        return {
            **self.customers.ledger.to_dict(),
            "rejected_by_code": self.customers.ledger.rejected_by_code(),
            "customers": self.customers.n_customers,
            "kind": self.schema.kind,
            "kind_reason": self.schema.kind_reason,
            "money_check": self.schema.money_check,
            "read_as": [vars(item) for item in (*self.source.stated, *self.schema.stated)],
            "roles": [vars(item) for item in self.schema.roles],
            "findings": [vars(item) for item in self.findings],
        }


def check(where: Any, *, options: Options | None = None) -> Check:
    """Read and clean a file as a run would, and say what was found.

    Parameters
    ----------
    where : path or frame
        The customers or the purchase log.
    options : Options, optional
        All decisions.

    Raises
    ------
    UsageError, InputError
        As a run would.
    """
    from personae.data.cleaning.plan_cleaning import plan_cleaning
    from personae.data.presets.read_orders import read_orders
    from personae.data.reading.read import open_source
    from personae.data.understanding.understand import understand
    from personae.features.table import customer_table

    options = options or Options()
    source = read_orders(open_source(where, options), options)
    schema = understand(source, options)
    plan = plan_cleaning(source, schema, options)
    customers = customer_table(source, plan, as_of=options.as_of)
    return Check(source, schema, plan, customers, (*schema.findings, *customers.findings))
