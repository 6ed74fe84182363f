"""A log whose products have codes and descriptions in, one name per product out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personae.data.cells import shown_sql
from personae.data.values import plain_text_sql
from personae.engines.duckdb import quote_identifier

if TYPE_CHECKING:
    from personae.data.source import Column, Source

__all__ = ["name_products"]


def name_products(source: Source, *, product: str, description: Column, into: str) -> str:
    """Define what each product is called: the description that most of its lines have.

    One code often has several: a shop improves its texts, and notes such as "damaged" stand in
    the same column. Of equally frequent descriptions it is the first as UTF-8 bytes sort.

    Parameters
    ----------
    source : Source
        The log.
    product : str
        SQL over `Source.coded` for the product of a line.
    description : Column
        The column that describes it.
    into : str
        The view to define, with the columns ``product`` and ``text``. It costs nothing until
        somebody asks.

    Returns
    -------
    str
        `into`.
    """
    about = plain_text_sql(description)
    if description.texts:
        about = quote_identifier(description.physical)
    source.engine.run(
        f"""
        CREATE OR REPLACE VIEW {quote_identifier(into)} AS
        WITH counted AS (
            SELECT {product} AS product, {about} AS about, count(*) AS n
            FROM {quote_identifier(source.coded)} GROUP BY 1, 2
        ), shown AS (
            SELECT product, trim({shown_sql(description.texts, "about")}) AS text, n FROM counted
        )
        SELECT product, first(text ORDER BY n DESC, text) AS text FROM shown
        WHERE product IS NOT NULL AND text <> '' GROUP BY product
        """
    )
    return into
