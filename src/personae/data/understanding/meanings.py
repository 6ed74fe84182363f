"""What a column's name says it measures: income, spend, recency, an outcome, a sensitive trait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.understanding.words import phrases, spoken, words_of

if TYPE_CHECKING:
    import re

    from personae.data.schema import ColumnFacts

__all__ = [
    "MEANINGS",
    "figure_meaning",
    "is_countlike",
    "is_earlier_segment",
    "is_household",
    "is_named_share",
    "is_outcome",
    "is_sensitive",
    "is_share",
    "meaning_of",
    "money_rank",
    "says_left",
]

# The first rule that fits wins; each is matched against the lower-case words of the name.
MEANINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("recency", phrases("""
        recency | days? since(?! (?:first|sign|regist|join|start|open|enrol)) | since last
        | inactive
        | last (?:purchase|order|visit|login|seen|active|activity|transaction|contact)
    """)),
    ("tenure", phrases(r"""
        tenure | since | seniority | on book | member (?:days|months|years)
        | (?:account|membership|relationship|contract) (?:age|length|days|months|years)
        | sign ?up | regist\w* | join\w* | enrol\w* | onboard\w* | first (?:purchase|order|visit)
    """)),
    ("returns", phrases(r"returns? | returned | refund\w*")),
    ("discount", phrases(r"discounts? | disc | coupons? | promo\w* | deals? | vouchers?")),
    ("complaints", phrases(r"complain\w* | support | tickets?")),
    ("satisfaction", phrases(r"""
        satisf\w* | ratings? | nps | csat | stars? | reviews? | happiness
    """)),
    ("basket", phrases("""
        aov | basket | per (?:order|visit|trip|purchase|transaction)
        | (?:avg|average|mean) .*(?:order|basket|cart|transaction|purchase|ticket|spend)
        | (?:avg|average|mean) .*(?:amount|value|check)
    """)),
    ("variety", phrases("variety | distinct | unique | different | categories | breadth")),
    ("frequency", phrases(r"""
        frequency | freq | bestellungen
        | visits? | trips? | purchases | orders | transactions | trans ct | logins?
        | sessions? | (?:num|n|number|no|count)\b.*\b(?:purchase|order|transaction)
        | (?:purchase|order|transaction)s? (?:count|number)
    """)),
    ("income", phrases("income | salary | wages? | earnings? | einkommen | ingresos?")),
    ("balance", phrases("balance | savings? | deposits? | credit limit | open to buy")),
    ("spend", phrases(r"""
        spend\w* | spent | revenue | sales | monetary | mrr | arr | clv | ltv | cltv | turnover
        | amount | amt | mnt | charges? | bill | billing | paid | payments? | monthly fee
        | expenditure
        | (?:purchase|order|total|sales|dollar|lifetime|customer|monthly) value | umsatz
        | purchase total | total purchase | purchases? (?:amount|usd|eur)
    """)),
    ("age", phrases(r"age | birth\w* | year born")),
    ("engagement", phrases("(?:open|click|opened|clicked|engagement) (?:rate|ratio|share|pct)")),
    ("usage", phrases("""
        usage | utili[sz]ation | minutes? | seats? | calls? | clicks? | views? | opens?
    """)),
)  # fmt: skip

_SENSITIVE = phrases(
    r"""
    age | gender | sex | ethnic\w* | race | religio\w* | marital\w* | married | disab\w* | birth\w*
    | nationalit\w* | citizen\w* | orientation | political | party | pregnan\w* | health
    | diagnos\w*
    | senior | senior citizen | migra\w* | union member | civil status
    | geschlecht | alter | sexo | edad
    """
)
_NOT_A_PERSONS_AGE = phrases(
    "(?:account|membership|relationship|contract|device|card|vehicle) age | age days"
)
_OUTCOME = phrases(
    r"""
    churn\w* | attrit\w* | exited | cancel\w* | response | respond\w* | converted | conversion
    | unsubscrib\w* | accepted ?cmp ?\d* | defaulted | renewed | terminated | lapsed | closed
    | target | outcome | left company
    """
)
_LEFT = phrases(
    r"""
    churn\w* | attrit\w* | exited | cancel\w* | unsubscrib\w* | terminated | lapsed | closed
    | left company
    """
)
_SEGMENT = phrases(
    r"segment\w* | clusters? | clusterid | kmeans | k means | persona | rfm | decile | quintile"
)
_HOUSEHOLD = phrases(
    r"(?:family|household) size | kids?\w* | child\w* | teen\w* | dependents? | dependent count"
)
_COUNT_WORDS = {
    "n", "num", "number", "count", "counts", "ct", "no", "total", "sum", "size", "quantity", "qty",
    "times", "days", "day", "months", "weeks", "years", "score", "rate", "ratio", "share", "pct",
    "percent", "items", "units", "products", "contacts", "avg", "average", "mean", "amount",
    "value",
    "points", "index", "length", "max", "min",
}  # fmt: skip
_SCALE = phrases(
    r"score | index | rating | points | rank | category | share | rate | ratio | pct | ct | count"
    r" | percent\w*"
)
_SHARE = phrases(r"share | rate | ratio | pct | prc | percent\w* | frequency | freq")
_REPAID = phrases("(?:(?:minimum|min|full|prc|pct) )*(?:full )?payments?")  # to a bank
_HARDLY_WHOLE = 0.9
_TOTALS = (
    "monetary", "revenue", "total", "lifetime", "ltv", "clv", "mrr", "arr", "sales", "turnover",
)  # fmt: skip


def meaning_of(name: str) -> str:
    """Return what kind of figure a column's name tells of; empty if it does not.

    Examples
    --------
    >>> meaning_of("Annual Income (k$)"), meaning_of("Spending Score (1-100)"), meaning_of("Milk")
    ('income', 'spend', '')
    """
    if name.strip() == "T":  # the customer's age in the buy-till-you-die literature
        return "tenure"
    words = spoken(name)
    return next((meaning for meaning, rule in MEANINGS if rule.search(words)), "")


def figure_meaning(facts: ColumnFacts) -> str:
    """Return what kind of figure a column is: its name, held against its values.

    Payments to a bank and shares of payments are not spending; "purchases" with digits after the
    decimal mark are money and no count.

    Parameters
    ----------
    facts : ColumnFacts
        What the scan said of the column.
    """
    meaning, words = meaning_of(facts.column.name), spoken(facts.column.name)
    if facts.type != "number":
        return meaning
    if meaning == "spend" and (_REPAID.fullmatch(words) or is_share(facts)):
        return ""
    if meaning == "frequency" and words.endswith("purchases") and facts.share_whole < _HARDLY_WHOLE:
        return "" if is_share(facts) else "spend"
    return meaning


def is_share(facts: ColumnFacts) -> bool:
    """Tell whether a column holds shares of a whole, such as 0.25."""
    low, high = facts.minimum, facts.maximum
    if facts.type != "number" or low is None or high is None:
        return False
    return low >= 0 and 0 < high <= 1 and facts.share_whole < 1


def is_named_share(name: str) -> bool:
    """Tell whether a column's name speaks of a share or of how often in a time.

    Examples
    --------
    >>> is_named_share("PRC_FULL_PAYMENT"), is_named_share("spend")
    (True, False)
    """
    return bool(_SHARE.search(spoken(name)))


def is_sensitive(name: str) -> bool:
    """Tell whether a column holds a trait that law and decency protect.

    Examples
    --------
    >>> is_sensitive("Gender"), is_sensitive("account_age"), is_sensitive("average_order")
    (True, False, False)
    """
    words = spoken(name)
    return bool(_SENSITIVE.search(words)) and not _NOT_A_PERSONS_AGE.search(words)


def is_outcome(name: str) -> bool:
    """Tell whether a column's name says what became of a customer.

    Examples
    --------
    >>> is_outcome("Attrition_Flag"), is_outcome("cancelled_at"), is_outcome("orders")
    (True, True, False)
    """
    return bool(_OUTCOME.search(spoken(name)))


def says_left(name: str) -> bool:
    """Tell whether an outcome's name says that a customer left.

    Examples
    --------
    >>> says_left("Attrition_Flag"), says_left("cancelled_at"), says_left("response")
    (True, True, False)
    """
    return bool(_LEFT.search(spoken(name)))


def is_earlier_segment(name: str) -> bool:
    """Tell whether a column's name says that it holds an earlier segmentation.

    Examples
    --------
    >>> is_earlier_segment("segment_2023"), is_earlier_segment("region")
    (True, False)
    """
    return bool(_SEGMENT.search(spoken(name)))


def is_household(name: str) -> bool:
    """Tell whether a column's name speaks of family and children, which is not behaviour."""
    return bool(_HOUSEHOLD.search(spoken(name)))


def is_countlike(name: str) -> bool:
    """Tell whether a column's name speaks of a count or a measure, and not of a code."""
    return bool(meaning_of(name)) or is_household(name) or bool(_COUNT_WORDS & set(words_of(name)))


def money_rank(name: str, meaning: str | None = None) -> int | None:
    """Return how plainly a column's name says "all the money of a customer": 0 is plainest.

    None if it is no sum of money: a score, a rate, an average. The meaning is that of the name if
    it is not given.

    Examples
    --------
    >>> money_rank("total_spend"), money_rank("Spending Score (1-100)"), money_rank("spend_wine")
    (0, None, 1)
    """
    words = spoken(name)
    meaning = meaning_of(name) if meaning is None else meaning
    if meaning != "spend" or _SCALE.search(words) or "%" in name:
        return None
    plain = words == "purchases" or any(word in words.split() for word in _TOTALS)
    return 0 if plain else 1
