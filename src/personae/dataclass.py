"""A class in, the same class as a dataclass out, with methods that all dataclasses share.

The standard decorator writes the source of up to six methods for every class and compiles it: for
the two hundred classes of a run a twentieth of its time. Here each method is written once and
looks up the fields of the object it is given. `fields`, `replace`, `asdict` and whatever else is
in `dataclasses` works as ever, and for type checkers it is the standard decorator.
"""

from __future__ import annotations

import dataclasses
import inspect
from functools import cache
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass

__all__ = ["dataclass"]


class _Fields(NamedTuple):
    """The fields of a class: those that are given when an object is made, and what they show."""

    names: tuple[str, ...]
    positional: tuple[str, ...]
    defaults: dict[str, Any]
    factories: dict[str, Callable[[], Any]]
    shown: tuple[str, ...]
    compared: tuple[str, ...]
    is_completed: bool


@cache
def _fields_of(cls: type) -> _Fields:
    fields, missing = dataclasses.fields(cls), dataclasses.MISSING
    given = [item for item in fields if item.init]
    return _Fields(
        names=tuple(item.name for item in given),
        positional=tuple(item.name for item in given if not item.kw_only),
        defaults={item.name: item.default for item in given if item.default is not missing},
        factories={
            item.name: item.default_factory for item in given if item.default_factory is not missing
        },
        shown=tuple(item.name for item in fields if item.repr),
        compared=tuple(item.name for item in fields if item.compare),
        is_completed=hasattr(cls, "__post_init__"),
    )


def _init(self: Any, /, *args: Any, **values: Any) -> None:
    fields = _fields_of(self.__class__)
    given = values
    if args:
        given = dict(zip(fields.positional, args, strict=False))
        if len(args) > len(given) or not given.keys().isdisjoint(values):
            raise _misfit(self, args, values)
        given.update(values)
    if len(given) < len(fields.names):
        made = {name: make() for name, make in fields.factories.items() if name not in given}
        given = {**fields.defaults, **made, **given}
    try:
        own = {name: given[name] for name in fields.names}
    except KeyError:
        raise _misfit(self, args, values) from None
    if len(given) > len(own):
        raise _misfit(self, args, values)
    self.__dict__.update(own)
    if fields.is_completed:
        self.__post_init__()


def _misfit(self: Any, args: tuple[Any, ...], values: dict[str, Any]) -> TypeError:
    """Return what Python says of a call with other arguments than a function has."""
    try:
        inspect.signature(self.__class__).bind(*args, **values)
    except TypeError as error:
        return TypeError(f"{self.__class__.__qualname__}: {error}")
    raise AssertionError


class _Signature:
    """The signature of a class, for those who ask: help, notebooks, editors."""

    def __get__(self, instance: object, owner: type) -> inspect.Signature:
        kind, missing = inspect.Parameter, dataclasses.MISSING
        return inspect.Signature(
            [
                kind(
                    item.name,
                    kind.KEYWORD_ONLY if item.kw_only else kind.POSITIONAL_OR_KEYWORD,
                    annotation=item.type,
                    default=kind.empty
                    if item.default is missing and item.default_factory is missing
                    else item.default
                    if item.default is not missing
                    else item.default_factory,
                )
                for item in dataclasses.fields(owner)
                if item.init
            ]
        )


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{name}={getattr(self, name)!r}" for name in _fields_of(self.__class__).shown)
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _compared(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in _fields_of(self.__class__).compared)


def _eq(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return _compared(self) == _compared(other)


def _hash(self: Any) -> int:
    return hash(_compared(self))


def _setattr(_: Any, name: str, value: object) -> None:  # noqa: ARG001
    raise dataclasses.FrozenInstanceError(name)


def _delattr(_: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(name)


if not TYPE_CHECKING:

    def dataclass(cls=None, /, *, frozen=False, repr=True, kw_only=False):  # noqa: A002
        """Make a class a dataclass, as `dataclasses.dataclass` does.

        Parameters
        ----------
        cls : type
            A class whose annotations are its fields.
        frozen : bool
            Whether its objects stay as they were made; they can be keys of a mapping then.
        repr : bool
            Whether its objects show their fields.
        kw_only : bool
            Whether its fields are given by name only.

        Examples
        --------
        >>> @dataclass(frozen=True)
        ... class Point:
        ...     x: float
        ...     y: float = 0.0
        >>> Point(1.0), Point(1.0) == Point(1.0, 0.0)
        (Point(x=1.0, y=0.0), True)
        """

        def made(cls):
            methods = {"__init__": _init, "__eq__": _eq, "__signature__": _Signature()}
            methods["__hash__"] = _hash if frozen else None
            if repr:
                methods["__repr__"] = _repr
            if frozen:
                methods |= {"__setattr__": _setattr, "__delattr__": _delattr}
            dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)(cls)
            for name, method in methods.items():
                if name not in vars(cls):
                    setattr(cls, name, method)
            return cls

        return made if cls is None else made(cls)
