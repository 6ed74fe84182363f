"""Which columns hold personal data: they are never features and are never shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from personae.data.dates import words_of

if TYPE_CHECKING:
    from personae.data.schema import ColumnFacts

__all__ = ["personal_kind"]

_RULES = (
    ("an e-mail address", r"\be ?mails?\b|\bmail\b(?! (?:list|opt))"),
    ("a person's name", r"\b(?:first|last|middle|given|family|full|sur|fore|nick|user|maiden|contact|customer|client|"
     r"member|cust)[ _]?names?\b|^names?$|\bsurname\b|\bvorname\b|\bnachname\b|\bnombre\b|\bapellidos?\b|\bprenom\b"),
    ("a phone number", r"\bphones?\b|\btelephone\b|\bmobile(?: (?:no|number|phone))?$|\bcell ?phone\b|\bfax\b|\btel\b"
     r"|\btelefon\b|\bmsisdn\b"),
    ("an address", r"\baddress\w*\b|\bstreet\b|\bstrasse\b|\baddr\b|\bhouse (?:no|number)\b"),
    ("a place on the map", r"\blat(?:itude)?\b|\blon(?:g|gitude)?\b|\blng\b"),
    ("a date of birth", r"\bdob\b|\bdate of birth\b|\bbirth ?(?:date|day)\b"),
    ("an official or bank number", r"\bssn\b|\bsocial security\b|\bpassport\b|\biban\b|\bcredit card (?:no|number)\b|"
     r"\bcard (?:no|number)\b|\btax id\b|\bdriving licen[cs]e\b|\bnational id\b|\baccount number\b"),
    ("a network address", r"\bip(?: address)?\b|\bmac address\b|\bdevice id\b|\bcookie\w*\b"),
)  # fmt: skip
_NOT_PERSONAL = re.compile(r"\b(?:n|num|count|opt|opted|has|is|valid|verified|opens?|clicks?|sent|usage|minutes)\b")


def personal_kind(facts: ColumnFacts) -> str:
    """Return what kind of personal data a column holds; empty if none.

    Its name decides, and for e-mail addresses its values.

    Parameters
    ----------
    facts : ColumnFacts
        What the scan said.
    """
    if facts.share_email > 0.5:
        return "an e-mail address"
    if facts.type == "boolean":
        return ""
    spoken = " ".join(words_of(facts.column.name))
    if _NOT_PERSONAL.search(spoken):
        return ""
    return next((kind for kind, rule in _RULES if re.search(rule, spoken)), "")
