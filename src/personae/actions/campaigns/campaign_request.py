"""What was asked of a campaign in, the same checked out: all that cannot be meant, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.actions.campaigns.phone import countries
from personae.dataclass import dataclass
from personae.errors import Problem, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

__all__ = ["FIELDS", "PLATFORMS", "CampaignRequest"]

PLATFORMS = ("klaviyo", "mailchimp", "hubspot", "google", "meta")
FIELDS = ("id", "email", "phone", "first_name", "last_name", "country", "zip", "date")
"""What a column of a file beside the run can be said to be."""
_FIELDS = f"fields are {', '.join(FIELDS)}"

DEFAULT_DAYS = 30


@dataclass(frozen=True)
class CampaignRequest:
    """Everything that decides who is on a campaign's lists.

    Parameters
    ----------
    campaign : str
        Its name; another name is another draw.
    segments : tuple of str
        Names or numbers; all segments if none is given.
    max_contacts : int, optional
        The most people to contact.
    holdout : float, optional
        The share held out to compare with, 0 to 0.5; 0.1 if neither it nor `detect` is given.
    detect : float, optional
        The rise to be shown, in percentage points; the smallest hold-out that can is taken.
    global_holdout : float
        The share left out of every campaign, 0 to 0.5.
    suppress, contact_log, people : Path, optional
        Files that name customers: never to contact, contacted lately, and how to reach them.
    consent : str, optional
        The column of `people` that says who agreed to be contacted.
    not_since : datetime.date, optional
        Who was contacted on this day or later, by the log, is left out.
    outcome_days : int
        The days after the send in which purchases will count, and the days before the as-of date
        that are looked at.
    at_risk : bool
        Only customers of the run's `at_risk.csv`.
    min_list : int
        The fewest people, both arms together, that make a list.
    rates : tuple of str
        How many of 100 customers buy in `outcome_days` days anyway: ``"5"`` for all segments or
        ``"Loyal=12"`` for one.
    platform : str, optional
        Whose upload files to write.
    hashed : bool
        Whether the upload files hold hashes.
    phone_country : str, optional
        The country of phone numbers that do not begin with ``+``.
    columns : tuple of str
        What a column is where its name does not tell: ``"email=Kontakt 1"``.
    """

    campaign: str
    segments: tuple[str, ...] = ()
    max_contacts: int | None = None
    holdout: float | None = None
    detect: float | None = None
    global_holdout: float = 0.0
    suppress: Path | None = None
    consent: str | None = None
    contact_log: Path | None = None
    not_since: dt.date | None = None
    outcome_days: int = DEFAULT_DAYS
    at_risk: bool = False
    min_list: int = 100
    people: Path | None = None
    rates: tuple[str, ...] = ()
    platform: str | None = None
    hashed: bool = False
    phone_country: str | None = None
    columns: tuple[str, ...] = ()

    def check(self) -> CampaignRequest:
        """Return the request if it can be meant.

        Raises
        ------
        UsageError
            With every problem there is.

        Examples
        --------
        >>> CampaignRequest("Spring", holdout=0.1, detect=2.0).check()
        Traceback (most recent call last):
        ...
        personae.errors.UsageError: --holdout sets the share held out, and --detect finds it.
        Fix: Pass one of the two.
        """
        problems = [*self._numbers(), *self._pairs(), *self._words()]
        if problems:
            raise UsageError(*problems)
        return self

    @property
    def supplied(self) -> tuple[str, ...]:
        """Which numbers a person gave, by their options, rather than the data or a default."""
        numbers = {
            "detect": self.detect is not None,
            "global-holdout": self.global_holdout > 0,
            "holdout": self.holdout is not None,
            "max-contacts": self.max_contacts is not None,
            "outcome-days": self.outcome_days != DEFAULT_DAYS,
            "rate": bool(self.rates),
        }
        return tuple(name for name, is_given in numbers.items() if is_given)

    @property
    def told_columns(self) -> dict[str, str]:
        """What each field's column is, where a person said so."""
        halves = (item.partition("=") for item in self.columns)
        return {told.strip(): name.strip() for told, _, name in halves}

    def told_rates(self) -> dict[str, float]:
        """Return the rates that a person gave, as shares by segment; ``""`` stands for all."""
        rates = {}
        for item in self.rates:
            segment, _, number = item.rpartition("=")
            rates[segment.strip()] = float(number.strip().removesuffix("%")) / 100
        return rates

    def _numbers(self) -> list[Problem]:
        bounds = (
            ("--holdout", self.holdout, 0.0, 0.5, "a share from 0 to 0.5"),
            ("--global-holdout", self.global_holdout, 0.0, 0.5, "a share from 0 to 0.5"),
            ("--detect", self.detect, 0.01, 100.0, "a rise in percentage points, from 0.01 to 100"),
            ("--max-contacts", self.max_contacts, 1, None, "a number of people, at least 1"),
            ("--outcome-days", self.outcome_days, 1, 3650, "days, from 1 to 3650"),
            ("--min-list", self.min_list, 2, None, "a number of people, at least 2"),
        )
        return [
            _unfit(option, meant)
            for option, value, low, high, meant in bounds
            if value is not None and not (low <= value and (high is None or value <= high))
        ]

    def _pairs(self) -> list[Problem]:
        wrong = []
        if self.holdout is not None and self.detect is not None:
            what = "--holdout sets the share held out, and --detect finds it."
            wrong.append(Problem("options/conflict", what, "Pass one of the two."))
        if (self.contact_log is None) != (self.not_since is None):
            what = "--contact-log and --not-since only make sense together."
            fix = "Pass both: the file of past contacts, and the day from which they count."
            wrong.append(Problem("options/incomplete", what, fix))
        needs_people = (
            ("--consent", self.consent), ("--for", self.platform),
            ("--phone-country", self.phone_country),
        )  # fmt: skip
        wrong += [
            Problem(
                "options/incomplete",
                f"{option} needs a file that says who the customers are.",
                "Pass --people with a file that has the customers' ids and their details.",
            )
            for option, value in needs_people
            if value is not None and self.people is None
        ]
        if self.hashed and self.platform not in ("google", "meta"):
            what = "--hash is for advertising platforms, which look people up by hashes."
            fix = "Leave it out, or pass --for google or --for meta."
            wrong.append(Problem("options/conflict", what, fix))
        return wrong

    def _words(self) -> list[Problem]:
        wrong = []
        if not self.campaign.strip():
            fix = 'Pass --campaign with a name, such as --campaign "Spring offer".'
            wrong.append(Problem("options/value", "The campaign has no name.", fix))
        if self.platform is not None and self.platform not in PLATFORMS:
            wrong.append(_unfit("--for", f"one of {', '.join(PLATFORMS)}"))
        if self.phone_country is not None and self.phone_country not in countries():
            more = f"{', '.join(countries())}; numbers of others must begin with +"
            meant = "the two letters of a country whose numbers can be read"
            wrong.append(_unfit("--phone-country", meant, more))
        wrong += [
            _unfit("--column", "a field and a column", f"such as email=Contact; {_FIELDS}")
            for told, name in self.told_columns.items() if told not in FIELDS or not name
        ]  # fmt: skip
        try:
            fine = all(0.0 <= rate < 1.0 for rate in self.told_rates().values())
        except ValueError:
            fine = False
        if not fine:
            more = "such as 5, or one of a segment: Loyal=12"
            wrong.append(_unfit("--rate", "a percentage from 0 to below 100", more))
        return wrong


def _unfit(option: str, meant: str, more: str = "") -> Problem:
    fix = f"Pass {meant}{more and ', '}{more}."
    return Problem("options/value", f"{option} is not {meant}.", fix)
