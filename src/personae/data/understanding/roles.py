"""What a column of a customer is: a figure, a category, a date, an outcome, or nothing to use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.schema import ColumnRole
from personae.data.understanding.ids import ID_WORDS
from personae.data.understanding.line_roles import is_rate
from personae.data.understanding.meanings import (
    figure_meaning,
    is_countlike,
    is_earlier_segment,
    is_outcome,
    is_sensitive,
    meaning_of,
)
from personae.data.understanding.personal_data.personal import personal_kind
from personae.data.understanding.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from personae.data.schema import ColumnFacts, Role
    from personae.data.source import Source

__all__ = ["find_copies", "guess_role", "role_by_type"]

_ALMOST_EMPTY = 0.95
_MANY_VALUES = 50
_MOST_CODES = 12  # different whole numbers that may stand for groups
_POSTAL = {"zip", "zipcode", "postal", "postcode", "postalcode", "plz", "pincode"}
_CODED = {
    "channel", "region", "type", "class", "group", "category", "code", "level", "tier", "status",
    "plan", "gender",
    "sex", "education", "marital", "store", "branch", "city", "country", "zone", "area", "kind",
    "job", "occupation",
    "profession", "quarter", "month", "weekday", "cp", "brand",
}  # fmt: skip
_MADE_UP = {"predicted", "prediction", "probability", "propensity", "naive", "bayes", "classifier"}


def role_by_type(facts: ColumnFacts) -> Role:
    """Return the role that a column has by its type alone."""
    if facts.type == "number":
        return "categorical" if _is_coded_category(facts) else "numeric"
    return "date" if facts.type == "date" else "categorical"


def guess_role(facts: ColumnFacts, *, log: bool) -> ColumnRole:
    """Say what a column is used as, and why.

    Parameters
    ----------
    facts : ColumnFacts
        What the scan said.
    log : bool
        Whether the table is a purchase log: single lines have no outcomes and figures of their own.

    Returns
    -------
    ColumnRole
        With the reason in plain words; `role` is ``"ignored"`` where nothing can be made of it.
    """
    name = facts.column.name
    meaning, sensitive = figure_meaning(facts), is_sensitive(name)
    personal = personal_kind(facts)

    def given(role: Role, reason: str) -> ColumnRole:
        return ColumnRole(
            name, role, facts.type, reason, meaning=meaning, sensitive=sensitive,
            personal=bool(personal),
        )  # fmt: skip

    if facts.n_present == 0:
        return given("ignored", "it is empty")
    if _MADE_UP & set(words_of(name)):
        return given("ignored", "it looks like the answer of another model")
    if is_outcome(name) and not log and _can_be_outcome(facts):
        return given(
            "outcome", "it says what became of a customer, so it describes and never makes segments"
        )
    if personal:
        return given("ignored", f"personal data ({personal}): never a feature, never shown")
    if is_earlier_segment(name):
        return given("ignored", "it looks like an earlier segmentation, which would be found again")
    useless = _why_useless(facts, log=log)
    if useless:
        return given("ignored", useless)
    return given(*_by_values(facts, log=log, sensitive=sensitive))


def _by_values(facts: ColumnFacts, *, log: bool, sensitive: bool) -> tuple[Role, str]:
    """Tell dates, categories and figures apart."""
    if facts.type == "date":
        if log:
            return "ignored", "a second date of the line"
        return "date", "dates become days before the as-of date and describe"
    if facts.type == "boolean":
        return "categorical", "yes or no"
    if facts.type == "text":
        return "categorical", f"text with {facts.n_distinct} different values"
    if _is_coded_category(facts):
        return (
            "categorical",
            f"{facts.n_distinct} different whole numbers that look like codes of groups",
        )
    if log and is_rate(facts) and meaning_of(facts.column.name) == "discount":
        return "ignored", "a discount as a share of the price, not as money taken off the line"
    if log:
        return "ignored", "a figure of the single line that no feature of a customer is made of"
    return "numeric", "a sensitive trait: it describes" if sensitive else "a figure of the customer"


def _can_be_outcome(facts: ColumnFacts) -> bool:
    return facts.type in {"boolean", "date"} or facts.n_distinct <= 5


def _why_useless(facts: ColumnFacts, *, log: bool) -> str:
    """Return why a column cannot be used; empty if it can."""
    if facts.n_distinct == 1 or _hardly_differs(facts):
        return "constant: it has a single value"
    if facts.n_rows >= 20 and facts.n_missing > _ALMOST_EMPTY * facts.n_rows:
        return f"almost empty: {facts.n_missing / facts.n_rows:.0%} of its values are missing"
    if facts.type in {"date", "boolean"}:
        return ""
    if _is_code(facts):
        return "a code that counts nothing"
    if facts.type == "text" and _is_free_text(facts, log=log):
        return f"free text or too many different values ({facts.n_distinct:,})"
    return ""


def _hardly_differs(facts: ColumnFacts) -> bool:
    """Tell whether numbers differ by rounding only; scaling would blow that up."""
    if facts.type != "number" or facts.minimum is None or facts.maximum is None:
        return False
    return facts.maximum - facts.minimum <= 1e-9 * max(abs(facts.maximum), abs(facts.minimum))


def _is_code(facts: ColumnFacts) -> bool:
    """Recognise zip codes, phone numbers, store and row numbers by name and by their digits."""
    words = words_of(facts.column.name)
    if facts.type == "number" and facts.share_whole < 1:
        return False
    few = facts.n_distinct <= 20
    last = words[-1] if words else ""
    if _POSTAL & set(words) or last in {"id", "uuid", "guid", "uid"}:
        return True
    if facts.type == "text":
        return last in ID_WORDS and not few
    if words in ([], ["index"], ["row"], ["rownames"], ["unnamed"], ["unnamed", "0"]):
        spread = (facts.maximum or 0.0) - (facts.minimum or 0.0)
        if facts.type == "number" and facts.n_distinct == facts.n_rows == round(spread) + 1:
            return facts.n_rows > 2
    if facts.share_coded > 0:
        return facts.n_distinct > _MOST_CODES  # leading zeros: no figure is written so
    return last in ID_WORDS and len(words) > 1 and not few and not is_countlike_id(words)


def is_countlike_id(words: Sequence[str]) -> bool:
    """Tell ``visit_no`` that counts visits from ``branch_no`` that is a code; plurals count."""
    return len(words) > 1 and words[-2].endswith("s")


def _is_free_text(facts: ColumnFacts, *, log: bool) -> bool:
    if log:
        return facts.n_distinct > 200
    if facts.n_distinct > 1000 or (facts.mean_length > 40 and facts.n_distinct > 20):
        return True
    if facts.n_distinct > _MANY_VALUES and facts.n_distinct > 0.2 * facts.n_present:
        return True
    return facts.n_distinct > 20 and facts.n_distinct > 0.8 * facts.n_present


def _is_coded_category(facts: ColumnFacts) -> bool:
    """Recognise few small whole numbers that stand for groups, such as Channel 1 and 2."""
    if (
        facts.type != "number"
        or facts.share_whole < 1
        or facts.minimum is None
        or facts.maximum is None
    ):
        return False
    if facts.n_distinct > _MOST_CODES or facts.minimum < 0:
        return False
    if facts.share_coded > 0:
        return True
    if facts.maximum > 99:
        return False
    words = set(words_of(facts.column.name))
    if words & _CODED and not meaning_of(facts.column.name):
        return True
    spread = facts.maximum - facts.minimum + 1
    few = facts.n_distinct <= 8 and facts.minimum <= 1 and facts.n_distinct >= 0.7 * spread
    return few and facts.n_present >= 100 and not is_countlike(facts.column.name)


def find_copies(
    source: Source, facts: Sequence[ColumnFacts], roles: Sequence[ColumnRole]
) -> dict[str, str]:
    """Find columns that repeat an earlier column cell by cell.

    Returns
    -------
    dict of str to str
        The copy and the column it repeats.
    """
    from personae.engines.duckdb import quote_identifier

    used = [
        item for item, role in zip(facts, roles, strict=True)
        if role.role in {"numeric", "categorical"} and item.n_distinct > 2 and item.n_rows > 20
    ]  # fmt: skip
    copies: dict[str, str] = {}
    for index, later in enumerate(used):
        for earlier in used[:index]:
            if earlier.column.name in copies or _fingerprint(earlier) != _fingerprint(later):
                continue
            one, two = (quote_identifier(item.column.physical) for item in (earlier, later))
            differs = source.engine.rows(
                f"SELECT count(*) FROM {quote_identifier(source.relation)} "
                f"WHERE CAST({one} AS VARCHAR) IS DISTINCT FROM CAST({two} AS VARCHAR)"
            )[0][0]
            if differs == 0:
                copies[later.column.name] = earlier.column.name
                break
    return copies


def _fingerprint(facts: ColumnFacts) -> tuple[object, ...]:
    return (
        facts.type, facts.n_missing, facts.n_distinct, facts.minimum, facts.maximum,
        facts.mean_length,
        facts.share_top,
    )  # fmt: skip
