from __future__ import annotations

import personae
from personae.report.content import document
from personae.report.html import render
from personae.report.proxies_section import proxies_section


def test_the_mall_in_words(data_folder):
    section = proxies_section(personae.segment(data_folder / "mall_customers.csv"))
    assert section["title"] == "Do the segments stand in for Gender and Age?"
    assert section["headline"] == "Yes, for Age. No, not for Gender."
    assert "lawful" in section["warning"]
    assert {item["label"] for item in section["attributes"]} == {"Gender", "Age"}


def test_small_shares_are_not_shown(data_folder):
    section = proxies_section(personae.segment(data_folder / "mall_customers.csv", share=True))
    cells = [
        cell for item in section["attributes"] for row in item["rows"] for cell in row["cells"]
    ]
    assert any(cell["share"] == "not shown" for cell in cells)


def test_a_table_without_such_columns_has_no_section(data_folder):
    result = personae.segment(data_folder / "wholesale.csv", id="row")
    assert proxies_section(result) is None


def test_a_star_stands_where_a_share_differs_clearly_and_nowhere_else(data_folder):
    result = personae.segment(data_folder / "mall_customers.csv")
    section = proxies_section(result)
    cells = [
        cell for item in section["attributes"] for row in item["rows"] for cell in row["cells"]
    ]
    clear = sum(cell["is_clear"] for cell in cells)
    assert 0 < clear < len(cells)
    page = render(document(result), {})
    assert page.count("&nbsp;*<br>") == clear
