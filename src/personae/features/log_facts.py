"""What a report says first of a purchase log: how much of what is in here, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from personae.data.ledger import Change
from personae.data.schema import Finding
from personae.engines.duckdb import quote_identifier

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from personae.data.cleaning.purchase_log import PurchaseLog

__all__ = ["changes_of_facts", "facts_of", "findings_of"]

_MOST_CODES = 50
_MANY_WITHOUT_ID = 0.05


def facts_of(
    log: PurchaseLog,
    settled: str,
    sums: str,
    *,
    lines: str,
    kept: str,
    as_of: dt.date,
    window: int | None,
) -> dict[str, object]:
    """Return the figures of the whole log, JSON-ready.

    ``history_days`` is how far the log looks back from the as-of date. ``gross_revenue`` and
    ``returned_value`` are of all lines with a customer; ``revenue``, ``n_lines`` and ``n_orders``
    of the customers who are segmented. The money balances: gross_revenue - returned_value =
    revenue + refused_customers_money.

    Parameters
    ----------
    log : PurchaseLog
        The log.
    settled, sums : str
        Its settled lines and the aggregates of its customers.
    lines : str
        The lines before they were settled.
    kept : str
        SQL over `sums`: which customers are segmented.
    as_of : datetime.date
        The day from which recency counts.
    window : int or None
        Days that were looked at.
    """
    facts: dict[str, object] = {"as_of": as_of.isoformat(), "window": window, **log.facts}
    facts |= _totals(log, sums, kept)
    facts |= _line_facts(log, lines, settled, as_of=as_of)
    facts |= _charges(log, lines)
    if not log.has_money:
        for name in _MONEY_FACTS:
            facts.pop(name, None)
    return facts


_MONEY_FACTS = (
    "revenue", "gross_revenue", "returned_value", "refused_customers_money", "profit",
    "unmatched_return_value", "charge_money",
)  # fmt: skip


def _number(value: Decimal | int | None) -> float:
    return float(value or 0)


def _totals(log: PurchaseLog, sums: str, kept: str) -> dict[str, object]:
    """Add up the customers."""
    cost = "cost" if log.has("cost") else "0"
    row = log.engine.rows(
        f"""
        SELECT sum(lines) FILTER (WHERE kept), sum(frequency) FILTER (WHERE kept),
            sum(gross - returned) FILTER (WHERE kept), sum(gross), sum(returned),
            sum(gross - returned) FILTER (WHERE NOT kept), count(*) FILTER (WHERE NOT kept),
            count(*) FILTER (WHERE kept AND frequency = 1), sum({cost}) FILTER (WHERE kept)
        FROM (SELECT *, {kept} AS kept FROM {quote_identifier(sums)})
        """
    )[0]
    facts: dict[str, object] = {
        "n_lines": int(row[0] or 0),
        "n_orders": int(row[1] or 0),
        "revenue": _number(row[2]),
        "gross_revenue": _number(row[3]),
        "returned_value": _number(row[4]),
        "refused_customers_money": _number(row[5]),
        "refused_customers": int(row[6]),
        "one_time_buyers": int(row[7]),
    }
    if log.has("cost"):
        facts["profit"] = _number((row[2] or 0) - (row[8] or 0))
    elif log.plan.margin is not None:
        facts["profit"] = _number(row[2]) * log.plan.margin
    return facts


def _line_facts(log: PurchaseLog, lines: str, settled: str, *, as_of: dt.date) -> dict[str, object]:
    """Count what happened to the lines; settling them shows in goods that came back alone."""
    first, last, returns, free, weighed = log.engine.rows(
        f"""
        SELECT CAST(min(bought_at) FILTER (WHERE gross > 0) AS DATE),
            CAST(max(bought_at) FILTER (WHERE gross > 0) AS DATE),
            count(*) FILTER (WHERE is_return),
            count(*) FILTER (WHERE NOT is_return AND gross = 0),
            count(*) FILTER (WHERE NOT by_unit)
        FROM {quote_identifier(lines)}
        """
    )[0]
    unmatched, value = log.engine.rows(
        f"""
        SELECT count(*) FILTER (WHERE undone < units), sum(returned - returned_of_log)
        FROM {quote_identifier(settled)} WHERE is_return AND is_goods
        """
    )[0]
    return {
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "log_days": (last - first).days + 1,
        "history_days": (as_of - first).days,
        "n_return_lines": returns,
        "unmatched_return_lines": unmatched,
        "unmatched_return_value": _number(value),
        "free_lines": free,
        "weighed_lines": weighed,
    }


def _charges(log: PurchaseLog, lines: str) -> dict[str, object]:
    """List the charges: their codes, which are no personal data, with lines and money."""
    rows = log.engine.rows(
        f"""
        SELECT {log.shown("product")}, lines, money FROM (
            SELECT product, count(*) AS lines, sum(amount) AS money
            FROM {quote_identifier(lines)} WHERE NOT is_goods GROUP BY product)
        ORDER BY lines DESC, product
        """
    )
    return {
        "charge_lines": sum(row[1] for row in rows),
        "charge_money": _number(sum(row[2] for row in rows)),
        "charges": [
            {"code": code, "lines": lines, "money": _number(money)}
            for code, lines, money in rows[:_MOST_CODES]
        ],
    }


def changes_of_facts(facts: dict[str, object]) -> tuple[Change, ...]:
    """Return what was done to lines that are kept, as changes for the account."""
    counts = ((name, what, _count(facts, name)) for name, what in _KEPT_BUT_CHANGED.items())
    return tuple(Change(f"lines/{name}", what, count) for name, what, count in counts if count)


_KEPT_BUT_CHANGED = {
    "n_return_lines": "returns were set against earlier purchases; all of them lower the money",
    "unmatched_return_lines": "returns found no purchase, or not enough of it, and lower the money "
    "only",
    "free_lines": "lines for which nothing was paid count as items of their order and not as money",
    "charge_lines": "postage, fees, manual and gift-card lines count as money and not as goods",
    "weighed_lines": "lines sold by weight or volume stay out of items_per_order",
    "identical_lines": "lines equal another line in every column and were kept",
    "lines_without_quantity": "lines have no readable quantity and count as one item",
}


def findings_of(log: PurchaseLog, facts: dict[str, object]) -> tuple[Finding, ...]:
    """Say in sentences what people should know of these figures."""
    texts = [
        *_findings_on_lines(facts, of_orders="orders" in log.plan.extra),
        *_findings_on_goods(facts),
        *(() if log.has("order") else (_NO_ORDERS,)),
    ]
    return tuple(texts)


_NO_ORDERS = Finding(
    "log/no order column",
    "note",
    "The log has no order number: all lines of a customer on one day count as one order.",
    fix="Name the column with --order if there is one.",
)


def _findings_on_lines(facts: dict[str, object], *, of_orders: bool) -> list[Finding]:
    without, share = _count(facts, "lines_without_id"), facts["share_without_id"]
    refused, identical = _count(facts, "refused_customers"), _count(facts, "identical_lines")
    found = []
    if without and isinstance(share, float):
        severity: Literal["note", "warning"] = "warning" if share > _MANY_WITHOUT_ID else "note"
        what = f"{without:,} lines ({share:.1%}) have no customer id and belong to no segment."
        found.append(Finding("log/without id", severity, what, count=without))
    # in an export of orders, equal lines of one order share its money and are no riddle
    if identical and not of_orders:
        what = (
            f"{identical:,} lines equal another line in every column. They are kept: buying the "
            "same thing twice looks like that."
        )
        fix = "Use --drop-duplicates if they come from a faulty export."
        found.append(Finding("log/identical lines", "note", what, count=identical, fix=fix))
    if refused:
        what = (
            f"{refused:,} customers have nothing left after returns, or paid nothing, and are in "
            "no segment."
        )
        fix = "Use --returns ignore for gross figures."
        found.append(Finding("log/refused customers", "note", what, count=refused, fix=fix))
    return found


def _findings_on_goods(facts: dict[str, object]) -> list[Finding]:
    unmatched, charges = _count(facts, "unmatched_return_lines"), _count(facts, "charge_lines")
    weighed = _count(facts, "weighed_lines")
    found = []
    if unmatched:
        what = (
            f"{unmatched:,} return lines find no purchase, or not enough of it, in the log. They "
            "lower the customer's money and nothing else."
        )
        found.append(Finding("log/unmatched returns", "note", what, count=unmatched))
    if charges:
        what = (
            f"{charges:,} lines are postage, fees, manual corrections or gift cards. They count as "
            "money, but not as items, products or returned goods."
        )
        fix = "Name their product codes with --charges CODE,CODE, or use --charges none."
        found.append(Finding("log/charges", "note", what, count=charges, fix=fix))
    if weighed:
        what = (
            f"{weighed:,} lines are of products sold by weight or volume, such as fuel. Their "
            "quantities stay out of items_per_order."
        )
        found.append(Finding("log/weight or volume", "note", what, count=weighed))
    return found


def _count(facts: dict[str, object], name: str) -> int:
    value = facts.get(name)
    return value if isinstance(value, int) else 0
