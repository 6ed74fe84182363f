"""Our dataclasses do what the standard ones do, and generate nothing."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personae.dataclass import dataclass


def described(decorator: Any) -> type:
    """Return the same class made by one of the two decorators."""

    @decorator(frozen=True)
    class Customer:
        """A customer."""

        id: str
        visits: int
        money: float = 0.0
        tags: list[str] = field(default_factory=list)
        note: str = field(default="", repr=False, compare=False)

    return Customer


OURS, THEIRS = described(dataclass), described(dataclasses.dataclass)


@dataclass(frozen=True)
class Point:
    """A point, at the top of a module so that it can be pickled."""

    x: float
    y: float = 0.0


@dataclass(frozen=True)
class Named(Point):
    """A point with a name."""

    name: str = "origin"


@given(st.text(), st.integers(), st.floats(allow_nan=False), st.booleans())
def test_objects_are_made_shown_and_compared_like_the_standard_ones(
    name: str, visits: int, money: float, by_name: bool
) -> None:
    arguments: tuple[Any, ...] = () if by_name else (name, visits)
    named = {"id": name, "visits": visits} if by_name else {}
    ours, theirs = (
        cls(*arguments, **named, money=money, note="vip", tags=["a"]) for cls in (OURS, THEIRS)
    )
    assert repr(ours) == repr(theirs)
    assert vars(ours) == vars(theirs)
    assert list(vars(ours)) == list(vars(theirs))
    assert asdict(ours) == asdict(theirs)
    for change in ({"note": "other"}, {"money": money + 1.0}, {"tags": []}):
        assert (replace(ours, **change) == ours) == (replace(theirs, **change) == theirs)
    assert ours != theirs
    assert [item.name for item in fields(OURS)] == [item.name for item in fields(THEIRS)]


@pytest.mark.parametrize(
    ("args", "values"),
    [
        ((), {}),
        (("a",), {}),
        (("a", 1, 2.0, [], "", "too many"), {}),
        (("a", 1), {"visits": 2}),
        (("a", 1), {"colour": "red"}),
        (("a", 1, 2.0, []), {"note": "", "colour": "red"}),
    ],
)
def test_a_call_that_the_standard_ones_refuse_is_refused(
    args: tuple[Any, ...], values: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        THEIRS(*args, **values)
    with pytest.raises(TypeError, match="Customer: "):
        OURS(*args, **values)


def test_the_refusal_says_which_argument_is_wrong() -> None:
    with pytest.raises(TypeError) as error:
        OURS("a")
    assert str(error.value).endswith("Customer: missing a required argument: 'visits'")
    with pytest.raises(TypeError) as error:
        OURS("a", 1, colour="red")
    assert str(error.value).endswith("Customer: got an unexpected keyword argument 'colour'")


def test_a_default_that_is_made_is_made_anew_for_each_object() -> None:
    one, other = OURS("a", 1), OURS("b", 2)
    one.tags.append("loyal")
    assert other.tags == []


def test_what_is_frozen_stays_as_it_was_and_can_be_a_key() -> None:
    point = Point(1.0)
    with pytest.raises(FrozenInstanceError, match="x"):
        point.x = 2.0  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="x"):
        del point.x
    assert {point: "here"}[Point(1.0, 0.0)] == "here"


def test_what_is_not_frozen_can_change_and_is_no_key() -> None:
    @dataclass
    class Count:
        n: int = 0

    count = Count()
    count.n += 1
    assert count == Count(1)
    with pytest.raises(TypeError, match="unhashable"):
        hash(count)


def test_a_class_inherits_fields_and_is_not_equal_to_its_base() -> None:
    assert repr(Named(1.0, name="a")) == "Named(x=1.0, y=0.0, name='a')"
    assert Named(1.0) != Point(1.0)
    assert Named(1.0) == Named(1.0, 0.0, "origin")


def test_copies_and_pickles_are_equal() -> None:
    point = Named(1.0, 2.0, "a")
    assert pickle.loads(pickle.dumps(point)) == copy.copy(point) == copy.deepcopy(point) == point


def test_fields_by_name_only_fields_that_are_not_given_and_methods_of_ones_own() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Box:
        width: float
        area: float = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "area", self.width**2)

        def __repr__(self) -> str:
            return f"a box of {self.area:.0f}"

    assert repr(Box(width=3.0)) == "a box of 9"
    assert Box(width=3.0) == Box(width=3.0) != Box(width=4.0)
    with pytest.raises(TypeError, match="too many positional arguments"):
        Box(3.0)  # type: ignore[misc]
    assert str(inspect.signature(Box)) == "(*, width: 'float')"


def test_an_object_that_holds_itself_can_be_shown() -> None:
    @dataclass
    class Node:
        next: Any = None

    node = Node()
    node.next = node
    assert repr(node).endswith("Node(next=...)")


def test_the_signature_is_there_for_those_who_ask() -> None:
    parameters = inspect.signature(OURS).parameters
    assert list(parameters) == ["id", "visits", "money", "tags", "note"]
    assert parameters["money"].default == 0.0
    assert parameters["visits"].default is inspect.Parameter.empty


def test_no_method_is_generated() -> None:
    for name in ("__init__", "__repr__", "__eq__", "__hash__", "__setattr__"):
        assert getattr(OURS, name) is getattr(Point, name)
        assert getattr(THEIRS, name) is not getattr(Point, name)
