"""Every hostile text in every text of the report: shown, and never obeyed."""

from __future__ import annotations

import copy
import functools
import json
import re
import struct
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from personae.report.chart_list import CHARTS
from personae.report.charts.gallery import figure_of
from personae.report.charts.png import png_of
from personae.report.charts.svg import svg_of
from personae.report.html import render
from personae.report.names import shown

CHROMIUM = Path("/usr/bin/chromium")
# Words of ours by which the page decides what to show; none comes from a file.
OURS = {
    "format", "version", "kind", "named_by", "archetype", "trust", "of", "use", "how", "structure",
    "severity", "role", "verdict", "comes_from", "goes_to", "unit", "period", "days", "currency",
}  # fmt: skip
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ALLOWED_TARGETS = ("#", "data:image/png")


class Parts(HTMLParser):
    """Collects what a page is made of, and the text of its scripts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.targets: set[str] = set()
        self.scripts: list[str] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.targets |= {text or "" for name, text in attrs if name in {"src", "href", "action"}}
        self._inside = tag

    def handle_data(self, data: str) -> None:
        (self.scripts if self._inside in {"script", "style"} else self.words).append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_comment(self, data: str) -> None:
        self.tags.add(f"<!-- {data[:20]}")


def hostile(document: dict[str, Any], texts: tuple[str, ...], turn: int) -> dict[str, Any]:
    """Put another text behind each text of a document; `turn` says with which it begins."""
    place = iter(range(turn, 10**9))

    def changed(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: changed(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [changed(item, key) for item in value]
        if isinstance(value, str) and key not in OURS:
            return value + texts[next(place) % len(texts)]
        return value

    made: dict[str, Any] = changed(copy.deepcopy(document), "")
    return made


def drawn(document: dict[str, Any]) -> dict[str, str]:
    """Draw all charts and check the pictures beside them."""
    svg = {}
    for name in CHARTS:
        if figure := figure_of(document, name):
            svg[name] = svg_of(figure, name=name, alt=shown(document)["source"])
            assert kinds_of(png_of(figure)) == ["IHDR", "pHYs", "IDAT", "IEND"], name
    return svg


def kinds_of(png: bytes) -> list[str]:
    """Return the kinds of the parts of a PNG: none of them may hold text."""
    found, place = [], 8
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place : place + 8])
        found.append(kind.decode())
        place += 12 + size
    return found


@pytest.fixture(scope="module")
def plain(example_document: dict[str, Any], example_drawings: Any) -> Parts:
    return Parts(render(example_document, example_drawings.svg))


def assert_harmless(page: str, plain: Parts) -> None:
    """Say that a page consists of what the page of a plain run consists of."""
    parts = Parts(page)
    assert parts.tags <= plain.tags
    assert parts.attributes <= plain.attributes
    assert all(target.startswith(ALLOWED_TARGETS) for target in parts.targets)
    assert len(parts.scripts) == len(plain.scripts)
    assert not re.search(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page
    )
    page.encode()


@pytest.mark.parametrize("turn", range(0, 264, 66))
def test_no_element_attribute_or_script_comes_from_data(
    example_document: dict[str, Any], plain: Parts, hostile_texts: tuple[str, ...], turn: int
) -> None:
    assert_harmless(render(hostile(example_document, hostile_texts, turn), {}), plain)


@pytest.mark.full
@pytest.mark.parametrize("turn", range(264))
def test_every_text_at_every_place(
    example_document: dict[str, Any], plain: Parts, hostile_texts: tuple[str, ...], turn: int
) -> None:
    assert_harmless(render(hostile(example_document, hostile_texts, turn), {}), plain)


@pytest.mark.parametrize(
    "turn", [0, *(pytest.param(turn, marks=pytest.mark.full) for turn in range(13, 264, 25))]
)
def test_charts_show_text_and_are_steered_by_none(
    example_document: dict[str, Any], plain: Parts, hostile_texts: tuple[str, ...], turn: int
) -> None:
    values = hostile(example_document, short(hostile_texts), turn)
    assert_harmless(render(values, drawn(values)), plain)


def short(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text[:200] for text in texts)


def test_text_is_never_a_template(example_document: dict[str, Any]) -> None:
    values = copy.deepcopy(example_document)
    values["segments"][0]["name"] = "{{7*7}}{% for x in y %}{0}%s${7*7}"
    words = "".join(Parts(render(values, {})).words)
    assert "{{7*7}}{% for x in y %}{0}%s${7*7}" in words
    assert "49" not in words.split("Three things")[0]


def test_a_stored_document_is_json(
    example_document: dict[str, Any], hostile_texts: tuple[str, ...]
) -> None:
    from personae.report.drawing import Drawings
    from personae.workflow.run_files import rendered

    values = hostile(example_document, hostile_texts, 7)
    stored = rendered(values, Drawings({}, {}))["report.json"]
    assert json.loads(stored.decode()).keys() == values.keys()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    options = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
        yield found
        found.close()


@pytest.fixture(scope="module")
def many_texts(
    example_document: dict[str, Any], hostile_texts: tuple[str, ...]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    texts = short(hostile_texts)
    return hostile(example_document, texts, 0), texts


@pytest.mark.browser
@pytest.mark.parametrize(
    "turns",
    [range(0, 264, 132), pytest.param(range(264), marks=pytest.mark.full)],
    ids=["some", "all"],
)
def test_a_browser_shows_no_dialog_and_asks_for_nothing(
    chromium: Any,
    many_texts: tuple[dict[str, Any], tuple[str, ...]],
    tmp_path: Path,
    turns: range,
) -> None:
    first, texts = many_texts
    svg = drawn(first)
    tab = chromium.new_context(offline=True).new_page()
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(message.text))
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on("dialog", lambda dialog: (heard.append("dialog"), dialog.dismiss()))
    tab.on("popup", lambda _: heard.append("popup"))
    path = tmp_path / "report.html"
    tab.on("request", functools.partial(note_request, heard, path.as_uri()))
    for turn in turns:
        path.write_text(render(hostile(first, texts, turn), svg), encoding="utf-8")
        tab.goto(path.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        tab.mouse.move(200, 300)
        assert tab.evaluate("document.scripts.length") == 2
    assert heard == []


def note_request(heard: list[str], page: str, request: Any) -> None:
    if request.url != page and not request.url.startswith("data:image/png"):
        heard.append(request.url)
