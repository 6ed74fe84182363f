"""What people import: documented, sorted, and hard to call wrongly."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

import personae

# scikit-learn's conventions ask for (X, y, sample_weight) by place.
# What scikit-learn and matplotlib fix, and what is called through machine code, where there are
# only places.
BY_CONVENTION = (
    "personae.cluster.estimator",
    "personae.cluster.kernels",
    "personae.cluster.label_kernels",
    "personae.cluster.lanes",
    "personae.cluster.lloyd_kernels",
    "personae.cluster.move_kernels",
    "personae.cluster.pair_kernels",
    "personae.cluster.start_kernels",
    "personae.cluster.sum_kernels",
    "personae.cluster.tile_kernels",
    "personae.report.charts.pixels",
    "personae.report.charts.svg",
)
MOST_POSITIONAL = 3


def modules() -> list[str]:
    found = pkgutil.walk_packages(personae.__path__, prefix="personae.")
    return sorted(item.name for item in found if not item.name.endswith("__main__"))


def public_objects() -> Iterator[tuple[str, Any]]:
    """Yield every public function, class and method, once, where it is defined."""
    for name in modules():
        module = importlib.import_module(name)
        for public in getattr(module, "__all__", ()):
            item = getattr(module, public)
            if getattr(item, "__module__", None) != name:
                continue
            yield f"{name}.{public}", item
            if inspect.isclass(item):
                for method, member in vars(item).items():
                    if not method.startswith("_") and callable(getattr(item, method)):
                        yield f"{name}.{public}.{method}", member


def test_the_front_door_offers_what_it_lists() -> None:
    assert list(personae.__all__) == sorted(personae.__all__)
    assert all(getattr(personae, name) is not None for name in personae.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'kmeans'"):
        personae.kmeans  # noqa: B018 (asked for to see what happens)


@pytest.mark.parametrize("name", modules())
def test_every_name_that_a_module_lists_is_there(name: str) -> None:
    module = importlib.import_module(name)
    assert all(hasattr(module, public) for public in getattr(module, "__all__", ()))


def test_every_public_thing_says_what_it_gives() -> None:
    silent = [
        name
        for name, item in public_objects()
        if (inspect.isroutine(item) or inspect.isclass(item)) and not inspect.getdoc(item)
    ]
    assert silent == []


def test_public_functions_take_at_most_three_arguments_by_place() -> None:
    wrong = {}
    for name, item in public_objects():
        if not inspect.isroutine(item) or name.startswith(BY_CONVENTION):
            continue
        function = inspect.unwrap(getattr(item, "__func__", item))
        by_place = [
            parameter
            for parameter in inspect.signature(function).parameters.values()
            if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
            and parameter.name not in ("self", "cls")
        ]
        if len(by_place) > MOST_POSITIONAL:
            wrong[name] = [parameter.name for parameter in by_place]
    assert wrong == {}


def test_no_public_function_takes_a_switch_by_place() -> None:
    """A bare True at a call says nothing of what it turns on."""
    wrong = []
    for name, item in public_objects():
        if not inspect.isroutine(item) or name.startswith(BY_CONVENTION):
            continue
        function = inspect.unwrap(getattr(item, "__func__", item))
        wrong += [
            f"{name}: {parameter.name}"
            for parameter in inspect.signature(function).parameters.values()
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            and (parameter.annotation in ("bool", bool) or isinstance(parameter.default, bool))
        ]
    assert wrong == []
