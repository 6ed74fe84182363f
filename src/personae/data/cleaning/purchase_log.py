"""A purchase log after cleaning: its lines in the engine, and where every other line went."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from personae.data.cells import shown_sql
from personae.dataclass import dataclass

if TYPE_CHECKING:
    import datetime as dt

    from personae.data.ledger import Ledger
    from personae.data.plan import CleaningPlan, ColumnPlan
    from personae.data.schema import Finding
    from personae.engines.duckdb import DuckDBEngine

__all__ = ["Described", "PurchaseLog"]


@dataclass(frozen=True)
class Described:
    """A column of the log that describes customers, such as the country.

    `physical` is its name in the table of lines; `plan` says what it is.
    """

    physical: str
    plan: ColumnPlan


@dataclass(frozen=True)
class PurchaseLog:
    """The lines that stand for a purchase or a return, in a table of the engine.

    The table `relation` has one row per line and these columns; one that the plan does not know is
    NULL throughout:

    ========================  =================================================================
    ``line``                  BIGINT, the line in the source
    ``customer_id``           the id, byte for byte
    ``bought_at``             TIMESTAMP, when
    ``order_id``              the order; the day where the log has no order column
    ``product``               what was bought
    ``quantity``              DECIMAL, units, never negative
    ``gross``                 DECIMAL, money of a purchase line; 0 on a return
    ``returned``              DECIMAL, money of a return line as a positive figure; 0 on a purchase
    ``amount``                DECIMAL, gross - returned
    ``discount``              DECIMAL, money taken off, or a rate where `discount_is_rate`
    ``cost``                  DECIMAL, what the line cost the shop; negative on a return
    ``is_return``             BOOLEAN
    ``is_goods``              BOOLEAN, false for postage, fees, manual and gift-card lines
    ``by_unit``               BOOLEAN, false for what is sold by weight or volume
    ``d0``, ``d1``, ...       the columns of `described`
    ========================  =================================================================

    Ids, orders, products and described columns are VARCHAR, or whole numbers that tell them apart
    and sort alike: codes where `texts` names the table of their texts. `shown` returns the texts.

    Parameters
    ----------
    engine : DuckDBEngine
        Where the table lies.
    relation : str
        Its name there.
    plan : CleaningPlan
        What was applied.
    label : str
        What to call the log in messages.
    described : tuple of Described
        The columns that describe customers.
    ledger : Ledger
        Where every line of the source went; lines of the table count as segmented.
    facts : dict
        Figures of the whole log, JSON-ready.
    findings : tuple of Finding
        What people should know.
    first_day, last_day : datetime.date
        Of the first and the last purchase (returns not counted).
    places : int
        Digits of money after the decimal mark.
    as_of : datetime.date or None
        The day that was asked for; None for the day after the last purchase.
    discount_is_rate : bool
        Whether discounts are shares of the price instead of money.
    texts : dict of str to str
        The tables of texts of the columns that hold codes.
    product_names : str
        The view of what each product is called (``product``, ``text``); empty where products have
        no description beside them.
    """

    engine: DuckDBEngine
    relation: str
    plan: CleaningPlan
    label: str
    described: tuple[Described, ...]
    ledger: Ledger
    first_day: dt.date
    last_day: dt.date
    places: int
    as_of: dt.date | None = None
    discount_is_rate: bool = False
    texts: dict[str, str] = field(default_factory=dict)
    product_names: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def has_money(self) -> bool:
        """Whether the log says what was paid."""
        plan = self.plan
        return plan.one("amount") is not None or plan.one("price") is not None

    @property
    def money_word(self) -> Literal["revenue", "profit"]:
        """Revenue, unless a margin or a cost column was given."""
        known = self.plan.margin is not None or self.plan.one("cost") is not None
        return "profit" if known else "revenue"

    @property
    def currency(self) -> str:
        """The currency sign or code, if known."""
        return self.plan.currency

    def shown(self, column: str) -> str:
        """Return SQL for what a column of the lines says, over any table that has it."""
        return shown_sql(self.texts.get(column, ""), column)

    def has(self, role: str) -> bool:
        """Tell whether the log has a column of a role; a description will do as the product."""
        if role == "product" and self.plan.one("description") is not None:
            return True
        return self.plan.one(role) is not None
