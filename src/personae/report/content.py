"""A finished run in, one JSON-ready document out: everything that the report shows.

The document holds no customer's id, no time of day and, but for category names, no cell of the
data. A segment's name stands in ``document["segments"][i]["name"]`` only; every other text says
``⟪3⟫`` and gets the name when it is shown, so that a renamed segment needs no new document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae import __version__
from personae.features.earlier import DAYS_BACK
from personae.profile.wording import count, day, figure, money, percent
from personae.report.chart_tables import (
    chart_tables,
    described_columns,
    profile_of,
    tables_of_choice,
    tables_of_segments,
    tables_of_time,
)
from personae.report.choice_section import choice_section
from personae.report.like_section import like_section
from personae.report.method import TABLE, data_section, method_section
from personae.report.numbers import plain, signed
from personae.report.offers_section import offers_section, picks_of_segment
from personae.report.proof_section import headroom_of_segment, proof_section
from personae.report.proxies_section import proxies_section
from personae.report.risk_section import (
    risk_of_segment,
    risk_section,
    yardstick_of_segment,
)
from personae.report.spend_section import spend_section
from personae.report.trends_section import trend_names, trends_section
from personae.report.worth_section import worth_of_segment, worth_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.actions.suggestion import Suggestion
    from personae.cluster.evidence import KChoice
    from personae.features.history import History
    from personae.profile.segment import CategoryProfile, OutcomeRate, Segment
    from personae.report.run import Run

__all__ = ["FORMAT", "choice_part", "document", "first_part", "second_part"]

FORMAT = "personae.report/1"
MOST_ACTIONS = 3
SMALLEST_DIFFERENCE = 0.05  # below it a difference is written as 0.0 sd
SMALLEST_ERROR = 0.005  # below it both ends are the figure itself
DASH = "\N{EN DASH}"
MOST_CATEGORIES = 4


def document(result: Run, *, drawn: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Return everything that the report of a run shows, as JSON-ready values.

    Parameters
    ----------
    result : Result
        A finished run.
    drawn : sequence of dict
        Its `choice_part`, `first_part` and `second_part`, where they were made before: their
        charts' tables take a while.

    Returns
    -------
    dict
        The same for the same run: nothing in it depends on the day or the machine.
    """
    segmentation = result.segmentation
    return {
        "format": FORMAT,
        "version": __version__,
        "source": result.source.label,
        "file": None if result.source.label == TABLE else result.source.label,
        "kind": result.customers.kind,
        "money_word": result.customers.money_word if result.customers.money else None,
        "currency": result.customers.currency,
        "n_customers": result.customers.n_customers,
        "structure": result.summary.get("structure"),
        "who": _who(result),
        "shared": result.options.share,
        "smallest_group": result.options.smallest_group,
        "sentence": segmentation.sentence,
        "actions": _actions(result),
        "key_accounts": _key_accounts(result),
        "trust_sentence": segmentation.trust_sentence,
        "rules_cost": plain(segmentation.rules_cost),
        "segments": [_card(result, item) for item in segmentation.segments],
        "proxies": proxies_section(result),
        "like": like_section(result),
        "risk": risk_section(result),
        "offers": offers_section(result),
        "spend": spend_section(result),
        "trends": trends_section(result),
        "proof": proof_section(result),
        "worth": worth_section(result),
        "choice": choice_section(result),
        "data": data_section(result),
        "method": method_section(result),
        "charts": chart_tables(result, *(part["charts"] for part in drawn)),
    }


def choice_part(choice: KChoice, numbers: Sequence[int], history: History | None) -> dict[str, Any]:
    """Return what can be drawn before segments are described.

    Parameters
    ----------
    choice : KChoice
        The chosen number of segments, with its evidence.
    numbers : sequence of int
        The numbers of the segments, in the order of their labels.
    history : History or None
        The purchase days; None for a customer table.

    Returns
    -------
    dict
        Charts that name no segment, as they will stand in the `document`.
    """
    tables = tables_of_choice(choice, numbers, history)
    return {"money_word": None, "segments": [], "charts": tables}


def first_part(run: Run) -> dict[str, Any]:
    """Return what can be drawn of a run as soon as its segments are described.

    Parameters
    ----------
    run : Result
        A run that may not know yet what is to be expected of its segments.

    Returns
    -------
    dict
        The segments' names and some of the charts, as they will stand in the `document`.
    """
    return _drawable(run, tables_of_segments(run))


def second_part(run: Run) -> dict[str, Any]:
    """Return what can be drawn next of a finished run: what needs more than its segments.

    Parameters
    ----------
    run : Result
        A finished run, whose offers may still have to be found.

    Returns
    -------
    dict
        Names and charts, as they will stand in the `document`.
    """
    return _drawable(run, tables_of_time(run)) | {"trends": {"names": trend_names(run)}}


def _drawable(run: Run, tables: dict[str, Any]) -> dict[str, Any]:
    return {
        "money_word": run.customers.money_word if run.customers.money else None,
        "segments": [
            {"segment": item.segment, "name": item.name} for item in run.segmentation.segments
        ],
        "charts": tables,
    }


def _who(run: Run) -> dict[str, Any]:
    """Return who is in here in one line, and who is not."""
    facts = run.customers.facts
    parts = [count(run.customers.n_customers, "customer")]
    revenue = facts.get("revenue")
    if run.customers.money and isinstance(revenue, int | float):
        parts.extend(_money_in_words(run, float(revenue)))
    first, last = facts.get("first_day"), facts.get("last_day")
    if isinstance(first, str) and isinstance(last, str):
        parts.append(f"{day(first)} {DASH} {day(last)}")
    return {"line": ", ".join(parts) + ".", "left_out": _left_out(run)}


def _money_in_words(run: Run, revenue: float) -> list[str]:
    """Return the revenue, and the profit where a cost or a margin makes it known."""
    customers = run.customers
    how = "" if customers.kind == "customers" else "net "
    if how and run.options.returns != "net":
        how = "gross "
    parts = [f"{money(revenue, customers.currency)} {how}revenue"]
    profit = customers.facts.get("profit")
    if customers.money_word == "profit" and isinstance(profit, int | float):
        margin = run.options.margin
        by_cost = any(role.role == "cost" for role in run.schema.roles)
        at = "" if margin is None or by_cost else f" at a margin of {percent(margin)}"
        parts.append(f"{money(profit, customers.currency)} profit{at}")
    return parts


def _left_out(run: Run) -> list[str]:
    """Say who or what is not in the segments."""
    facts, ledger = run.customers.facts, run.customers.ledger
    without, lines = facts.get("lines_without_id"), facts.get("n_lines") or ledger.rows_in
    texts = []
    if isinstance(without, int) and isinstance(lines, int) and without and lines:
        share = percent(without / max(lines, ledger.rows_in))
        texts.append(f"{share} of lines had no customer id and are not in here.")
    rest = ledger.rows_rejected - (without if isinstance(without, int) else 0)
    if rest > 0:
        texts.append(
            f"{count(rest, 'row' if not texts else 'more row')} could not be used; "
            + ("see the data below." if run.options.share else "rejected_rows.csv says why.")
        )
    return texts


def _actions(run: Run) -> list[dict[str, Any]]:
    """Return the most important suggestions, for different segments where there are some."""
    first_of = {item.segment: item for item in reversed(run.suggestions)}
    leading = [item for item in run.suggestions if first_of[item.segment] is item]
    others = [item for item in run.suggestions if first_of[item.segment] is not item]
    chosen = (leading + others)[:MOST_ACTIONS]
    return [_suggestion(run, item) for item in run.suggestions if item in chosen]


def _suggestion(run: Run, item: Suggestion) -> dict[str, Any]:
    return {
        "code": item.code,
        "segment": item.segment,
        "title": item.title,
        "text": item.text,
        "facts": list(item.facts),
        "people": count(item.people, "person", "people"),
        "money": None if item.money is None else money(item.money, run.customers.currency),
        "list": None if run.options.share else item.list,
    }


def _key_accounts(run: Run) -> dict[str, Any] | None:
    accounts = run.segmentation.key_accounts
    if accounts is None:
        return None
    return {
        "n": accounts.n,
        "share": percent(accounts.share),
        "revenue": money(accounts.revenue, run.customers.currency),
        "revenue_share": percent(accounts.revenue_share),
        "text": accounts.text,
        "questions": list(accounts.questions),
        "list": "key_accounts.csv",
    }


def _card(run: Run, item: Segment) -> dict[str, Any]:
    return {
        "segment": item.segment,
        "name": item.name,
        "named_by": item.named_by,
        "described": item.described,
        "archetype": item.archetype,
        "size": item.size,
        "size_text": count(item.size),
        "size_word": "customer" if item.size == 1 else "customers",
        "share": plain(item.share),
        "share_text": percent(item.share),
        "revenue": None if item.revenue is None else money(item.revenue, run.customers.currency),
        "revenue_share": plain(item.revenue_share),
        "revenue_share_text": None if item.revenue_share is None else percent(item.revenue_share),
        "headline": item.headline,
        "worth": worth_of_segment(run, item.segment),
        "risk": risk_of_segment(run, item.segment),
        "yardstick": yardstick_of_segment(run, item.segment),
        "picks": picks_of_segment(run, item.segment),
        "headroom": headroom_of_segment(run, item.segment),
        "trust": item.trust,
        "stability": plain(item.stability),
        "stability_interval": _interval(item.stability, item.stability_error),
        "unchanged_text": _who_stays(item),
        "silhouette": plain(item.silhouette),
        "strongest": [
            {
                "label": diff.label,
                "text": diff.text.replace(" sd)", "\N{NO-BREAK SPACE}sd)"),
                "difference": plain(diff.difference),
                "is_feature": diff.is_feature,
            }
            for diff in item.strongest
            if abs(diff.difference) >= SMALLEST_DIFFERENCE
        ],
        "rule": _rule(item),
        "neighbour": None
        if item.neighbour is None
        else {
            "segment": item.neighbour.segment,
            "text": item.neighbour.text,
        },
        "categories": _categories(run, item),
        "outcomes": [_outcome(rate) for rate in item.outcomes],
        "numbers": [_number_row(run, item, name) for name in described_columns(run)],
        "suggestions": [
            _suggestion(run, entry) for entry in run.suggestions if entry.segment == item.segment
        ],
    }


def _outcome(rate: OutcomeRate) -> dict[str, str]:
    return {
        "column": rate.column,
        "outcome": rate.outcome,
        "n": count(rate.n, "customer"),
        "rate": percent(rate.rate),
        "low": percent(rate.low),
        "high": percent(rate.high),
        "overall": percent(rate.overall_rate),
    }


def _rule(item: Segment) -> dict[str, str] | None:
    if item.rule is None:
        return None
    return {
        "text": item.rule.text,
        "precision": percent(item.rule.precision),
        "coverage": percent(item.rule.coverage),
    }


def _who_stays(item: Segment) -> str | None:
    """Say how many stay, by the question of the verdict first; by noise beside it, where known."""
    firm = f"{percent(0.8)} and more is firm"
    said = []
    if item.known_before == 0:
        said.append(f"Nobody of it was a customer {DAYS_BACK} days earlier.")
    elif item.known_before is not None and item.unchanged is not None:
        said.append(
            f"Of the {count(item.known_before)} of it who were customers {DAYS_BACK} days earlier "
            f"too, {percent(item.unchanged)} were in it then; {firm}."
        )
    if item.moved is not None:
        noise = (
            f"{percent(item.moved)} of its customers stay when every feature moves by "
            f"{percent(0.05)} of its standard deviation"
        )
        said.append(f"{noise}." if said else f"{noise}; {firm}.")
    return " ".join(said) or None


def _interval(value: float | None, error: float | None) -> str | None:
    """Return two standard errors to either side; None where redraws leave no doubt worth a word."""
    if value is None or error is None or error < SMALLEST_ERROR:
        return None
    return f"{max(0.0, value - 2 * error):.2f} {DASH} {min(1.0, value + 2 * error):.2f}"


def _number_row(run: Run, item: Segment, name: str) -> dict[str, Any]:
    column, profile = run.customers.column(name), profile_of(item, name)
    row = {"label": column.label or name, "is_feature": name in run.selection.features}
    if profile is None:
        empty = dict.fromkeys(("median", "middle_half", "everybody", "index", "difference"), "")
        return {**row, "mean": "no value" if item.described else "not shown", **empty}

    def say(value: float) -> str:
        return figure(value, column, run.customers)

    return {
        **row,
        "mean": say(profile.mean),
        "median": say(profile.median),
        "middle_half": f"{say(profile.lower_quartile)} {DASH} {say(profile.upper_quartile)}",
        "everybody": say(profile.overall_mean),
        "index": "" if profile.index is None else str(round(profile.index)),
        "difference": signed(profile.difference),
    }


def _categories(run: Run, item: Segment) -> list[dict[str, Any]]:
    """Return each described column with its most common categories, in the segment or overall.

    A category that is more or less frequent here than chance gives is marked, and comes first.
    """
    columns: dict[str, list[CategoryProfile]] = {}
    for profile in item.categories:
        columns.setdefault(profile.column, []).append(profile)
    clear = {
        (one.column, one.value): "more" if one.more else "less"
        for one in run.offers.attributes
        if one.segment == item.segment
    }
    told = []
    for column, rows in columns.items():
        common = sorted(
            rows,
            key=lambda row: (
                (row.column, row.category) not in clear,
                -max(row.share, row.overall_share),
                row.category,
            ),
        )
        shown = sorted(common[:MOST_CATEGORIES], key=lambda row: (-row.share, row.category))
        told.append(
            {
                # of a log the label says that it is each customer's most frequent value
                "column": run.customers.column(column).label or column,
                "rows": [
                    {
                        "category": row.category,
                        "share": plain(row.share),
                        "share_text": percent(row.share),
                        "everybody": percent(row.overall_share),
                        "sign": clear.get((row.column, row.category)),
                    }
                    for row in shown
                ],
                "more": len(rows) - len(shown),
            }
        )
    return told
