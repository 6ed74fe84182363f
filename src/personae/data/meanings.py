"""What a column's name says it measures: income, spend, recency, an outcome, a sensitive trait."""

from __future__ import annotations

import re

from personae.data.dates import words_of

__all__ = [
    "MEANINGS",
    "is_countlike",
    "is_earlier_segment",
    "is_household",
    "is_outcome",
    "is_sensitive",
    "meaning_of",
    "money_rank",
]

# The first rule that fits wins; each is matched against the lower-case words of the name.
MEANINGS: tuple[tuple[str, str], ...] = (
    ("recency", r"\brecency\b|\bdays? since\b(?! (?:first|sign|regist|join|start|open|enrol))|\bsince last\b"
     r"|\blast (?:purchase|order|visit|login|seen|active|activity|transaction|contact)\b|\binactive\b"),
    ("tenure", r"\btenure\b|\bsince\b|\bseniority\b|\bon book\b|\b(?:account|membership|relationship|contract) "
     r"(?:age|length|days|months|years)\b|\bmember (?:days|months|years)\b|\b(?:sign ?up|regist\w*|join\w*|"
     r"enrol\w*|onboard\w*|first (?:purchase|order|visit))\b"),
    ("returns", r"\breturn(?:s|ed|_rate)?\b|\brefund\w*\b"),
    ("discount", r"\bdiscounts?\b|\bdisc\b|\bcoupons?\b|\bpromo\w*\b|\bdeals?\b|\bvouchers?\b"),
    ("complaints", r"\bcomplain\w*\b|\bsupport\b|\btickets?\b"),
    ("satisfaction", r"\bsatisf\w*\b|\bratings?\b|\bnps\b|\bcsat\b|\bstars?\b|\breviews?\b|\bhappiness\b"),
    ("basket", r"\baov\b|\bbasket\b|\b(?:avg|average|mean) .*\b(?:order|basket|cart|transaction|purchase|ticket|"
     r"spend|amount|value|check)\b|\bper (?:order|visit|trip|purchase|transaction)\b"),
    ("variety", r"\bvariety\b|\b(?:distinct|unique|different)\b|\bcategories\b|\bbreadth\b"),
    ("frequency", r"\bfrequency\b|\bfreq\b|\bvisits?\b|\btrips?\b|\bpurchases\b|\borders\b|\btransactions\b|"
     r"\btrans ct\b|\blogins?\b|\bsessions?\b|\b(?:num|n|number|no|count)\b.*\b(?:purchase|order|transaction)\b|"
     r"\b(?:purchase|order|transaction)s? (?:count|number)\b"),
    ("income", r"\bincome\b|\bsalary\b|\bwages?\b|\bearnings?\b|\beinkommen\b|\bingresos?\b"),
    ("balance", r"\bbalance\b|\bsavings?\b|\bdeposits?\b|\bcredit limit\b|\bcredit\b.*\bbal\b|\bopen to buy\b"),
    ("spend", r"\bspend\w*\b|\bspent\b|\brevenue\b|\bsales\b|\bmonetary\b|\bmrr\b|\barr\b|\bclv\b|\bltv\b|\bcltv\b|"
     r"\bturnover\b|\bamount\b|\bamt\b|\bmnt\b|\bcharges?\b|\bbill(?:ing)?\b|\bpaid\b|\bpayments?\b|"
     r"\b(?:purchase|order|total|sales|dollar|lifetime|customer|monthly) value\b|\bexpenditure\b|\bumsatz\b|"
     r"\bpurchase total\b|\btotal purchase\b|\bpurchases? (?:amount|usd|eur)\b|\bmonthly fee\b"),
    ("age", r"\bage\b|\bbirth\w*\b|\byear born\b"),
    ("usage", r"\busage\b|\butili[sz]ation\b|\bminutes?\b|\bseats?\b|\bcalls?\b|\bclicks?\b|\bviews?\b|\bopens?\b"),
)  # fmt: skip

_SENSITIVE = re.compile(
    r"\bage\b|\bgender\b|\bsex\b|\bethnic\w*\b|\brace\b|\breligio\w*\b|\bmarital\w*\b|\bmarried\b|\bdisab\w*\b|"
    r"\bnationalit\w*\b|\bcitizen\w*\b|\borientation\b|\bpolitical\b|\bparty\b|\bpregnan\w*\b|\bhealth\b|"
    r"\bdiagnos\w*\b|\byear (?:of )?birth\b|\bbirth ?year\b|\bsenior\b|\bmigra\w*\b|\bunion member\b|"
    r"\bgeschlecht\b|\balter\b|\bsexo\b|\bedad\b|\bcivil status\b|\bbirth\w*\b"
)
_NOT_A_PERSONS_AGE = re.compile(r"\b(?:account|membership|relationship|contract|device|card|vehicle) age\b|\bage days\b")
_OUTCOME = re.compile(
    r"\bchurn\w*\b|\battrit\w*\b|\bexited\b|\bcancel\w*\b|\bresponse\b|\brespond\w*\b|\bconverted\b|\bconversion\b|"
    r"\bunsubscrib\w*\b|\baccepted ?cmp ?\d*\b|\bdefaulted\b|\brenewed\b|\bterminated\b|\blapsed\b|\bclosed\b|"
    r"\btarget\b|\boutcome\b|\bleft company\b"
)
_SEGMENT = re.compile(
    r"\bsegment\w*\b|\bclusters?\b|\bclusterid\b|\bkmeans\b|\bk means\b|\bpersona\b|\brfm\b|\bdecile\b|\bquintile\b"
)
_HOUSEHOLD = re.compile(
    r"\b(?:family|household) size\b|\bkids?\w*\b|\bchild\w*\b|\bteen\w*\b|\bdependents?\b|\bdependent count\b"
)
_COUNT_WORDS = {
    "n", "num", "number", "count", "counts", "ct", "no", "total", "sum", "size", "quantity", "qty", "times", "days",
    "day", "months", "weeks", "years", "score", "rate", "ratio", "share", "pct", "percent", "items", "units",
    "products", "contacts", "avg", "average", "mean", "amount", "value", "points", "index", "length", "max", "min",
}  # fmt: skip
_SCALE = re.compile(r"\bscore\b|\bindex\b|\brating\b|\bpoints\b|\brank\b|\bcategory\b|\bshare\b|\brate\b|\bratio\b|\bpct\b|\bpercent\w*\b|%|\bct\b|\bcount\b")
_TOTALS = ("monetary", "revenue", "total", "lifetime", "ltv", "clv", "mrr", "arr", "sales", "turnover")


def _spoken(name: str) -> str:
    return " ".join(words_of(name))


def meaning_of(name: str) -> str:
    """Return what kind of figure a column's name tells of; empty if it does not.

    Examples
    --------
    >>> meaning_of("Annual Income (k$)"), meaning_of("Spending Score (1-100)"), meaning_of("Milk")
    ('income', 'spend', '')
    """
    if name.strip() == "T":  # the customer's age in the buy-till-you-die literature
        return "tenure"
    spoken = _spoken(name)
    for meaning, rule in MEANINGS:
        if re.search(rule, spoken):
            return meaning
    return ""


def is_sensitive(name: str) -> bool:
    """Tell whether a column holds a trait that law and decency protect.

    Examples
    --------
    >>> is_sensitive("Gender"), is_sensitive("account_age"), is_sensitive("average_order")
    (True, False, False)
    """
    spoken = _spoken(name)
    return bool(_SENSITIVE.search(spoken)) and not _NOT_A_PERSONS_AGE.search(spoken)


def is_outcome(name: str) -> bool:
    """Tell whether a column's name says what became of a customer.

    Examples
    --------
    >>> is_outcome("Attrition_Flag"), is_outcome("cancelled_at"), is_outcome("orders")
    (True, True, False)
    """
    return bool(_OUTCOME.search(_spoken(name)))


def is_earlier_segment(name: str) -> bool:
    """Tell whether a column's name says that it holds an earlier segmentation.

    Examples
    --------
    >>> is_earlier_segment("segment_2023"), is_earlier_segment("region")
    (True, False)
    """
    return bool(_SEGMENT.search(_spoken(name)))


def is_household(name: str) -> bool:
    """Tell whether a column's name speaks of family and children, which is not behaviour."""
    return bool(_HOUSEHOLD.search(_spoken(name)))


def is_countlike(name: str) -> bool:
    """Tell whether a column's name speaks of a count or a measure, and not of a code."""
    return bool(meaning_of(name)) or is_household(name) or bool(_COUNT_WORDS & set(words_of(name)))


def money_rank(name: str) -> int | None:
    """Return how plainly a column's name says "all the money of a customer": 0 is plainest.

    None if it is no sum of money: a score, a rate, an average.

    Examples
    --------
    >>> money_rank("total_spend"), money_rank("Spending Score (1-100)"), money_rank("spend_wine")
    (0, None, 1)
    """
    spoken = _spoken(name)
    if meaning_of(name) != "spend" or _SCALE.search(spoken) or "%" in name:
        return None
    return 0 if any(word in spoken.split() for word in _TOTALS) else 1
