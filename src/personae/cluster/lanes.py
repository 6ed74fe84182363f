"""Sixteen float32 or eight float64 side by side, as a type that numba's functions can use.

LLVM finds by itself what can be done side by side in a loop, but not which numbers should stay in
registers from one inner loop to the next. Here they do. Any processor will run it, with registers
of any width. Like `kernels`, this is imported to compile only.
"""

from __future__ import annotations

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic, models, register_model

__all__ = [
    "differing",
    "lane_count",
    "larger",
    "least",
    "load",
    "load_apart",
    "load_at",
    "load_four",
    "load_like",
    "lowest",
    "minus",
    "not_above_zero",
    "number_in",
    "ones",
    "pick_less",
    "plus",
    "plus_rounded_square",
    "plus_square",
    "smaller",
    "spread",
    "steps_of",
    "store",
    "times",
    "total",
    "widened",
]

# Together as long as a line of the cache.
BYTES = 64
# The compiler may make one step of a product and a sum.
FUSED = ("contract", "nsz")


class Lanes(types.Type):
    """Numbers of one type side by side."""

    def __init__(self, number: types.Number, count: int) -> None:
        self.number, self.count = number, count
        super().__init__(name=f"Lanes({number}, {count})")


@register_model(Lanes)
class LanesModel(models.PrimitiveModel):
    """What LLVM calls a vector."""

    def __init__(self, manager, kind) -> None:
        number = manager.lookup(kind.number).get_value_type()
        super().__init__(manager, kind, ir.VectorType(number, kind.count))


def _lanes_of(array: types.Array) -> Lanes:
    return Lanes(array.dtype, BYTES * 8 // array.dtype.bitwidth)


def _is_real(lanes: Lanes) -> bool:
    return isinstance(lanes.number, types.Float)


def _address(context, builder, kind, array, values):
    data = context.make_array(array)(context, builder, values[0]).data
    place = builder.gep(data, [values[1]])
    return builder.bitcast(place, context.get_value_type(kind).as_pointer())


def _filled(builder, vector, value):
    """Return a vector with a value in every lane."""
    anything, first = ir.Constant(vector, ir.Undefined), ir.IntType(32)(0)
    everywhere = ir.Constant(ir.VectorType(first.type, vector.count), [0] * vector.count)
    return builder.shuffle_vector(
        builder.insert_element(anything, value, first), anything, everywhere
    )


def _loading(kind):
    """Return what builds the reading of lanes of a kind."""

    def codegen(context, builder, signature, values):
        place = _address(context, builder, kind, signature.args[0], values)
        return builder.load(place, align=kind.number.bitwidth // 8)

    return codegen


def _called(builder, name, result, operand, **how):
    """Return what one of LLVM's own functions makes of a value."""
    kind = ir.FunctionType(result, [operand.type])
    function = cgutils.get_or_insert_function(builder.module, kind, name)
    return builder.call(function, [operand], **how)


def _bits(builder, holds, count):
    """Return yes and no of every lane as the bits of a whole number, the first one lowest."""
    return builder.zext(builder.bitcast(holds, ir.IntType(count)), ir.IntType(64))


@intrinsic
def lane_count(_, array):
    """Return how many numbers of an array lie side by side."""
    count = _lanes_of(array).count

    def codegen(context, builder, signature, values):
        return ir.IntType(64)(count)

    return types.int64(array), codegen


@intrinsic
def spread(_, array, number):
    """Return a number in every lane, of the type of an array."""
    kind = _lanes_of(array)

    def codegen(context, builder, signature, values):
        value = context.cast(builder, values[1], signature.args[1], kind.number)
        return _filled(builder, context.get_value_type(kind), value)

    return kind(array, number), codegen


@intrinsic
def number_in(_, lanes, number):
    """Return an int32 as often as there are numbers in some lanes."""
    kind = Lanes(types.int32, lanes.count)

    def codegen(context, builder, signature, values):
        value = context.cast(builder, values[1], signature.args[1], kind.number)
        return _filled(builder, context.get_value_type(kind), value)

    return kind(lanes, number), codegen


@intrinsic
def load(_, array, index):
    """Return the numbers of an array from a place on."""
    kind = _lanes_of(array)
    return kind(array, types.int64), _loading(kind)


@intrinsic
def load_like(_, array, index, lanes):
    """Return as many numbers of an array as there are in some lanes."""
    kind = Lanes(array.dtype, lanes.count)
    return kind(array, types.int64, lanes), _loading(kind)


@intrinsic
def load_apart(_, array, index, apart, last, other):
    """Return as many numbers of an array as lie side by side in another one.

    Each is so far from the one before; behind the last that is wanted it comes again.
    """
    kind = Lanes(array.dtype, _lanes_of(other).count)

    def codegen(context, builder, signature, values):
        data = context.make_array(array)(context, builder, values[0]).data
        lanes = ir.Constant(context.get_value_type(kind), ir.Undefined)
        for e in range(kind.count):
            number = ir.IntType(64)(e)
            inside = builder.icmp_signed("<", number, values[3])
            number = builder.select(inside, number, values[3])
            place = builder.add(values[1], builder.mul(number, values[2]))
            value = builder.load(builder.gep(data, [place]))
            lanes = builder.insert_element(lanes, value, ir.IntType(32)(e))
        return lanes

    return kind(array, types.int64, types.int64, types.int64, other), codegen


@intrinsic
def load_four(_, array, index, apart):
    """Return four columns of rows that lie `apart`, the first of which begins at a place.

    As many rows as lie side by side.
    """
    kind = _lanes_of(array)

    def codegen(context, builder, signature, values):
        data = context.make_array(array)(context, builder, values[0]).data
        four = ir.VectorType(context.get_value_type(kind.number), 4)

        def row(number):
            place = builder.add(values[1], builder.mul(ir.IntType(64)(number), values[2]))
            start = builder.bitcast(builder.gep(data, [place]), four.as_pointer())
            return builder.load(start, align=kind.number.bitwidth // 8)

        # Every fourth row behind one another; then what belongs together is four apart at most.
        first, second, third, fourth = (
            _joined(builder, [row(number) for number in range(start, kind.count, 4)])
            for start in range(4)
        )
        places = range(0, kind.count, 4)
        low = [(p, kind.count + p, p + 1, kind.count + p + 1) for p in places]
        high = [(p + 2, kind.count + p + 2, p + 3, kind.count + p + 3) for p in places]
        front = [(p, p + 1, kind.count + p, kind.count + p + 1) for p in places]
        back = [(p + 2, p + 3, kind.count + p + 2, kind.count + p + 3) for p in places]
        columns = []
        for halves in (low, high):
            one = _mixed(builder, first, second, halves)
            other = _mixed(builder, third, fourth, halves)
            columns += [_mixed(builder, one, other, quarter) for quarter in (front, back)]
        return context.make_tuple(builder, signature.return_type, columns)

    return types.UniTuple(kind, 4)(array, types.int64, types.int64), codegen


def _joined(builder, vectors):
    """Return short vectors behind one another."""
    while len(vectors) > 1:
        pairs = zip(vectors[::2], vectors[1::2], strict=True)
        size = 2 * vectors[0].type.count
        vectors = [_mixed(builder, *pair, [tuple(range(size))]) for pair in pairs]
    return vectors[0]


def _mixed(builder, one, other, places):
    """Return what is at some places of two vectors, those of the second behind the first's."""
    numbers = [number for group in places for number in group]
    mask = ir.Constant(ir.VectorType(ir.IntType(32), len(numbers)), numbers)
    return builder.shuffle_vector(one, other, mask)


@intrinsic
def load_at(_, array, places):
    """Return the numbers of an array at each of some places."""
    kind = Lanes(array.dtype, places.count)

    def codegen(context, builder, signature, values):
        data = context.make_array(array)(context, builder, values[0]).data
        lanes = ir.Constant(context.get_value_type(kind), ir.Undefined)
        for e in range(kind.count):
            number = ir.IntType(32)(e)
            place = builder.zext(builder.extract_element(values[1], number), ir.IntType(64))
            value = builder.load(builder.gep(data, [place]))
            lanes = builder.insert_element(lanes, value, number)
        return lanes

    return kind(array, places), codegen


@intrinsic
def widened(_, lanes):
    """Return float32 as float64."""
    kind = Lanes(types.float64, lanes.count)

    def codegen(context, builder, signature, values):
        return builder.fpext(values[0], context.get_value_type(kind))

    return kind(lanes), codegen


@intrinsic
def store(_, array, index, lanes):
    """Write numbers to an array from a place on, float32 as float64 where it holds those."""
    kind = Lanes(array.dtype, lanes.count)

    def codegen(context, builder, signature, values):
        place = _address(context, builder, kind, array, values)
        numbers = values[2]
        if kind != lanes:
            numbers = builder.fpext(numbers, context.get_value_type(kind))
        builder.store(numbers, place, align=kind.number.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, types.int64, lanes), codegen


@intrinsic
def plus_square(_, total, lanes, other):
    """Return total + (lanes - other)^2."""

    def codegen(context, builder, signature, values):
        away = builder.fsub(values[1], values[2], flags=FUSED)
        return builder.fadd(values[0], builder.fmul(away, away, flags=FUSED), flags=FUSED)

    return total(total, lanes, other), codegen


@intrinsic
def plus_rounded_square(_, total, lanes, other):
    """Return the same with every step rounded, so that it is the same on every processor."""

    def codegen(context, builder, signature, values):
        away = builder.fsub(values[1], values[2])
        return builder.fadd(values[0], builder.fmul(away, away))

    return total(total, lanes, other), codegen


@intrinsic
def smaller(_, lanes, other):
    """Return the smaller number of every lane."""
    return lanes(lanes, other), _picking("<")


@intrinsic
def larger(_, lanes, other):
    """Return the larger number of every lane."""
    return lanes(lanes, other), _picking(">")


def _picking(sign):
    def codegen(context, builder, signature, values):
        holds = builder.fcmp_ordered(sign, *values)
        return builder.select(holds, *values)

    return codegen


@intrinsic
def pick_less(_, lanes, other, yes, no):
    """Return of every lane one thing where the first is less than the second, else another."""

    def codegen(context, builder, signature, values):
        holds = builder.fcmp_ordered("<", *values[:2])
        return builder.select(holds, *values[2:])

    return yes(lanes, other, yes, no), codegen


@intrinsic
def differing(_, lanes, other):
    """Return a number whose bits say which whole numbers are not the same."""

    def codegen(context, builder, signature, values):
        return _bits(builder, builder.icmp_signed("!=", *values), lanes.count)

    return types.int64(lanes, other), codegen


@intrinsic
def not_above_zero(_, lanes):
    """Return a number whose bits say which numbers are 0 or less."""

    def codegen(context, builder, signature, values):
        zero = ir.Constant(values[0].type, [0.0] * lanes.count)
        return _bits(builder, builder.fcmp_ordered("<=", values[0], zero), lanes.count)

    return types.int64(lanes), codegen


@intrinsic
def steps_of(_, lanes, unit):
    """Return lanes * unit, taken in float64, as the nearest int64."""
    kind = Lanes(types.int64, lanes.count)

    def codegen(context, builder, signature, values):
        wide = ir.VectorType(ir.DoubleType(), lanes.count)
        numbers = values[0]
        if lanes.number.bitwidth < types.float64.bitwidth:
            numbers = builder.fpext(numbers, wide)
        steps = builder.fmul(numbers, _filled(builder, wide, values[1]))
        name = f"llvm.llrint.v{lanes.count}i64.v{lanes.count}f64"
        return _called(builder, name, context.get_value_type(kind), steps)

    return kind(lanes, types.float64), codegen


@intrinsic
def plus(_, lanes, other):
    """Return the sums of numbers side by side."""

    def codegen(context, builder, signature, values):
        return (builder.fadd if _is_real(lanes) else builder.add)(*values)

    return lanes(lanes, other), codegen


@intrinsic
def minus(_, lanes, other):
    """Return what numbers side by side exceed others by."""

    def codegen(context, builder, signature, values):
        return (builder.fsub if _is_real(lanes) else builder.sub)(*values)

    return lanes(lanes, other), codegen


@intrinsic
def times(_, steps, number):
    """Return int64 side by side, each as often."""

    def codegen(context, builder, signature, values):
        return builder.mul(values[0], _filled(builder, values[0].type, values[1]))

    return steps(steps, types.int64), codegen


@intrinsic
def total(_, lanes):
    """Return the sum of int64 side by side."""

    def codegen(context, builder, signature, values):
        name = f"llvm.vector.reduce.add.v{lanes.count}i64"
        return _called(builder, name, ir.IntType(64), values[0])

    return types.int64(lanes), codegen


@intrinsic
def least(_, lanes):
    """Return the smallest of all lanes."""

    def codegen(context, builder, signature, values):
        name = f"llvm.vector.reduce.fmin.v{lanes.count}f{lanes.number.bitwidth}"
        none_is_missing = {"fastmath": ("nnan", "nsz")}
        return _called(builder, name, values[0].type.element, values[0], **none_is_missing)

    return lanes.number(lanes), codegen


@intrinsic
def ones(_, bits):
    """Return how many bits are set."""

    def codegen(context, builder, signature, values):
        return builder.ctpop(values[0])

    return types.int64(types.int64), codegen


@intrinsic
def lowest(_, bits):
    """Return the place of the lowest bit that is set."""

    def codegen(context, builder, signature, values):
        return builder.cttz(values[0], ir.IntType(1)(1))

    return types.int64(types.int64), codegen
