"""No text makes a regular expression go back over it again and again."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from re import _constants as signs
from re import _parser as parser
from typing import Any

import pytest

import personae

REPEATS = {signs.MAX_REPEAT, signs.MIN_REPEAT}
# A repeat of so many is as good as one without end.
MANY = 100


def held(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Return the patterns in a value of a module."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        for item in value.values():
            yield from held(item, depth + 1)
    elif isinstance(value, tuple | list | set | frozenset) and depth < 3:
        for item in value:
            yield from held(item, depth + 1)


def all_patterns() -> dict[str, re.Pattern[Any]]:
    """Return every pattern that a module of ours holds, by where it is."""
    found = {}
    for info in pkgutil.walk_packages(personae.__path__, "personae."):
        if info.name.endswith(("__main__", ".plots")):
            continue
        for name, value in vars(importlib.import_module(info.name)).items():
            for pattern in held(value):
                found.setdefault(f"{info.name}.{name}: {pattern.pattern!r}", pattern)
    return found


PATTERNS = all_patterns()


def nested(tree: Any, *, inside: bool = False) -> bool:
    """Tell whether something without end stands in something without end."""
    for kind, value in tree:
        if kind in REPEATS:
            _, most, body = value
            endless = most is signs.MAXREPEAT or most >= MANY
            if endless and inside and len(body):
                return True
            if nested(body, inside=inside or endless):
                return True
        elif kind is signs.SUBPATTERN:
            if nested(value[-1], inside=inside):
                return True
        elif kind is signs.BRANCH:
            if any(nested(branch, inside=inside) for branch in value[1]):
                return True
        elif kind in {signs.ASSERT, signs.ASSERT_NOT} and nested(value[1], inside=inside):
            return True
    return False


# Looked at one by one: every turn of the outer repeat begins with a sign that the inner one does
# not match, so that there is one way to go over a text: ``(?:,[0-9]+)*``, not ``(?:[0-9]+)*``.
SEPARATED = {r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+"}


def test_there_are_patterns_to_look_at() -> None:
    assert len(PATTERNS) > 40


@pytest.mark.parametrize("where", sorted(PATTERNS))
def test_no_repeat_without_end_stands_in_another(where: str) -> None:
    pattern = PATTERNS[where]
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    assert not nested(tree) or pattern.pattern in SEPARATED, where


@pytest.mark.parametrize("text", ["(a+)+b", "(?:a*)*", "(a|b*)+", "(?:x(?:y+z?)*)*"])
def test_the_rule_finds_what_it_is_for(text: str) -> None:
    assert nested(parser.parse(text))


@pytest.mark.full
@pytest.mark.parametrize("where", sorted(PATTERNS))
def test_twice_the_text_takes_about_twice_as_long(where: str) -> None:
    """Long texts of one kind, each ended by a sign that nothing matches."""
    for unit in ("1", "a", " ", "1,", "a@", "-", "1.", "(", "=", "'", "a b", "\t", "%"):
        texts = [unit * size + "!\x00" for size in (2_000, 4_000, 8_000)]
        if isinstance(PATTERNS[where].pattern, bytes):
            texts = [text.encode() for text in texts]  # type: ignore[misc]
        spent = [min(took(where, text) for _ in range(3)) for text in texts]
        assert spent[2] < 3 * spent[1] + 0.02, (unit, spent)
        assert spent[2] < 0.2, (unit, spent)


def is_sought(where: str) -> bool:
    """Tell whether a pattern may begin anywhere in a text, by how its module uses it."""
    module, _, name = where.partition(":")[0].rpartition(".")
    source = Path(str(importlib.import_module(module).__file__)).read_text(encoding="utf-8")
    return bool(re.search(rf"\b{name}\.(search|sub|split|findall|finditer)\b", source))


def took(where: str, text: Any) -> float:
    pattern = PATTERNS[where]
    start = time.perf_counter()
    pattern.fullmatch(text)
    if is_sought(where):
        pattern.search(text)
    return time.perf_counter() - start
