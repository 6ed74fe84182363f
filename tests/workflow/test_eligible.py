"""Who may be contacted: in the stated order, no for whatever is unclear, everybody counted once."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from personae.actions.campaigns.campaign_request import CampaignRequest
from personae.actions.campaigns.split import in_global_holdout
from personae.errors import InputError, UsageError
from personae.workflow.campaign import CampaignFolder, campaign

HEAD = "customer_id,email,newsletter"


@pytest.fixture(scope="session")
def people(data_folder: Path) -> dict[str, dict[str, str]]:
    with (data_folder / "rfm_orders.csv").open(encoding="utf-8", newline="") as file:
        return {row["customer_id"]: row for row in csv.DictReader(file)}


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def reasons(made: CampaignFolder) -> dict[str, int]:
    total: dict[str, int] = {}
    for item in made.summary["segments"]:
        for key, count in item.items():
            if isinstance(count, int):
                total[key] = total.get(key, 0) + count
    return total


def on_lists(made: CampaignFolder) -> set[str]:
    return set(parquet.read_table(made.path / "assignment.parquet").column("id").to_pylist())


def test_only_a_clear_yes_is_consent(log_run: Path, people: dict[str, Any], tmp_path: Path) -> None:
    words = ["yes", "Y ", "TRUE", "1", "opted in", "no", "", "maybe", "0", "n/a"]
    ids = sorted(people)[:-20]
    lines = [f'"{one}",{people[one]["email"]},{words[n % 10]}' for n, one in enumerate(ids)]
    file = write(tmp_path / "people.csv", HEAD, *lines)
    request = CampaignRequest("Spring", people=file, consent="newsletter")
    made = campaign(log_run, request, out=tmp_path / "spring")
    agreed = {one for n, one in enumerate(ids) if n % 10 < 5}
    assert on_lists(made) == agreed
    assert reasons(made)["without_consent"] == 995 - len(agreed)
    absent, unclear = made.findings
    assert absent.what == (
        "20 customers are not in the file of --people; nobody knows whether they agreed, so they "
        "count as no."
    )
    assert unclear.what == (
        f'{sum(n % 10 in (7, 9) for n in range(len(ids)))} customers have a value in "newsletter" '
        "that is neither a clear yes nor a clear no; they count as no."
    )


@pytest.mark.parametrize("kind", ["ids with a name", "ids", "addresses", "both"])
def test_suppression_by_ids_and_addresses_with_and_without_a_header(
    kind: str, log_run: Path, people: dict[str, Any], tmp_path: Path
) -> None:
    never = sorted(people)[::50]
    ids = [f'"{one}"' for one in never]
    mails = [people[one]["email"].upper() for one in never]
    lines = {
        "ids with a name": ["customer_id", *ids],
        "ids": ids,
        "addresses": mails,
        "both": ["id,mail", *(f"{one}," for one in ids[:10]), *(f",{one}" for one in mails[10:])],
    }[kind]
    file = write(tmp_path / "never.csv", *lines)
    everybody = [f'"{one}",{row["email"]},yes' for one, row in people.items()]
    who = write(tmp_path / "people.csv", HEAD, *everybody)
    request = CampaignRequest("Spring", suppress=file, people=who)
    made = campaign(log_run, request, out=tmp_path / "spring")
    assert on_lists(made) == people.keys() - set(never)
    assert reasons(made)["suppressed"] == len(never) == 20
    assert made.findings == ()


def test_addresses_alone_need_the_file_of_people(
    log_run: Path, people: dict[str, Any], tmp_path: Path
) -> None:
    file = write(tmp_path / "never.csv", *(row["email"] for row in people.values()))
    with pytest.raises(UsageError) as caught:
        campaign(log_run, CampaignRequest("Spring", suppress=file), out=tmp_path / "spring")
    assert str(caught.value) == (
        "never.csv names people by e-mail address only.\n"
        "Fix: Pass --people with a file that has the customers' ids and e-mail addresses."
    )


def test_a_list_that_names_nobody_is_a_warning(log_run: Path, tmp_path: Path) -> None:
    file = write(tmp_path / "never.csv", "customer_id", "A1", "A2")
    made = campaign(log_run, CampaignRequest("Spring", suppress=file), out=tmp_path / "spring")
    [finding] = made.findings
    assert finding.severity == "warning"
    assert finding.what == (
        "The file of --suppress has 2 entries that count: no customer of this run."
    )


def test_a_suppression_that_cannot_be_read_is_not_passed_over(
    log_run: Path, tmp_path: Path
) -> None:
    rows = [f"A{n},x" for n in range(500)]
    file = write(tmp_path / "never.csv", "customer_id,why", *rows, "A500,x,y,z")
    with pytest.raises(InputError) as caught:
        campaign(log_run, CampaignRequest("Spring", suppress=file), out=tmp_path / "spring")
    assert str(caught.value) == (
        "One row of never.csv cannot be read (line 502 first); whoever is named there would be "
        "contacted.\nFix: Correct these lines and start again."
    )


def test_who_was_contacted_lately_is_left_out(
    log_run: Path, people: dict[str, Any], tmp_path: Path
) -> None:
    ids = sorted(people)
    days = ["2006-12-09", "2006-12-10", "2006-12-11", "soon"]
    lines = [f'"{one}",{days[n % 4] if n < 160 else days[0]}' for n, one in enumerate(ids)]
    file = write(tmp_path / "log.csv", "customer_id,sent_at", *lines)
    request = CampaignRequest("Spring", contact_log=file, not_since=dt.date(2006, 12, 10))
    made = campaign(log_run, request, out=tmp_path / "spring")
    assert on_lists(made) == {one for n, one in enumerate(ids) if n >= 160 or n % 4 == 0}
    assert reasons(made)["recently_contacted"] == 120
    [finding] = made.findings
    assert finding.what == (
        "40 rows of the file of --contact-log have no date that can be read; they count as "
        "contacted lately."
    )


def test_two_customers_with_one_mailbox_are_never_in_two_arms(
    log_run: Path, people: dict[str, Any], tmp_path: Path
) -> None:
    ids = sorted(people)
    lines = [f'"{one}",box{n // 2}@example.com,yes' for n, one in enumerate(ids)]
    who = write(tmp_path / "people.csv", HEAD, *lines)
    never = write(tmp_path / "never.csv", "customer_id", f'"{ids[1]}"')
    request = CampaignRequest("Spring", people=who, suppress=never)
    made = campaign(log_run, request, out=tmp_path / "spring")
    # whose mailbox is suppressed under another id is suppressed too
    assert on_lists(made) == set(ids[2::2])
    counts = reasons(made)
    assert (counts["suppressed"], counts["shared_address"]) == (2, 995 - 2 - len(ids[2::2]))


def test_a_mailbox_of_the_global_holdout_stays_untouched(
    log_run: Path, people: dict[str, Any], tmp_path: Path
) -> None:
    ids = sorted(people)
    lines = [f'"{one}",box{n // 2}@example.com,yes' for n, one in enumerate(ids)]
    who = write(tmp_path / "people.csv", HEAD, *lines)
    request = CampaignRequest("Spring", people=who, global_holdout=0.2)
    made = campaign(log_run, request, out=tmp_path / "spring")
    held_out = in_global_holdout(ids, share=0.2)
    free = {n // 2 for n in range(len(ids))} - {n // 2 for n in range(len(ids)) if held_out[n]}
    assert on_lists(made) == {ids[2 * box] for box in free}


def test_people_in_rows_that_cannot_be_read_are_said(
    log_run: Path, people: dict[str, Any], tmp_path: Path
) -> None:
    lines = [f'"{one}",,yes' for one in sorted(people)]
    who = write(tmp_path / "people.csv", HEAD, *lines[:-1], f"{lines[-1]},and,more")
    request = CampaignRequest("Spring", people=who, consent="newsletter")
    made = campaign(log_run, request, out=tmp_path / "spring")
    assert on_lists(made) == set(sorted(people)[:-1])
    assert made.findings[0].what == (
        "One row of the file of --people cannot be read; whoever is named there counts as not in "
        "the file."
    )


def test_the_first_of_several_reasons_counts(
    log_run: Path, people: dict[str, Any], tmp_path: Path
) -> None:
    ids = [f'"{one}"' for one in sorted(people)]
    words = [f"{one},,{'no' if n % 2 else 'yes'}" for n, one in enumerate(ids)]
    who = write(tmp_path / "people.csv", HEAD, *words)
    never = write(tmp_path / "never.csv", "customer_id", *ids[:200])
    request = CampaignRequest("Spring", people=who, consent="newsletter", suppress=never)
    made = campaign(log_run, request, out=tmp_path / "spring")
    counts = reasons(made)
    assert (counts["without_consent"], counts["suppressed"]) == (497, 100)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "customer_id,email,e_mail x,a@b.de,c@d.de y,a@b.de,c@d.de",
            (
                '2 columns of people.csv can be the e-mail address: "email", "e_mail".\n'
                'Fix: Pass the one that is meant, such as --column "email=email".'
            ),
        ),
        (
            "city,email x,a@b.de y,c@d.de",
            (
                "No column of people.csv looks like the customers' ids.\n"
                "Fix: Pass --column id=COL with the column that has the ids of the run."
            ),
        ),
        (
            "customer_id,email x,a@b.de y,c@d.de",
            (
                "No customer of the run is in people.csv.\n"
                "Fix: Pass --people with a file that has the ids of the run, or --column id=COL "
                "with the column of ids."
            ),
        ),
        (
            "customer_id,email x,a@b.de x,c@d.de",
            (
                "One customer has in people.csv several rows that differ.\n"
                "Fix: Keep one row for each customer."
            ),
        ),
    ],
)
def test_a_file_of_people_that_cannot_be_meant_is_refused(
    rows: str, said: str, log_run: Path, tmp_path: Path
) -> None:
    file = write(tmp_path / "people.csv", *rows.split(" "))
    with pytest.raises(InputError) as caught:
        campaign(log_run, CampaignRequest("Spring", people=file), out=tmp_path / "spring")
    assert str(caught.value) == said
