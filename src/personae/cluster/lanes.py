"""Sixteen float32 or eight float64 side by side, as a type that numba's functions can use.

LLVM finds by itself what can be done side by side in a loop, but not which numbers should stay in
registers from one inner loop to the next. Here they do. Any processor will run it, with registers
of any width.
"""

from __future__ import annotations

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic, models, register_model

__all__ = ["add_square", "lane_count", "larger", "load", "pick_less", "smaller", "spread", "store"]

# A line of the cache.
BYTES = 64


class Lanes(types.Type):
    """Numbers of one type side by side."""

    def __init__(self, number: types.Float) -> None:
        self.number, self.count = number, BYTES * 8 // number.bitwidth
        super().__init__(name=f"Lanes({number}, {self.count})")


@register_model(Lanes)
class LanesModel(models.PrimitiveModel):
    """A vector, as LLVM calls it."""

    def __init__(self, manager, kind) -> None:  # type: ignore[no-untyped-def]
        number = manager.lookup(kind.number).get_value_type()
        super().__init__(manager, kind, ir.VectorType(number, kind.count))


@intrinsic
def lane_count(_, array):  # type: ignore[no-untyped-def]
    """Return how many numbers of an array lie side by side."""
    count = Lanes(array.dtype).count

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        return ir.Constant(ir.IntType(64), count)

    return types.int64(array), codegen


@intrinsic
def spread(_, array, number):  # type: ignore[no-untyped-def]
    """Return one number in every lane, of the type of an array."""
    kind = Lanes(array.dtype)

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        vector = context.get_value_type(kind)
        number = context.cast(builder, values[1], signature.args[1], kind.number)
        one = ir.IntType(32)(0)
        first = builder.insert_element(ir.Constant(vector, ir.Undefined), number, one)
        mask = ir.Constant(ir.VectorType(ir.IntType(32), kind.count), [0] * kind.count)
        return builder.shuffle_vector(first, ir.Constant(vector, ir.Undefined), mask)

    return kind(array, number), codegen


def _address(context, builder, kind, array, values):  # type: ignore[no-untyped-def]
    data = context.make_array(array)(context, builder, values[0]).data
    place = builder.gep(data, [values[1]])
    return builder.bitcast(place, context.get_value_type(kind).as_pointer())


@intrinsic
def load(_, array, index):  # type: ignore[no-untyped-def]
    """Return the numbers of an array from a place on."""
    kind = Lanes(array.dtype)

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        place = _address(context, builder, kind, array, values)
        return builder.load(place, align=kind.number.bitwidth // 8)

    return kind(array, types.int64), codegen


@intrinsic
def store(_, array, index, lanes):  # type: ignore[no-untyped-def]
    """Write the numbers to an array from a place on."""

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        place = _address(context, builder, lanes, array, values)
        builder.store(values[2], place, align=lanes.number.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, types.int64, lanes), codegen


@intrinsic
def add_square(_, total, lanes, other):  # type: ignore[no-untyped-def]
    """Return total + (lanes - other)^2."""

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        away = builder.fsub(values[1], values[2], flags=("fast",))
        return builder.fadd(
            values[0], builder.fmul(away, away, flags=("fast",)), flags=("fast",)
        )

    return total(total, lanes, other), codegen


@intrinsic
def smaller(_, lanes, other):  # type: ignore[no-untyped-def]
    """Return the smaller number of every lane."""
    return lanes(lanes, other), _chosen("<")


@intrinsic
def larger(_, lanes, other):  # type: ignore[no-untyped-def]
    """Return the larger number of every lane."""
    return lanes(lanes, other), _chosen(">")


def _chosen(sign):  # type: ignore[no-untyped-def]
    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        holds = builder.fcmp_ordered(sign, values[0], values[1], flags=("fast",))
        return builder.select(holds, values[0], values[1])

    return codegen


@intrinsic
def pick_less(_, lanes, other, yes, no):  # type: ignore[no-untyped-def]
    """Return of every lane one thing where the first is less than the second, else another."""

    def codegen(context, builder, signature, values):  # type: ignore[no-untyped-def]
        holds = builder.fcmp_ordered("<", values[0], values[1], flags=("fast",))
        return builder.select(holds, values[2], values[3])

    return yes(lanes, other, yes, no), codegen
