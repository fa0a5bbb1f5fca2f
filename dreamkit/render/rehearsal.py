"""What can be known to fail before the first frame: blind octaves, missing layers, channels, too many numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dreamkit import ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.shapes import Shape, answers, smallest_side
from dreamkit.objectives.base import Objective
from dreamkit.optimizers.gradient import GradientOptimizer
from dreamkit.optimizers.map_elites import MapElites
from dreamkit.optimizers.search import Search
from dreamkit.parameterizations.base import Parameterization
from dreamkit.parts import Size, Tensor, below, knobs, turned
from dreamkit.regularizers.base import Regularizer, overrides
from dreamkit.render.cover import warn_of_gaps
from dreamkit.render.evolve import shown_classes
from dreamkit.render.eyes import NONE, Eyes, Glance, Others
from dreamkit.render.search import begun
from dreamkit.render.sources import sized
from dreamkit.rng import Rng
from dreamkit.schedules.base import Clock, value
from dreamkit.shot import Shot
from dreamkit.sources.base import Source


def rehearse(net: LoadedNet, shot: Shot, size: Size, others: Others = NONE) -> None:
    """Ask of a network, without showing it a picture, all that a shot of this size will ask; and of any `others`.

    Raises `UnknownLayer`, `UnknownName` for a class, and `InvalidValue` where an octave is too small for the network,
    where the objective cannot use what a layer answers or makes no sense of this size or source, or where a search
    cannot begin.
    """
    assert shot.objective is not None
    if isinstance(shot.optimizer, MapElites):
        shown_classes(net, shot)
        return
    eyes = Eyes(net, others)
    objective = eyes.resolved(shot.objective)
    sizes = shot.regularizer.sizes(size)
    for part in below(objective):
        if isinstance(part, Objective):
            part.suits(size, shot.source)
    warn_of_gaps(objective, size)
    need, shapes = 1, dict[str, Shape]()
    for glance in eyes.glances(objective):
        model = glance.model()
        side = smallest_side(model)
        if min(map(min, sizes)) < side:
            raise _blind(glance, shot, sizes, side)
        need, shapes = max(need, side), shapes | dict(zip(glance.layers, answers(model, min(sizes)), strict=True))
    _score(objective, shapes, min(sizes), need)
    _view(shot.regularizer, min(sizes))
    if isinstance(shot.optimizer, GradientOptimizer) and len(sizes) > 1:
        _resume(shot.optimizer, shot.parameterization, sizes)
    if isinstance(shot.optimizer, Search):
        now = turned(shot.optimizer, (value(knob, Clock()) for knob in knobs(shot.optimizer)))
        for height, width in (min(sizes), max(sizes)):
            begun(now, shot.parameterization, ops.zeros((1, height, width, 3)), seed=0)


def _view(regularizer: Regularizer, size: Size) -> None:
    """Look at a blank picture as a step does, so that one which is too small for a view is refused here."""
    from keras import random

    if overrides(regularizer, "view"):
        now = turned(regularizer, (value(knob, Clock()) for knob in knobs(regularizer)))
        now.view(ops.zeros((1, *size, 3)), Rng(random.SeedGenerator(0)))


def _resume(optimizer: GradientOptimizer, parameterization: Parameterization, sizes: Sequence[Size]) -> None:
    """Hand the memory of a blank octave on to a larger one, so that one which cannot grow is refused here."""
    if type(optimizer).resumed is not GradientOptimizer.resumed:
        small, large = (parameterization.encode(ops.zeros((1, *size, 3))) for size in sizes[:2])
        optimizer.resumed(optimizer.begin(small), large)


def _blind(glance: Glance, shot: Shot, sizes: Sequence[Size], need: int) -> InvalidValue:
    """Which octave is too small, for which layer, and how many octaves would do."""
    height, width = min(sizes, key=min)
    net = glance.net
    layer = max(glance.layers.values(), key=lambda name: smallest_side(net.cut([name])))
    what = f"the smallest octave is {width}x{height}, and {net.spec.name} sees nothing below {need}x{need} in {layer!r}"
    seen = sum(min(size) >= need for size in sizes)
    fewer = f"ask for {seen} octave{'s' if seen > 1 else ''}, or for a larger picture"
    return InvalidValue(what, by=shot.regularizer, hint=fewer if seen else "ask for a larger picture")


def _score(objective: Objective, shapes: Mapping[str, Shape], size: Size, need: int) -> None:
    """Score a network that answers nothing but ones; what an objective cannot use, it refuses here.

    So is a picture that it wants to see in its own shape, if that is too small for the network in an octave of `size`.
    """

    def look(image: Tensor) -> dict[str, Tensor]:
        return {layer: ops.ones((image.shape[0], *shape)) for layer, shape in shapes.items()}

    def picture(source: Source, asked: Size | float | None = None) -> Tensor:
        height, width = sized(source, asked, size) if isinstance(asked, (int, float)) else size
        if min(height, width) < need:
            what = f"the picture is {width} × {height} pixels in the smallest octave, and the network sees nothing"
            hint = "take a larger scale, fewer octaves, or an earlier layer"
            raise InvalidValue(f"{what} below {need} × {need}", hint=hint)
        return ops.ones((1, 8, 8, 3))

    steady = turned(objective, (value(knob, Clock()) for knob in knobs(objective)))
    steady.score(look(ops.ones((objective.pictures, 8, 8, 3))), steady.targets(look, picture))
