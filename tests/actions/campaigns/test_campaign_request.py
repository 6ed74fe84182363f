"""What cannot be meant is said, all of it at once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from personae.actions.campaigns.campaign_request import CampaignRequest
from personae.errors import UsageError


def test_everything_that_is_wrong_is_said_at_once() -> None:
    request = CampaignRequest(
        " ", holdout=0.8, detect=0.0, max_contacts=0, outcome_days=0, min_list=1,
        global_holdout=-0.1, contact_log=Path("log.csv"), consent="c", platform="tiktok",
        hashed=True, phone_country="QQ", columns=("foo=1",), rates=("many",),
    )  # fmt: skip
    with pytest.raises(UsageError) as caught:
        request.check()
    said = [problem.what for problem in caught.value.problems]
    assert said == [
        "--holdout is not a share from 0 to 0.5.",
        "--global-holdout is not a share from 0 to 0.5.",
        "--detect is not a rise in percentage points, from 0.01 to 100.",
        "--max-contacts is not a number of people, at least 1.",
        "--outcome-days is not days, from 1 to 3650.",
        "--min-list is not a number of people, at least 2.",
        "--holdout sets the share held out, and --detect finds it.",
        "--contact-log and --not-since only make sense together.",
        "--consent needs a file that says who the customers are.",
        "--for needs a file that says who the customers are.",
        "--phone-country needs a file that says who the customers are.",
        "--hash is for advertising platforms, which look people up by hashes.",
        "The campaign has no name.",
        "--for is not one of klaviyo, mailchimp, hubspot, google, meta.",
        "--phone-country is not the two letters of a country whose numbers can be read.",
        "--column is not a field and a column.",
        "--rate is not a percentage from 0 to below 100.",
    ]
    assert all(problem.fix.endswith(".") for problem in caught.value.problems)


@pytest.mark.parametrize(
    "fine",
    [
        {},
        {"holdout": 0.0},
        {"holdout": 0.5, "global_holdout": 0.5},
        {"detect": 2.0, "rates": ("5", "Loyal=12.5%", "3=0")},
        {"contact_log": Path("log.csv"), "not_since": dt.date(2024, 1, 1)},
        {"people": Path("p.csv"), "platform": "meta", "hashed": True, "phone_country": "GB"},
        {"columns": ("email=Contact = main", "id=no")},
    ],
)
def test_what_can_be_meant_passes(fine: dict[str, Any]) -> None:
    assert CampaignRequest("Spring", **fine).check() == CampaignRequest("Spring", **fine)


def test_rates_and_columns_are_read_as_they_were_typed() -> None:
    request = CampaignRequest(
        "Spring", rates=("5", "A=B=12.5%"), columns=("email=Contact = main", "id=no")
    )
    assert request.told_rates() == {"": 0.05, "A=B": 0.125}
    assert request.told_columns == {"email": "Contact = main", "id": "no"}
    assert request.supplied == ("rate",)
