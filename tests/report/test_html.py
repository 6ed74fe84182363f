"""The page: whole, escaped, alone, and readable by everybody."""

from __future__ import annotations

import base64
import copy
import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import personae.report
from personae.report.chart_list import CHARTS
from personae.report.charts.gallery import figure_of
from personae.report.charts.svg import svg_of
from personae.report.charts.theme import MARKS, SEGMENTS, VARIABLES
from personae.report.content import document
from personae.report.drawing import Drawings
from personae.report.html import MARK_PATHS, N_COLORS, _bar, render
from personae.workflow.result import Result

Make = Callable[..., Result]
HOSTILE = (
    "<img src=x onerror=alert(1)></script><script>alert(2)</script>{{7*7}}${7*7}]]>\"'`$x^2$"
    "\x1b[31m<!--&lt;"
)
CHROMIUM = Path("/usr/bin/chromium")


class Elements(HTMLParser):
    """Collects every start tag with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module")
def page(example_document: dict[str, Any], example_drawings: Drawings) -> str:
    return render(example_document, example_drawings.svg)


@pytest.fixture(scope="module")
def hostile_page(make_result: Make) -> str:
    values = document(
        make_result(
            k=3, n=120, names=(HOSTILE,), labels=(HOSTILE,) * 3, category=HOSTILE, text=HOSTILE
        )
    )
    values["source"] = HOSTILE
    figures = {name: figure_of(values, name) for name in CHARTS}
    return render(
        values,
        {
            name: svg_of(figure, name=name, alt=HOSTILE.replace("\x1b", ""))
            for name, figure in figures.items()
            if figure
        },
    )


def test_the_first_screen_says_five_things_in_order(page: str) -> None:
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main>") :])
    places = [
        text.index(words)
        for words in (
            "400 customers",
            "is the largest group",
            "Three things to do next",
            "Key accounts",
            "How far to trust this",
            "The segments",
            "Why 5 segments",
            "Appendix",
        )
    ]
    assert places == sorted(places)


def test_the_choice_goes_from_the_answer_to_the_figures(page: str) -> None:
    section = page[page.index('<h2 id="h-choice"') : page.index('<h2 id="h-appendix"')]
    places = [
        section.index(words)
        for words in (
            "Of 4 to 7 segments, these are the most stable",
            "What speaks for another number",
            "How it was decided, in plain words",
            "Does it come back?",
            'id="chart-silhouette_over_k"',
            "Evidence for each number of segments",
        )
    ]
    assert places == sorted(places)


def test_only_in_a_continuum_what_can_be_acted_on_is_a_stable_slice(
    example_document: dict[str, Any],
) -> None:
    for structure, words in (("continuum", "A stable slice: act on it"), ("clusters", "Act on it")):
        made = render({**example_document, "structure": structure}, {})
        labels = set(re.findall(r'<span class="trust t-act">.*?</span> (.*?)</span>', made))
        assert labels == {words}


def test_each_segment_has_a_card_and_each_technical_chart_is_folded_away(page: str) -> None:
    elements = Elements(page)
    assert len([item for item in elements.of("article") if "id" in item]) == 5
    first_fold = page.index('class="appendix"')
    assert all(
        page.index(f'id="chart-{name}"') > first_fold for name in ("map2d", "silhouette_blades")
    )
    assert all("open" not in fold for fold in elements.of("details"))


def test_structure_that_was_not_tested_is_said_to_be(page: str) -> None:
    assert "Natural groups, or slices of a continuum: <b>not tested</b>." in page


def test_the_page_asks_for_nothing(page: str) -> None:
    for tag, attributes in Elements(page).found:
        assert tag not in {"iframe", "object", "embed", "base", "form"}
        assert tag != "link" or attributes.get("href") is None
        for name in ("src", "href", "srcset", "action", "xlink:href"):
            target = attributes.get(name)
            assert target is None or target.startswith(("#", "data:image/png"))
        assert "style" not in attributes, tag
        assert not any(name.startswith("on") for name in attributes)
    assert "@import" not in page
    assert "url(http" not in page


def test_the_policy_allows_the_one_script_and_the_one_style_sheet(page: str) -> None:
    policy = next(
        meta["content"]
        for meta in Elements(page).of("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_hostile_text_is_shown_and_never_obeyed(hostile_page: str, page: str) -> None:
    plain, hostile = Elements(page), Elements(hostile_page)
    assert not hostile.of("img")
    assert len(hostile.of("script")) == len(plain.of("script")) == 2
    assert "\x1b" not in hostile_page
    assert "{{7*7}}" in hostile_page
    assert "&lt;img src=x onerror=alert(1)&gt;" in hostile_page
    assert {tag for tag, _ in hostile.found} <= {tag for tag, _ in plain.found}


def test_the_points_cannot_end_their_script_element(page: str) -> None:
    (points,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert re.fullmatch(r'[\d\[\]{}",:a-z\-]+', points)


def test_renaming_changes_the_name_everywhere(make_result: Make) -> None:
    values = document(make_result(names=("Zebras", "Lions", "Owls", "Bears", "Wolves")))
    renamed = copy.deepcopy(values)
    renamed["segments"][1]["name"] = "Wholesale VIPs"
    figure = figure_of(renamed, "sizes_and_revenue")
    assert figure is not None
    svg = svg_of(figure, name="sizes_and_revenue", alt="sizes")
    page = render(renamed, {"sizes_and_revenue": svg})
    assert "Lions" not in page
    assert page.count("Wholesale VIPs") > 5


@pytest.mark.parametrize(
    "variant", [{"k": 1}, {"k": 12}, {"with_money": False}, {"with_silhouette": False}]
)
def test_whatever_is_missing_the_page_is_whole(make_result: Make, variant: dict[str, Any]) -> None:
    page = render(document(make_result(**variant)), {})
    assert page.rstrip().endswith("</html>")
    assert "None" not in re.sub(r"<script.*?</script>|<style.*?</style>", "", page, flags=re.DOTALL)


def test_one_segment_is_told_as_one(make_result: Make) -> None:
    values = document(make_result(k=1))
    words = " ".join(re.sub(r"<[^>]+>", " ", render(values, {}).partition("<main>")[2]).split())
    assert "The segment “Typically” gives medians" in words
    assert "Why 1 segment Of 4 to 7" in words
    for claim in ("How far to trust", "Act on it", "Jaccard of", "Silhouette 0", "not tested"):
        assert claim not in words, claim
    assert "1 segments" not in words


def test_a_frame_is_no_file_to_name(make_result: Make) -> None:
    result = make_result()
    source = dataclasses.replace(result.source, label="the table")
    page = render(document(dataclasses.replace(result, source=source)), {})
    assert "<title>5 customer segments</title>" in page
    assert "<h1>5 segments</h1>" in page


def test_money_is_said_to_be_past_and_people_are_counted(page: str) -> None:
    assert re.search(r"<b>\d+ people</b> .* brought <b>£[\d.,M]+</b> revenue</p>", page)
    assert "at stake" not in page


def test_averages_and_sd_are_explained_once(page: str) -> None:
    assert page.count("sd: standard deviations, how far apart compared with the usual") == 1
    assert page.count("averages, against all customers</span>") == 5


def test_two_standard_deviations_fill_half_a_strip() -> None:
    assert _bar(1.0) == {"left": 50.0, "width": 25.0}
    assert _bar(-3.0) == {"left": 0.0, "width": 50.0}


def test_segments_of_one_colour_differ_in_their_chips(make_result: Make) -> None:
    page = render(document(make_result(k=12, n=300)), {})
    assert 'class="chip c1">1<' in page
    assert 'class="chip c1 tile">9<' in page


def test_every_picture_has_words(page: str) -> None:
    elements = Elements(page)
    pictures = [item for item in elements.of("svg") if item.get("aria-hidden") != "true"]
    assert len(pictures) == 2 + 14
    assert all(item["role"] == "img" and len(item["aria-label"] or "") > 40 for item in pictures)


def test_marks_and_colours_of_page_and_charts_agree() -> None:
    css = (Path(__file__).parents[2] / "src/personae/report/templates/report.css").read_text()
    light = dict(re.findall(r"(--[\w]+): (#[0-9a-f]{6})", css.split("@media")[0]))
    assert {name: light[name] for name in VARIABLES.values()} == {
        name: value for value, name in VARIABLES.items()
    }
    assert len(MARK_PATHS) == len(MARKS)
    assert len(SEGMENTS) == N_COLORS


def test_text_has_contrast_in_light_and_in_dark() -> None:
    css = (Path(__file__).parents[2] / "src/personae/report/templates/report.css").read_text()
    light, dark = (
        dict(re.findall(r"(--[\w]+): (#[0-9a-f]{6})", part)) for part in css.split("@media")[:2]
    )
    for colors in (light, light | dark):
        for words in ("--ink", "--muted", "--accent", "--warn"):
            for ground in ("--bg", "--paper", "--soft"):
                assert _contrast(colors[words], colors[ground]) >= 4.5, (words, ground)
        for number in range(1, N_COLORS + 1):
            assert _contrast(colors["--on"], colors[f"--s{number}"]) >= 4.5, number
            assert _contrast(colors[f"--s{number}"], colors["--paper"]) >= 3.0, number
        for shade in ("n4", "n3", "n2", "n1", "p0", "p1", "p2", "p3", "p4"):
            assert _contrast(colors["--ink"], colors[f"--d{shade}"]) >= 4.5, shade


def _contrast(first: str, second: str) -> float:
    """WCAG 2.2, contrast ratio of two colours."""
    bright, dim = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    options = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
        yield found
        found.close()


def _open(browser: Any, page: str, folder: Path, **settings: Any) -> tuple[Any, list[str]]:
    """Open a page from the disk; return it and the list that complaints and requests go to."""
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    tab = browser.new_context(**settings).new_page()
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(message.text))
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on("dialog", lambda dialog: (heard.append("dialog"), dialog.dismiss()))
    tab.on(
        "request",
        lambda request: request.url.startswith(("file://", "data:")) or heard.append(request.url),
    )
    tab.goto(path.as_uri())
    return tab, heard


@pytest.mark.browser
def test_opens_without_a_complaint_and_turns_its_map(
    browser: Any, page: str, tmp_path: Path
) -> None:
    tab, heard = _open(browser, page, tmp_path, reduced_motion="reduce")
    tab.locator("summary", has_text="Maps of the customers").click()
    canvas = tab.locator("#map3d")
    canvas.scroll_into_view_if_needed()
    tab.wait_for_function("document.getElementById('map3d').dataset.drawn === '400'")
    assert not tab.locator(".static3d").is_visible()
    before = canvas.screenshot()
    canvas.press("ArrowLeft")
    tab.wait_for_function("new Promise(done => requestAnimationFrame(() => done(true)))")
    turned = canvas.screenshot()
    assert turned != before
    tab.locator(".buttons button").nth(1).click()
    assert tab.locator(".buttons button[aria-pressed=true]").count() == 1
    tab.wait_for_function("new Promise(done => requestAnimationFrame(() => done(true)))")
    assert canvas.screenshot() != turned
    assert heard == []


@pytest.mark.browser
def test_hostile_names_run_nothing_in_a_browser(
    browser: Any, hostile_page: str, tmp_path: Path
) -> None:
    tab, heard = _open(browser, hostile_page, tmp_path)
    tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert tab.locator("img").count() == 0
    assert heard == []


@pytest.mark.browser
@pytest.mark.parametrize("which", ["page", "hostile_page"])
def test_a_narrow_phone_never_scrolls_sideways(
    browser: Any, request: pytest.FixtureRequest, tmp_path: Path, which: str
) -> None:
    tab, heard = _open(
        browser, request.getfixturevalue(which), tmp_path, viewport={"width": 360, "height": 740}
    )
    tab.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    assert heard == []


@pytest.mark.browser
def test_dark_mode_changes_page_and_charts(browser: Any, page: str, tmp_path: Path) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        tab, heard = _open(browser, page, tmp_path, color_scheme=scheme)
        script = """() => ['body', '#chart-elbow svg text'].map(where => {
            const style = getComputedStyle(document.querySelector(where));
            return where === 'body' ? style.backgroundColor : style.fill; })"""
        seen[scheme] = tab.evaluate(script)
        assert heard == []
    assert all(light != dark for light, dark in zip(seen["light"], seen["dark"], strict=True))


@pytest.mark.browser
def test_on_paper_everything_is_unfolded(browser: Any, page: str, tmp_path: Path) -> None:
    tab, heard = _open(browser, page, tmp_path)
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("details:not([open])").count() == 0
    assert tab.locator("#chart-map3d .static3d svg").is_visible()
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("details[open]").count() == 0
    assert heard == []


@pytest.mark.browser
def test_without_scripts_the_static_view_stands_in(browser: Any, page: str, tmp_path: Path) -> None:
    tab, heard = _open(browser, page, tmp_path, java_script_enabled=False)
    tab.locator("summary", has_text="Maps of the customers").click()
    assert tab.locator(".static3d svg").is_visible()
    assert not tab.locator("#map3d").is_visible()
    assert heard == []


def test_no_key_of_the_document_is_taken_for_a_method() -> None:
    # ``row.clear`` of a dictionary is its method, and so is true of every row
    folder = Path(personae.report.__file__).parent / "templates"
    template = (folder / "report.html.j2").read_text(encoding="utf-8")
    asked = set(re.findall(r"\b\w+\.(\w+)\b(?!\()", template))
    assert "share_text" in asked
    assert asked & {name for name in dir({}) if not name.startswith("_")} == set()
