import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personae.data.customers import CustomerColumn
from personae.errors import UsageError
from personae.profile.levels import Level
from personae.profile.naming import MAX_NAME, name_segments

MEANINGS = (
    "",
    "income",
    "spend",
    "frequency",
    "recency",
    "basket",
    "tenure",
    "discount",
    "age",
    "variety",
    "balance",
    "satisfaction",
    "usage",
    "returns",
    "unheard-of",
)

# What the words of a name promise: the meaning, and on which side of everybody.
PROMISES = (
    (r"high spenders|highest spenders|(high|highest|higher)-spending", "spend", "high"),
    (r"budget|careful|low spenders|lowest spenders|(low|lowest|lower)-spending", "spend", "low"),
    (r"high-income|highest-income", "income", "high"),
    (r"low-income|lowest-income|budget", "income", "low"),
    (r"(?<!least )(?<!less )frequent", "frequency", "high"),
    (r"occasional|least frequent|less frequent", "frequency", "low"),
    (r"big-basket|biggest-basket|bigger-basket", "basket", "high"),
    (r"small-basket|smallest-basket|smaller-basket", "basket", "low"),
    (r"\blost\b|lapsing|at-risk|quiet|quieter", "recency", "high"),
    (r"recent|active", "recency", "low"),
    (r"newer|newest|\bnew\b", "tenure", "low"),
    (r"long-standing|longest-standing", "tenure", "high"),
    (r"older|oldest", "age", "high"),
    (r"younger|youngest", "age", "low"),
    (r"bargain|deal-seeking", "discount", "high"),
)


@st.composite
def labelled_tables(draw):
    """Any columns of any meaning, any labelling: names must be true even of nonsense."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, k = draw(st.integers(8, 80)), draw(st.integers(1, 7))
    meanings = draw(st.lists(st.sampled_from(MEANINGS), min_size=1, max_size=5))
    labels = np.concatenate([np.arange(k), rng.integers(0, k, n)]) % k
    columns, data = [], {}
    for place, meaning in enumerate(meanings):
        shape = draw(st.sampled_from(("normal", "skewed", "counts", "constant", "zeros")))
        shift = labels * draw(st.floats(-2, 2))
        values = {
            "normal": rng.normal(size=len(labels)) + shift,
            "skewed": np.exp(2 * rng.normal(size=len(labels)) + shift),
            "counts": np.round(np.abs(rng.normal(size=len(labels)) + shift)),
            "constant": np.full(len(labels), 0.1),
            "zeros": np.where(rng.random(len(labels)) < 0.7, 0.0, np.exp(shift)),
        }[shape]
        values[rng.random(len(labels)) < draw(st.sampled_from((0.0, 0.3)))] = np.nan
        values[:2] = (1.0, 2.0)
        stem = draw(st.sampled_from(("Spend", "Total (EUR)", "x" * 60, "<b>cost</b>", "﷽", "")))
        name = f"{stem}{place}"
        columns.append(
            CustomerColumn(
                name, "number", "behaviour", meaning, "days" if meaning == "recency" else ""
            )
        )
        data[name] = values
    kind = draw(st.sampled_from(("customers", "transactions")))
    n_features = draw(st.integers(1, len(columns)))
    return columns, data, labels, kind, [column.name for column in columns[:n_features]]


def side(values, mask):
    """Return "high" or "low" if mean and median agree that a part lies above or below everybody."""
    there = ~np.isnan(values)
    part, everybody = values[there & mask], values[there]
    if not len(part):
        return ""
    gaps = (part.mean() - everybody.mean(), np.median(part) - np.median(everybody))
    return "high" if min(gaps) > 0 else "low" if max(gaps) < 0 else ""


@settings(max_examples=60, deadline=None)
@given(labelled_tables())
def test_names_are_true_unique_and_short(make_customers, describe_labels, tables):
    columns, data, labels, kind, features = tables
    customers = make_customers(columns, data, kind=kind)
    segmentation = describe_labels(customers, features, labels)
    names = [item.name for item in segmentation.segments]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= MAX_NAME and name.isprintable() for name in names)

    order = np.argsort(-np.bincount(labels), kind="stable")
    for item in segmentation.segments:
        mask = labels == order[item.segment - 1]
        for column, level in (*item.claims, *item.levels):
            assert side(data[column], mask) == level, (item.name, column)
        for pattern, meaning, level in PROMISES:
            if re.search(pattern, item.name.lower()):
                having = [c.name for c in columns if c.meaning == meaning]
                assert level in {side(data[name], mask) for name in having}, item.name


@settings(max_examples=30, deadline=None)
@given(labelled_tables(), st.integers(0, 2**32))
def test_another_row_order_gives_the_same_names_and_rules(
    make_customers, describe_labels, tables, seed
):
    columns, data, labels, kind, features = tables
    # equal sizes would be numbered by the order in which K-means found them
    rows = np.concatenate(
        [np.flatnonzero(labels == j)[: max(2, 20 - 2 * j)] for j in range(labels.max() + 1)]
    )
    if len(set(np.bincount(labels[rows]))) < labels.max() + 1:
        return
    shuffled = np.random.default_rng(seed).permutation(rows)
    told = []
    for chosen in (rows, shuffled):
        part = {name: values[chosen] for name, values in data.items()}
        if any(np.isnan(values).all() for values in part.values()):
            return
        customers = make_customers(columns, part, kind=kind)
        segments = describe_labels(customers, features, labels[chosen]).segments
        told.append(
            [(item.name, item.archetype, item.rule and item.rule.text) for item in segments]
        )
    assert told[0] == told[1]


def test_mall_has_the_names_that_a_shopkeeper_would_give(mall_five):
    assert [(item.name, item.archetype) for item in mall_five.segments] == [
        ("Average customers", "average"),
        ("High-income high spenders", "high-spenders"),
        ("High-income careful spenders", "careful-savers"),
        ("Budget shoppers", "budget-shoppers"),
        ("Low-income high spenders", "aspirers"),
    ]


def test_a_shop_has_regulars_lost_new_and_at_risk_customers(shop_segments):
    assert {item.name: item.archetype for item in shop_segments.segments} == {
        "Recent frequent buyers": "frequent-buyers",
        "Lost one-time buyers": "lost",
        "New one-time buyers": "new",
        "Big-basket high spenders": "high-spenders",
        "At-risk high spenders": "at-risk",
    }


def test_columns_without_meaning_speak_under_their_own_labels():
    def level(column, side, effect):
        return Level(column, "", column, side, effect, True)

    rows = [
        (level("Fresh", "high", 0.4), level("Grocery", "low", -0.3)),
        (level("Fresh", "low", -0.2), level("Grocery", "low", -0.4)),
        (level("Fresh", "", 0.01), level("Grocery", "", 0.01)),
    ]
    names = name_segments(rows, [frozenset()] * 3, kind="customers")
    assert [name.text for name in names] == [
        "High Fresh, low Grocery",
        "Low Grocery and Fresh",
        "Average customers",
    ]


def test_two_segments_that_say_the_same_are_told_apart_by_the_extreme():
    def rows(extreme):
        return (
            Level("i", "income", "income", "high", 0.4, True),
            Level("s", "spend", "spend", "low", -0.4 - 0.05 * extreme, True, extreme),
        )

    names = name_segments([rows(False), rows(True)], [frozenset()] * 2, kind="customers")
    assert [name.text for name in names] == [
        "High-income careful spenders",
        "High-income lowest spenders",
    ]


def test_three_equal_segments_still_have_three_names():
    names = name_segments([()] * 3, [frozenset()] * 3, kind="customers")
    assert [name.text for name in names] == ["Average customers", "Segment 2", "Segment 3"]


def test_a_name_given_by_a_person_wins_and_is_not_given_again(mall, mall_five):
    rows = [
        (Level("spend", "spend", "spend", "high", 0.4, True),),
        (Level("spend", "spend", "spend", "low", -0.3, True),),
    ]
    names = name_segments(
        rows, [frozenset()] * 2, kind="customers", given_names={2: "  high\x07 SPENDERS "}
    )
    assert names[1].text == "high SPENDERS"
    assert names[1].by_person
    assert names[1].claims == ()
    assert names[0].text.casefold() != "high spenders"


def test_two_equal_given_names_are_refused():
    with pytest.raises(UsageError) as caught:
        name_segments(
            [()] * 2, [frozenset()] * 2, kind="customers", given_names={1: "VIP", 2: "vip"}
        )
    assert str(caught.value) == (
        "Two segments were given the same name.\n"
        "Fix: Give every segment a name of its own (capital letters make no difference)."
    )


def test_average_is_said_only_of_who_lies_within_85_to_115_percent(make_customers, describe_labels):
    def names(own):
        # as many far below as far above, so that the first segment is neither high nor low
        columns = (CustomerColumn("spend", "number", "behaviour"),)
        data = {"spend": [10.0] * 10 + [own] * 3 + [100.0] * 12 + [190.0] * 11}
        labels = [0] * 10 + [1] * 15 + [2] * 11
        data["spend"][10:13] = [own] * 3
        return [
            item.name
            for item in describe_labels(make_customers(columns, data), ("spend",), labels).segments
        ]

    assert "Average customers" in names(100.0)
    assert "Average customers" not in names(-100.0)


def test_a_level_that_is_far_from_average_but_not_clear_has_a_truer_name():
    def row(level):
        return (Level("spend", "spend", "spend", level, -0.08, True, far=True),)

    names = name_segments([row("low"), row("")], [frozenset()] * 2, kind="customers")
    assert [(name.text, name.archetype) for name in names] == [
        ("Lower-spending customers", "other"),
        ("In-between customers", "other"),
    ]


def test_recent_and_frequent_are_comparatives_unless_they_hold_in_days():
    # CDNOW: 3 days with a purchase in 502 days, the last one 162 days ago
    row = (
        Level("r", "recency", "recency days", "low", -0.3, True),
        Level("f", "frequency", "frequency", "high", 0.3, True),
    )

    def name(*traits):
        return name_segments([row, ()], [frozenset(traits), frozenset()], kind="transactions")[0]

    assert name().text == "More recent and frequent buyers"
    assert name("recent").text == "Recent more frequent buyers"
    assert name("recent", "often").text == "Recent frequent buyers"
    assert {name().archetype, name("recent", "often").archetype} == {"frequent-buyers"}


def test_the_most_frequent_of_all_are_named_so_first():
    row = (
        Level("b", "balance", "balance", "low", -0.3, True),
        Level("f", "frequency", "transactions", "high", 0.4, True, extreme=True),
    )
    other = (
        Level("b", "balance", "balance", "low", -0.3, True),
        row[1].__class__("f", "frequency", "transactions", "high", 0.35, True),
    )
    names = name_segments([row, other], [frozenset({"often"})] * 2, kind="customers")
    assert [name.text for name in names] == [
        "Most frequent low-balance customers",
        "Low-balance frequent customers",
    ]


def test_segments_of_a_single_number_are_named_by_their_stretch(make_customers, describe_labels):
    column = CustomerColumn("spend", "number", "behaviour", "spend", "money")
    spend = np.array([20.0, 25.0, 61.0, 62.0, 63.0, 101.0, 102.0, 103.0, 104.0, 300.0])
    labels = np.array([0, 0, 1, 1, 1, 2, 2, 2, 2, 3])
    told = describe_labels(make_customers((column,), {"spend": spend}), ("spend",), labels)
    assert [item.name for item in told.segments] == [
        "Spend 100 to 300",
        "Spend 50 to 100",
        "Spend below 50",
        "Spend 300 and more",
    ]
