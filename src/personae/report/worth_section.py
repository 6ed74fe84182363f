"""What customers are worth in the time ahead in, what the report says of it out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personae.profile.wording import count, day, money, number, percent, token
from personae.report.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from personae.actions.worth.backtest import Backtest
    from personae.actions.worth.worth import GroupWorth, Worth
    from personae.report.run import Run

__all__ = ["foretold_table", "worth_of_segment", "worth_section"]

DASH = "\N{EN DASH}"
_VAGUE = 1.0  # a range this much wider than its figure says little
_EXACT = 0.02


def worth_section(run: Run) -> dict[str, Any] | None:
    """Return the section on what customers are worth; None for a table of customers."""
    worth = run.worth
    if worth is None:
        return None
    section: dict[str, Any] = {"use": worth.use, "reason": worth.reason, "file": None}
    if worth.alive is not None and not run.options.share:
        section["file"] = "worth.csv"
    if worth.use != "yes" or worth.forecast is None:
        return section
    say = _amount(run, worth)
    return section | {
        "headline": _headline(run, worth, say),
        "is_shown": worth.is_shown,
        "horizon": worth.horizon,
        "what": _what(worth),
        "rows": [
            _row(group, say)
            for group in worth.segments
            if run.segmentation.of(group.group).described
        ],
        "leaving": worth.forecast.process.model != "NBD",
        "test": None if worth.test is None else _test(run, worth.test),
        "user_says": _said_by_the_user(run),
        "warnings": list(worth.warnings),
        "models": _models(worth),
    }


def worth_of_segment(run: Run, segment: int) -> dict[str, str] | None:
    """Return what stands on a segment's card: only where the test says that it may."""
    worth = run.worth
    if worth is None or not worth.is_shown or not run.segmentation.of(segment).described:
        return None
    group = next(item for item in worth.segments if item.group == segment)
    say = _amount(run, worth)
    each = say(group.worth / max(group.customers, 1))
    return {
        "each": each,
        "what": _what(worth),
        "range": _range(group, lambda value: say(value / max(group.customers, 1))),
        "days": count(worth.horizon),
    }


def foretold_table(run: Run) -> dict[str, Any] | None:
    """Return what was foretold and what happened for each tenth of the customers, for a chart."""
    test = None if run.worth is None else run.worth.test
    if test is None:
        return None
    if min(group.customers for group in test.deciles) < run.options.smallest_group:
        return None
    rows = []
    for group in test.deciles:
        foretold, happened = group.expected_purchases, group.purchases
        if group.expected_money is not None and group.money is not None:
            foretold, happened = group.expected_money, group.money
        rows.append(
            {"tenth": group.group, "foretold": plain(foretold), "happened": plain(happened)}
        )
    in_money = test.total.expected_money is not None
    first = rows[0]
    what = f"{run.customers.money_word}" if in_money else "purchase days"
    return {
        "alt": (
            f"What was foretold and what happened in the {test.days} days after "
            f"{day(test.as_of)}, for each tenth of the customers, the most promising first. Of the "
            f"first tenth {number(first['foretold'] or 0.0)} were foretold and "
            f"{number(first['happened'] or 0.0)} came."
        ),
        "what": what,
        "currency": run.customers.currency if in_money else "",
        "rows": rows,
    }


def _amount(run: Run, worth: Worth) -> Callable[[float], str]:
    """Return how an expected amount is written: money, or purchase days where it is not known."""
    if worth.in_money:
        return lambda value: money(value, run.customers.currency)
    return lambda value: number(round(value, 1) if value < 100 else round(value))


def _what(worth: Worth) -> str:
    return "" if worth.in_money else "purchase days"


def _headline(run: Run, worth: Worth, say: Callable[[float], str]) -> str:
    total = sum(group.worth for group in worth.segments)
    best = max(worth.segments, key=lambda group: group.worth)
    what = f"to bring {say(total)} {run.customers.money_word}"
    if not worth.in_money:
        what = f"to buy on {say(total)} days, all together"
    discounted = "" if not worth.discount_rate else ", discounted"
    text = (
        f"In the {count(worth.horizon)} days after {day(run.customers.as_of or '')} these "
        f"customers can be expected {what}{discounted}"
    )
    if len(worth.segments) > 1 and total > 0.0:
        text += f"; {percent(best.worth / total)} of it comes from {token(best.group)}"
    return text + "."


def _row(group: GroupWorth, say: Callable[[float], str]) -> dict[str, Any]:
    return {
        "segment": group.group,
        "customers": count(group.customers),
        "alive": percent(group.alive),
        "purchases": count(round(group.purchases)),
        "worth": say(group.worth),
        "range": _range(group, say),
        "each": say(group.worth / max(group.customers, 1)),
    }


def _range(group: GroupWorth, say: Callable[[float], str]) -> str:
    if group.low is None or group.high is None:
        return "not known"
    return f"{say(group.low)} {DASH} {say(group.high)}"


def _test(run: Run, test: Backtest) -> dict[str, Any]:
    currency, total = run.customers.currency, test.total
    in_money = total.expected_money is not None and total.money is not None

    def say(value: float | None) -> str:
        if value is None:
            return DASH
        return money(value, currency) if in_money else count(round(value))

    foretold = total.expected_money if in_money else total.expected_purchases
    happened = total.money if in_money else total.purchases
    text = (
        f"Tested on this log: from what was known on {day(test.as_of)}, {say(foretold)} "
        f"{run.customers.money_word if in_money else 'purchase days'} of {count(total.customers)} "
        f"customers were foretold for the {test.days} days after it. {say(happened)} came: the "
        f"forecast was {_off(test.error)}."
    )
    if test.naive_money is not None and total.money:
        naive = test.naive_money / total.money - 1.0
        text += (
            f" Had everybody simply gone on spending as before, it would have been "
            f"{say(test.naive_money)}, {_off(naive)}."
        )
    return {
        "text": text,
        "is_far_off": test.is_far_off,
        "rows": [
            {
                "segment": group.group,
                "customers": count(group.customers),
                "foretold": say(group.expected_money if in_money else group.expected_purchases),
                "happened": say(group.money if in_money else group.purchases),
            }
            for group in test.segments
            if group.customers and run.segmentation.of(group.group).described
        ],
    }


def _off(error: float) -> str:
    """Say how far off a forecast was.

    Examples
    --------
    >>> _off(-0.248).replace("\N{NO-BREAK SPACE}", " "), _off(0.001)
    ('25 % too low', 'right')
    """
    if abs(error) < _EXACT / 2:
        return "right"
    return f"{percent(abs(error))} too {'high' if error > 0 else 'low'}"


def _said_by_the_user(run: Run) -> list[str]:
    """Say which of the numbers nobody found in the data."""
    options, told = run.options, []
    if options.horizon is not None:
        told.append(f"You asked for {count(options.horizon)} days ahead.")
    if options.discount_rate is not None:
        told.append(
            f"You said that money in a year is worth {percent(options.discount_rate)} less."
        )
    else:
        told.append("Nothing is discounted: --discount-rate says what later money is worth less.")
    if options.complete_histories:
        told.append("You said that the log holds everybody's very first purchase.")
    return told


def _models(worth: Worth) -> str:
    """Name the models and their parameters, for those who know them."""
    forecast = worth.forecast
    if forecast is None:
        return ""

    def listed(fitted: dict[str, Any]) -> str:
        errors = fitted["standard_errors"]
        parts = ", ".join(f"{name} {fitted[name]:.4g} ± {errors[name]:.2g}" for name in errors)
        return f"{fitted['model']} ({parts})"

    texts = [listed(forecast.process.to_dict())]
    if forecast.spending is not None:
        texts.append(listed(forecast.spending.to_dict()))
    level = forecast.level.purchases * forecast.level.value
    moved = f"{'raised' if level > 1.0 else 'lowered'} by {percent(abs(level - 1.0))}"
    return (
        f"{' and '.join(texts)}, by maximum likelihood in days; {moved}, half of what forecasts "
        "within this log were off by."
    )
