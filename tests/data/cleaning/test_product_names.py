"""What products are called, from descriptions of which some are notes."""

from __future__ import annotations

import pyarrow as pa
import pytest

from personae.config import Options
from personae.data.cleaning.product_names import name_products
from personae.data.reading.read import open_source


@pytest.mark.parametrize("order", [1, -1])
def test_most_lines_decide_and_ties_go_to_the_first(order: int) -> None:
    texts = [
        ("A", "CUP"), ("A", " CUP "), ("A", "damaged"), ("B", "POT"), ("B", "LID"), ("C", ""),
    ]  # fmt: skip
    codes, described = zip(*texts[::order], strict=True)
    source = open_source(pa.table({"code": list(codes), "text": list(described)}), Options())
    code, text = source.columns
    view = name_products(source, product=code.physical, description=text, into="names")
    shown = "(SELECT text FROM {} WHERE code = n.product)".format(code.texts or "''")
    product = shown if code.texts else "product"
    rows = source.engine.rows(f"SELECT {product}, n.text FROM {view} AS n ORDER BY 1")
    assert rows == [("A", "CUP"), ("B", "LID")]
