"""The questions that dreamkit asks of every plugin, its own parts' included.

A `register_…` hook is asked once and answers with what its plugin brings; a moment is told what has happened, and may
answer with a sentence for the person who renders. None runs inside a step.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pluggy

if TYPE_CHECKING:
    import click
    import numpy as np
    from numpy.typing import NDArray

    from dreamkit.effects.base import Effect
    from dreamkit.evolution.encoding import Encoding
    from dreamkit.nets.base import NetSpec
    from dreamkit.objectives.base import Objective
    from dreamkit.optimizers.base import Optimizer
    from dreamkit.parameterizations.base import Parameterization
    from dreamkit.plan.plan import Plan
    from dreamkit.regularizers.base import Regularizer
    from dreamkit.schedules.base import Schedule
    from dreamkit.sources.base import Source

hookspec = pluggy.HookspecMarker("dreamkit")
hookimpl = pluggy.HookimplMarker("dreamkit")


@hookspec
def register_objectives() -> Iterable[type[Objective]]:
    """Things that an ascent can want to see."""
    raise NotImplementedError


@hookspec
def register_regularizers() -> Iterable[type[Regularizer]]:
    """Ways to keep a picture sane."""
    raise NotImplementedError


@hookspec
def register_schedules() -> Iterable[type[Schedule]]:
    """Curves that a knob can follow."""
    raise NotImplementedError


@hookspec
def register_effects() -> Iterable[type[Effect]]:
    """Changes of whole frames."""
    raise NotImplementedError


@hookspec
def register_parameterizations() -> Iterable[type[Parameterization]]:
    """Ways to write a picture as numbers."""
    raise NotImplementedError


@hookspec
def register_encodings() -> Iterable[type[Encoding]]:
    """Ways to write a picture down for evolution."""
    raise NotImplementedError


@hookspec
def register_optimizers() -> Iterable[type[Optimizer]]:
    """Ways uphill."""
    raise NotImplementedError


@hookspec
def register_sources() -> Iterable[type[Source]]:
    """Places where pictures come from."""
    raise NotImplementedError


@hookspec
def register_nets() -> Iterable[NetSpec]:
    """Networks that can be asked for by name; each is built only when it is used."""
    raise NotImplementedError


@hookspec
def register_executors() -> Iterable[type[Any]]:
    """Places where the shots of a film can be painted."""
    raise NotImplementedError


@hookspec
def register_options() -> Iterable[click.Option]:
    """Options of your own for `dreamkit render`; a moment finds what they are set to in `plan.options`."""
    raise NotImplementedError


@hookspec
def register_commands(cli: click.Group) -> None:
    """Add commands of your own to `dreamkit`."""


@hookspec
def film_planned(plan: Plan) -> str | None:
    """A film has been planned and nothing is painted yet; raise `PlanRefused` to stop it."""
    raise NotImplementedError


@hookspec
def frame_painted(plan: Plan, shot: int, frame: int, picture: NDArray[np.uint8]) -> str | None:
    """A frame (height, width, 3) in 0…255 is stored, or 4 with alpha where its shot is transparent; it is read-only."""
    raise NotImplementedError


@hookspec
def film_encoded(plan: Plan, path: Path) -> str | None:
    """The finished picture or film lies at `path`."""
    raise NotImplementedError
