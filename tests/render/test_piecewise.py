"""A picture seen in pieces has the score and the gradient of the whole, to rounding, whatever its style is told by."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import (
    Channel,
    Disc,
    Jitter,
    Likeness,
    Masked,
    Net,
    Noise,
    Objective,
    Pad,
    Regularizer,
    Shot,
    Style,
    TotalVariation,
    Views,
    ops,
)
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.squeezenet import squeezenet
from dreamkit.nets.tiny import TINY
from dreamkit.render.piecewise import Piecewise, reach_of
from dreamkit.render.score import Inputs
from dreamkit.render.step import Step

LAYERS = ("relu1", "relu3")

BOTH = Style(LAYERS, Noise()) + 0.5 * Likeness("relu3", Noise())


def pictures(source: Any, size: Any = None) -> Any:
    """A source's picture in the film's size, or in another."""
    return ops.convert_to_tensor(source.frame(0.0, size if isinstance(size, tuple) else (150, 201), 5)[None])


def both_ways(cut: Cut, objective: Objective, regularizer: Regularizer, rng: np.random.Generator) -> list[Any]:
    """Score and gradient of two pictures at once, seen whole and in 2 × 3 pieces."""
    shot = Shot(net=Net("tiny"), objective=objective, regularizer=regularizer)
    step = Step(shot, cut)
    image = ops.convert_to_tensor(rng.random((2, 150, 201, 3)).astype(np.float32))
    targets = objective.targets(step.look, pictures)
    dials = [float(knob) for knob in step.knobs]  # type: ignore[arg-type]
    given = Inputs(dials, 5, 0, image[:1], targets)
    reach = reach_of(cut, objective)
    assert reach is not None
    answers = step.slope(image, given), Piecewise(shot, cut, reach).slope(image, given, (2, 3))
    return [(float(score), ops.convert_to_numpy(slope)) for score, slope in answers]


@pytest.mark.parametrize(
    ("objective", "regularizer"),
    [
        (BOTH, Regularizer()),
        (BOTH, Jitter(7) | TotalVariation(0.3)),
        (Masked(BOTH, Disc(radius=0.3)), Regularizer()),
        (BOTH, Pad(5) | Views(2)),
        (Style(LAYERS, Noise(), scale=0.4, region=Disc(), normalization="chw", raw=True), Regularizer()),
    ],
    ids=repr,
)
def test_it_is_the_whole_picture(objective: Objective, regularizer: Regularizer, rng: np.random.Generator) -> None:
    cut = Cut(LoadedNet(TINY, TINY.build("trained")), objective.layers)
    (score, slope), (in_pieces, gradient) = both_ways(cut, objective, regularizer, rng)
    assert in_pieces == pytest.approx(score, rel=1e-4)
    np.testing.assert_allclose(gradient, slope, atol=1e-4 * np.abs(slope).max())


def test_it_is_the_whole_picture_where_nothing_is_padded(rng: np.random.Generator) -> None:
    """SqueezeNet's first convolution and its pools leave out what does not fill them."""
    layers = ("conv1", "fire3_concat")
    cut = Cut(LoadedNet(TINY, squeezenet()), layers)
    (score, slope), (in_pieces, gradient) = both_ways(cut, Style(layers, Noise()), Regularizer(), rng)
    assert in_pieces == pytest.approx(score, rel=1e-4)
    np.testing.assert_allclose(gradient, slope, atol=1e-3 * np.abs(slope).max())


def test_a_margin_that_is_too_small_would_show(rng: np.random.Generator) -> None:
    cut = Cut(LoadedNet(TINY, TINY.build("trained")), LAYERS)
    reach = reach_of(cut, BOTH)
    assert reach is not None
    shot = Shot(net=Net("tiny"), objective=BOTH)
    pieces, step = Piecewise(shot, cut, reach), Step(shot, cut)
    pieces.margin = 0
    image = ops.convert_to_tensor(rng.random((1, 150, 201, 3)).astype(np.float32))
    dials = [float(knob) for knob in step.knobs]  # type: ignore[arg-type]
    given = Inputs(dials, 5, 0, image, BOTH.targets(step.look, pictures))
    slope, gradient = step.slope(image, given)[1], pieces.slope(image, given, (2, 3))[1]
    apart = np.abs(ops.convert_to_numpy(slope) - ops.convert_to_numpy(gradient)).max()
    assert apart > 0.05 * np.abs(ops.convert_to_numpy(slope)).max()


def test_what_is_no_sum_over_places_is_not_cut() -> None:
    cut = Cut(LoadedNet(TINY, TINY.build("trained")), LAYERS)
    assert reach_of(cut, Channel("relu3", 0)) is None
    assert reach_of(cut, Style(LAYERS, Noise(), smoothing="softmax")) is None
    everywhere = Cut(LoadedNet(TINY, TINY.build("trained")), ("logits",))
    assert reach_of(everywhere, Likeness("logits", Noise())) is None
