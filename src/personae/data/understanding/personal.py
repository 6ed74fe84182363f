"""Which columns hold personal data: they are never features and are never shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.understanding.words import phrases, spoken

if TYPE_CHECKING:
    from personae.data.schema import ColumnFacts

__all__ = ["personal_kind"]

_RULES = (
    ("an e-mail address", phrases("e ?mails? | mail(?! (?:list|opt))")),
    ("a person's name", phrases("""
        (?:first|last|middle|given|family|full|sur|fore|nick|user|maiden) ?names?
        | (?:contact|customer|client|member|cust|person) ?names? | surname | vorname | nachname
        | nombre | apellidos? | prenom
    """)),
    ("a phone number", phrases(r"""
        phones? | telephone | mobile(?: (?:no|number|phone))?$ | cell ?phone | fax | tel | telefon
        | msisdn
    """)),
    ("a network address", phrases(r"ip | ip address | mac address | device id | cookie\w*")),
    ("an address", phrases(r"address\w* | street | strasse | addr | house (?:no|number)")),
    ("a place on the map", phrases("lat | latitude | lon | long | longitude | lng")),
    ("a date of birth", phrases("dob | date of birth | birth ?(?:date|day)")),
    ("an official or bank number", phrases("""
        ssn | social security | passport | iban | (?:credit )?card (?:no|number) | tax id
        | driving licen[cs]e | national id | account number
    """)),
)  # fmt: skip
_NOT_PERSONAL = phrases(
    "n | num | count | opt | opted | has | is | valid | verified | opens? | clicks? | sent | usage"
    " | minutes | service | lines?"
)


def personal_kind(facts: ColumnFacts, *, as_id: bool = False) -> str:
    """Return what kind of personal data a column holds; empty if none.

    Its name decides, and for e-mail addresses its values.

    Parameters
    ----------
    facts : ColumnFacts
        What the scan said.
    as_id : bool
        Whether the column identifies customers: ids of several words are names.
    """
    if facts.share_email > 0.5:
        return "an e-mail address"
    if as_id and facts.type == "text" and facts.share_spaced > 0.5:
        return "a person's name"
    if facts.type == "boolean":
        return ""
    words = spoken(facts.column.name)
    if _NOT_PERSONAL.search(words):
        return ""
    if words in {"name", "names"}:
        return "a person's name"
    return next((kind for kind, rule in _RULES if rule.search(words)), "")
