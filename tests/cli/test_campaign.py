"""`personae campaign` hands on what was typed and shows what came back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from personae.actions.campaigns.campaign_request import CampaignRequest
from personae.actions.campaigns.waterfall import REASONS

Personae = Callable[..., Any]
NOBODY = dict.fromkeys(REASONS, 0)
SUMMARY: dict[str, Any] = {
    "campaign": "Spring",
    "as_of": "2024-12-10",
    "outcome_days": 30,
    "holdout": 0.2,
    "holdout_needed_by": None,
    "detect_points": None,
    "global_holdout": 0.0,
    "overall": {"rate": 0.15, "rate_from": "log", "detectable_points": 6.04},
    "platform": None,
    "supplied_by_user": ["holdout"],
    "segments": [
        {
            "segment": 1, "name": "Loyal", "members": 1_000, **NOBODY, "suppressed": 100,
            "treatment": 720, "control": 180, "rate": 0.2, "rate_from": "log",
            "detectable_points": 9.87,
        },
        {
            "segment": 2, "name": "Lost", "members": 500, **NOBODY, "over_cap": 25,
            "treatment": 380, "control": 95, "rate": None, "rate_from": None,
            "detectable_points": None,
        },
    ],
}  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    calls: list[Any] = []

    def campaign(folder: Path, request: CampaignRequest, **keywords: Any) -> SimpleNamespace:
        calls.append((folder, request, keywords["out"]))
        files = ("README.txt", "treatment.csv", "control.csv")
        return SimpleNamespace(path=Path("spring"), summary=SUMMARY, findings=(), files=files)

    monkeypatch.setattr("personae.workflow.campaign.campaign", campaign)
    return calls


def test_everything_that_was_typed_arrives(personae: Personae, asked: list[Any]) -> None:
    answer = personae(
        "campaign", "run", "--campaign", "Spring", "--out", "spring", "--segment", "Loyal",
        "--segment", "2", "--max-contacts", "50", "--holdout", "0", "--global-holdout", "0.05",
        "--suppress", "never.csv", "--consent", "ok", "--contact-log", "log.csv", "--not-since",
        "2024-11-01", "--outcome-days", "14", "--at-risk", "--min-list", "10", "--people", "p.csv",
        "--rate", "5", "--for", "google", "--hash", "--phone-country", "gb", "--column", "id=no",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert asked == [
        (
            Path("run"),
            CampaignRequest(
                "Spring", segments=("Loyal", "2"), max_contacts=50, holdout=0.0,
                global_holdout=0.05, suppress=Path("never.csv"), consent="ok",
                contact_log=Path("log.csv"), not_since=dt.date(2024, 11, 1), outcome_days=14,
                at_risk=True, min_list=10, people=Path("p.csv"), rates=("5",), platform="google",
                hashed=True, phone_country="GB", columns=("id=no",),
            ),
            Path("spring"),
        )
    ]  # fmt: skip


def test_what_was_not_typed_keeps_its_default(personae: Personae, asked: list[Any]) -> None:
    personae("campaign", "run", "--campaign", "Spring", "--out", "spring")
    assert asked == [(Path("run"), CampaignRequest("Spring"), Path("spring"))]


def test_people_see_who_is_where_and_what_can_be_shown(
    personae: Personae, asked: list[Any]
) -> None:
    answer = personae("campaign", "run", "--campaign", "Spring", "--out", "spring")
    assert answer.err == ""
    lines = [line.rstrip() for line in answer.out.splitlines()]
    assert lines[0] == (
        'Campaign "Spring": 1,100 people get it, 275 are held out (20.0%; planned 20.0%).'
    )
    assert [line.split() for line in lines if line.split()[:2] == ["1", "Loyal"]] == [
        ["1", "Loyal", "1,000", "100", "720", "180", "20.0%", "+9.9"]
    ]
    assert ["2", "Lost", "500", "25", "380", "95", "?", "?"] in [x.split() for x in lines]
    assert ["All", "1,500", "125", "1,100", "275", "15.0%", "+6.0"] in [x.split() for x in lines]
    assert ["never", "to", "be", "contacted", "100", "0", "100"] in [x.split() for x in lines]
    assert "From you: --holdout." in lines
    assert lines[-3:] == [
        "Send to:        spring/treatment.csv",
        "Never send to:  spring/control.csv",
        "Read first:     spring/README.txt",
    ]


def test_json_is_the_account(personae: Personae, asked: list[Any]) -> None:
    answer = personae("campaign", "run", "--campaign", "Spring", "--out", "spring", "--json")
    assert json.loads(answer.out) == SUMMARY


def test_quiet_prints_nothing(personae: Personae, asked: list[Any]) -> None:
    answer = personae("campaign", "run", "--campaign", "Spring", "--out", "spring", "-q")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_a_day_that_is_none_is_refused(personae: Personae, asked: list[Any]) -> None:
    answer = personae(
        "campaign", "run", "--campaign", "Spring", "--out", "s", "--contact-log", "l.csv",
        "--not-since", "yesterday",
    )  # fmt: skip
    assert (answer.code, answer.err) == (
        2,
        "Error: --not-since is not a date.\nFix: Pass a date such as --not-since 2024-12-31.\n",
    )


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--max-contacts", "many"),
         "Invalid value for '--max-contacts': This needs a whole number."),
        (("--holdout", ""), "Invalid value for '--holdout': This needs a number."),
        (("--min-list", "x", "--detect", "y"),
         "Invalid value for '--min-list': This needs a whole number."),
        (("--segment", "a", "--segment"), "Option '--segment' requires an argument."),
        (("--no-hash",), "No such option: --no-hash (Possible options: --hash, --not-since)"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(
    personae: Personae, asked: list[Any], more: tuple[str, ...], message: str
) -> None:
    answer = personae("campaign", "run", "--campaign", "Spring", "--out", "s", *more)
    assert (answer.code, answer.out, asked) == (2, "", [])
    assert answer.err == f"Error: {message}\nFix: See personae campaign --help\n"


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ((), "argument 'RUN'"),
        (("run",), "option '--campaign'"),
        (("run", "--campaign", "S"), "option '--out'"),
    ],
)
def test_what_must_be_there_is_asked_for(
    personae: Personae, asked: list[Any], typed: tuple[str, ...], missing: str
) -> None:
    answer = personae("campaign", *typed)
    assert (answer.code, asked) == (2, [])
    assert answer.err == f"Error: Missing {missing}.\nFix: See personae campaign --help\n"


def test_a_value_may_begin_with_a_dash(personae: Personae, asked: list[Any]) -> None:
    personae("campaign", "run", "--campaign", "-S", "--out", "s", "--holdout", "-1")
    assert asked == [(Path("run"), CampaignRequest("-S", holdout=-1.0), Path("s"))]


@pytest.mark.parametrize("needed_by", [0, 1])
def test_whom_the_holdout_is_for_is_said(
    personae: Personae, asked: list[Any], monkeypatch: pytest.MonkeyPatch, needed_by: int
) -> None:
    monkeypatch.setitem(SUMMARY, "detect_points", 9.9)
    monkeypatch.setitem(SUMMARY, "holdout_needed_by", needed_by)
    words = " ".join(personae("campaign", "run", "--campaign", "S", "--out", "s").out.split())
    said = {
        0: "No segment alone can show 9.9 points; all together can, with this hold-out.",
        1: 'This hold-out is what "Loyal" needs to show 9.9 points. Not even half held out would '
        "be enough for: Lost.",
    }
    assert said[needed_by] in words
