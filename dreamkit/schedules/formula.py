"""A line of mathematics, made into a function by walking its syntax tree; nothing in it is ever run as Python."""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias, final

from dreamkit.errors import InvalidValue, did_you_mean
from dreamkit.parts import Part

Formula: TypeAlias = Callable[[Mapping[str, float]], float]
"""Takes the numbers behind the names; raises `ArithmeticError` or `ValueError` where it has no value."""

LONGEST: Final = 1000
"""How many characters a formula may have."""

DEEPEST: Final = 100
"""How many operators and brackets may stand inside each other; each term of a sum counts as one."""

CONSTANTS: Final = {"pi": math.pi, "e": math.e, "tau": math.tau}


def _mix(first: float, last: float, share: float) -> float:
    return first + (last - first) * share


def _clamp(number: float, low: float, high: float) -> float:
    return min(max(number, low), high)


def _smoothstep(low: float, high: float, number: float) -> float:
    share = _clamp((number - low) / (high - low), 0.0, 1.0)
    return share * share * (3 - 2 * share)


def _sign(number: float) -> float:
    return float((number > 0) - (number < 0))


_OF_ONE: Final = "sin cos tan asin acos atan exp sqrt floor ceil"

FUNCTIONS: Final[dict[str, tuple[Callable[..., float], int, int]]] = {
    **{name: (getattr(math, name), 1, 1) for name in _OF_ONE.split()},
    "round": (round, 1, 1),
    "abs": (abs, 1, 1),
    "sign": (_sign, 1, 1),
    "log": (math.log, 1, 2),
    "atan2": (math.atan2, 2, 2),
    "min": (min, 2, LONGEST),
    "max": (max, 2, LONGEST),
    "clamp": (_clamp, 3, 3),
    "mix": (_mix, 3, 3),
    "smoothstep": (_smoothstep, 3, 3),
}
"""Each function with how few and how many numbers it takes; the last three are those of GLSL."""

OPERATORS: Final[dict[type[ast.AST], Callable[..., float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: math.pow,  # not **, which answers the root of a negative number with a complex one
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


@lru_cache(maxsize=256)
def formula(text: str, names: tuple[str, ...], by: Part | None = None) -> Formula:
    """The function of some names that a text writes down.

    Raises `InvalidValue`, with the column, where it is too long, too deep, no mathematics, or has an unknown name.

    >>> formula("1 + 2*t if t > 1 else 0", ("t",))({"t": 3.0})
    7.0
    """
    line = " ".join(text.split())
    if len(line) > LONGEST:
        raise InvalidValue(f"a formula has at most {LONGEST} characters, and {len(line)} came")
    reader = _Reader(line, names, by)
    try:
        with warnings.catch_warnings(action="ignore"):  # Python's advice on how to write Python
            tree = ast.parse(line, mode="eval").body
    except SyntaxError as error:
        column = error.offset or len(line) + 1  # 0 where something is missing at the end
        raise reader.refusal("the formula breaks off or goes wrong", column) from None
    except (ValueError, RecursionError, MemoryError):  # a null character; brackets too deep for Python itself
        raise reader.refusal("the formula cannot be read", 1) from None
    return reader.read(tree)


@final
class _Reader:
    """Makes functions of syntax trees, and refuses what is not mathematics."""

    def __init__(self, line: str, names: Iterable[str], by: Part | None) -> None:
        self._line, self._by = line, by
        self._names = (*names, *CONSTANTS)

    def read(self, node: ast.expr, depth: int = 1) -> Formula:
        """The function that a tree stands for."""
        if depth > DEEPEST:
            raise self._refused(node, f"the formula is more than {DEEPEST} operators and brackets deep")
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return self._number(node, value)
            case ast.Name(id=name):
                return self._name(node, name)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                function = self._function(node, name, len(arguments))
                return _applied(function, [self.read(argument, depth + 1) for argument in arguments])
            case ast.UnaryOp(op=sign, operand=side) if type(sign) in OPERATORS:
                return _applied(OPERATORS[type(sign)], [self.read(side, depth + 1)])
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
                return _applied(OPERATORS[type(sign)], [self.read(left, depth + 1), self.read(right, depth + 1)])
            case ast.Compare(left=left, ops=signs, comparators=others) if all(
                type(sign) in OPERATORS for sign in signs
            ):
                sides = [self.read(side, depth + 1) for side in (left, *others)]
                return _chained([OPERATORS[type(sign)] for sign in signs], sides)
            case ast.BoolOp(op=sign, values=values):
                return _joined(all if isinstance(sign, ast.And) else any, [self.read(v, depth + 1) for v in values])
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                return _chosen(*(self.read(branch, depth + 1) for branch in (test, then, otherwise)))
        raise self._refused(node, "the formula holds something else than mathematics")

    def refusal(self, trouble: str, column: int, known: str = "") -> InvalidValue:
        """An error that points at a column, counted from 1."""
        allowed = f"names are {', '.join(self._names)}; functions are {', '.join(FUNCTIONS)}"
        return InvalidValue(f"{trouble}, at column {column}", by=self._by, hint=f"{known}; {allowed}".lstrip("; "))

    def _refused(self, node: ast.expr, trouble: str, known: str = "") -> InvalidValue:
        characters = self._line.encode()[: node.col_offset].decode()  # Python counts bytes
        return self.refusal(trouble, len(characters) + 1, known)

    def _number(self, node: ast.expr, value: float) -> Formula:
        try:
            number = float(value)
        except OverflowError:
            raise self._refused(node, "the formula holds a number too large to count with") from None
        return lambda _: number

    def _name(self, node: ast.expr, name: str) -> Formula:
        if name not in self._names:
            raise self._refused(node, f"the formula knows no name {name!r}", did_you_mean(name, self._names))
        return operator.itemgetter(name) if name not in CONSTANTS else self._number(node, CONSTANTS[name])

    def _function(self, node: ast.expr, name: str, count: int) -> Callable[..., float]:
        if name not in FUNCTIONS:
            raise self._refused(node, f"the formula knows no function {name!r}", did_you_mean(name, FUNCTIONS))
        function, fewest, most = FUNCTIONS[name]
        if not fewest <= count <= most:
            wanted = (
                f"{fewest}" if fewest == most else f"{fewest} or more" if most == LONGEST else f"{fewest} or {most}"
            )
            raise self._refused(node, f"{name} takes {wanted} numbers, and {count} came")
        return function


def _applied(function: Callable[..., float], sides: list[Formula]) -> Formula:
    return lambda names: float(function(*(side(names) for side in sides)))


def _chained(signs: list[Callable[..., float]], sides: list[Formula]) -> Formula:
    def compare(names: Mapping[str, float]) -> float:
        numbers = [side(names) for side in sides]
        return float(all(sign(one, other) for sign, (one, other) in zip(signs, pairwise(numbers), strict=True)))

    return compare


def _joined(join: Callable[[Iterable[float]], bool], sides: list[Formula]) -> Formula:
    return lambda names: float(join(side(names) for side in sides))


def _chosen(test: Formula, then: Formula, otherwise: Formula) -> Formula:
    return lambda names: then(names) if test(names) else otherwise(names)
