"""The sentences that an account of a budget becomes."""

from __future__ import annotations

from typing import Any

from personae.actions.budget.budget_words import (
    grounds,
    lead,
    left_over,
    limits,
    not_bought,
    outlook_words,
)


def row(name: str, offer: str, contacts: int, first: float = 1.0) -> dict[str, Any]:
    number = {"New": 1, "Loyal": 2}[name]
    return {"segment": number, "name": name, "offer": offer, "contacts": contacts,
            "cost": 2.0 * contacts, "first_contact": first}  # fmt: skip


FOUND: dict[str, Any] = {
    "budget": 1000.0,
    "spent": 640.0,
    "left_over": 360.0,
    "left_over_why": {
        "everybody": ["2"],
        "limits": ["", "Mail"],
        "does_not_pay": ["Call"],
        "fixed_cost": [],
    },
    "left_after_cost": 1234.4,
    "low": -20.0,
    "high": 2500.0,
    "next_100": 0.0,
    "last_100": 55.5,
    "all_that_pays": {"cost": 700.0, "left_after_cost": 1300.0},
    "loss_share": 0.031,
    "worth_knowing": 88.0,
    "draws": 2000,
    "allocation": [row("New", "Mail", 20), row("New", "Call", 0, -1.0), row("Loyal", "Mail", 300),
                   row("Loyal", "Call", 0)],
    "limits": [
        {"of": "Mail", "unit": "contacts", "side": "most", "at": 320.0, "returns": 40.0},
        {"of": "", "unit": "money", "side": "least", "at": 10.5, "returns": 3.0},
    ],
    "measured": [{"file": "r.json", "everybody": 2.0, "notes": ["A note."], "segments": [
        {"segment": 2, "name": "Loyal", "measured": 5.0, "used": 4.0, "kept": 0.67}]}],
    "not_considered": [{"segment": 1, "name": "New", "offer": "Gift"}],
    "same_in_all_segments": ["Call"],
    "same_response_at_any_depth": ["Call", "Mail"],
    "supplied_by_user": ["the budget", "the responses of Call"],
}  # fmt: skip


def test_the_lead_and_what_is_left() -> None:
    assert lead(FOUND) == (
        "Spend 640.00 of 1,000.00: expect 1,234 to be left after cost (95 %: -20 to 2,500)."
    )
    assert left_over(FOUND) == [
        (
            "360.00 is left over, since nothing that it buys would pay: everybody who may be "
            "contacted gets an offer in Loyal; limits are reached (everything, Mail); one contact "
            "more costs more than it brings (Call)."
        )
    ]
    # what whole people leave of it is no budget that could not be spent
    assert left_over({**FOUND, "left_over": 1.9}) == []


def test_nothing_to_buy() -> None:
    nobody = {**FOUND, "allocation": [row("New", "Call", 0, -1.0)]}
    assert lead(nobody) == (
        "Spend nothing of 1,000.00: no contact of this plan brings more than it costs."
    )


def test_how_sure_it_is() -> None:
    assert outlook_words(FOUND) == [
        (
            "The next 100 would leave 0.00 more after cost; without the last 100 it would be 55.50 "
            "less."
        ),
        "The most that this plan can leave is 1,300, with a budget of 700.00.",
        (
            "In 3% of 2,000 draws of the uncertain responses this spending loses money. Who knew "
            "the responses beforehand could leave 88 more on average: a test first is worth that "
            "at most."
        ),
    ]
    assert limits(FOUND) == [
        "The limit of 320 contacts for Mail holds it back: 100 more would leave 40.00 more.",
        (
            "The minimum of 10.5 of money for everything together costs 3.00: so much more would "
            "be left without it."
        ),
    ]


def test_what_it_rests_on() -> None:
    assert not_bought(FOUND) == [
        (
            "Would pay, but money and people are used better, or a limit or a fixed cost is in the "
            "way: Call in Loyal."
        ),
        "Costs more than it brings: Call in New.",
    ]
    assert grounds(FOUND) == [
        (
            "Sold more per person, from r.json, drawn towards everybody's 2.00, since the best of "
            "several looks better than it is: Loyal 5.00 measured, 4.00 used (67% its own)."
        ),
        "A note.",
        "Not considered, since nobody stated or measured what it brings there: Gift to New.",
        (
            "One response is stated or measured for all segments (Call), so nothing says who "
            "should get it first: between these segments the choice is arbitrary. "
            "[offer.segment.1] in the plan states what one segment brings."
        ),
        "Without depth steps every contact is taken to bring the same: Call, Mail.",
        "From you: the budget; the responses of Call.",
    ]
