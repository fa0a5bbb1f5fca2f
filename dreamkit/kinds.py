"""The kinds of things that a plugin can register, and what each must be."""

from __future__ import annotations

import inspect
from typing import Any, Final

from dreamkit.effects.base import Effect
from dreamkit.evolution.encoding import Encoding
from dreamkit.nets.base import NetSpec
from dreamkit.objectives.base import Objective
from dreamkit.optimizers.base import Optimizer
from dreamkit.parameterizations.base import Parameterization
from dreamkit.regularizers.base import Regularizer
from dreamkit.schedules.base import Schedule
from dreamkit.sources.base import Source

KINDS: Final[dict[str, type]] = {
    "objectives": Objective,
    "regularizers": Regularizer,
    "schedules": Schedule,
    "effects": Effect,
    "parameterizations": Parameterization,
    "encodings": Encoding,
    "optimizers": Optimizer,
    "sources": Source,
    "nets": NetSpec,
    "executors": object,
}
"""What `register_…` answers with: classes below this one, or, for networks, `NetSpec`s themselves."""


def why_not(kind: str, answer: Any) -> str:
    """Why an answer to `register_…` cannot be taken, as the end of a sentence, or the empty string.

    >>> why_not("effects", Effect), why_not("effects", 3)
    ('', 'and a class of Effect was wanted')
    """
    base = KINDS[kind]
    if kind == "nets":
        return "" if isinstance(answer, NetSpec) else "and a NetSpec was wanted"
    if kind == "executors":
        return "" if isinstance(answer, type) else "and a class was wanted"
    if not isinstance(answer, type) or not issubclass(answer, base):
        return f"and a class of {base.__name__} was wanted"
    if inspect.isabstract(answer):
        return f"which does not say {' and '.join(sorted(getattr(answer, '__abstractmethods__', ())))}"
    if "__dataclass_fields__" not in vars(answer):
        return "which lacks @dataclass(frozen=True) above it"
    return ""
