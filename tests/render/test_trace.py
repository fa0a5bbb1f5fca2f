"""The curves below a film: where they run, what they are made of, and what has none."""

from __future__ import annotations

import numpy as np
import pytest

from dreamkit import Caption, Film, Net, Noise, Shot, Trace, Zoom, ops
from dreamkit.effects import Moment
from dreamkit.errors import InvalidValue, UnknownName
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY
from dreamkit.plan.identity import finished
from dreamkit.plan.plan import Plan, make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.shot import ShotPainter
from dreamkit.render.trace import COLOURS, NAMES
from dreamkit.testing.gradients import at_once

SIZE = (32, 160)
REGISTRY = Registry(Plugins(only=()))
TRACE = Trace(Net("tiny"), ("tiger shark", "kitten"), pixels=40)


def planned(finish: Trace = TRACE, frames: int = 4) -> Plan:
    film = Film(Shot(source=Noise(), motion=Zoom(4.0), finish=finish, seconds=frames / 8))
    return make_plan(film, name="trace", size=SIZE, fps=8, seed=0, registry=REGISTRY)


def painted(plan: Plan) -> list[np.ndarray]:
    painter, frames = ShotPainter(plan, plan.shots[0], None), []
    for frame in range(plan.frames):
        frames.append(painter.paint(frame, frames[-1] if frames else None, lambda *_: None))
    return frames


def test_a_curve_runs_through_the_numbers_of_the_frames_until_now() -> None:
    TRACE.prepare()
    past = np.stack([np.linspace(0, 1, 5), np.full(5, 0.5)], axis=1).astype(np.float32)
    past[3:] = past[2]  # the third frame of five is shown
    image = ops.zeros((1, *SIZE, 3))

    def shown(image: object, past: object) -> object:
        return TRACE.apply(image, Moment(image, image, 2 / 8, interval=1 / 8, past=past))

    strip = ops.convert_to_numpy(at_once(shown, image, ops.convert_to_tensor(past)))[0, 32:, round(NAMES * 160) :]
    assert strip.shape == (40, 112, 3)
    low, high = 40 - 1 - 1.5, 1.5
    rising = np.abs(strip - np.float32(COLOURS[0])).sum(axis=2) < 0.1
    for column in (5, 20, 50):
        height = low + (high - low) * column / 111
        rows = np.flatnonzero(rising[:, column])
        assert abs(rows.mean() - height) < 1
    level = 1 - strip[15:25, :, 0]  # its blue has no red, and the other curve runs elsewhere
    np.testing.assert_allclose(np.arange(15, 25) @ level[:, :30] / level[:, :30].sum(axis=0), 19.5, atol=0.01)
    np.testing.assert_allclose(level[:, :30].sum(axis=0), 1.5, atol=0.01)
    assert not rising[:, 57:].any()
    assert level[:, 55].any()
    assert not level[:, 57:].any()


def test_its_numbers_are_what_the_network_says() -> None:
    TRACE.prepare()
    image = ops.convert_to_tensor(np.random.default_rng(1).random((1, *SIZE, 3)).astype(np.float32))
    shares = ops.convert_to_numpy(Cut(LoadedNet.of(TINY), ("probabilities",))(image)["probabilities"])[0]
    np.testing.assert_allclose(ops.convert_to_numpy(at_once(TRACE.noted, image)), shares[[2, 0]], atol=1e-6)


def test_a_film_that_goes_on_has_the_curves_of_one_that_never_stopped() -> None:
    TRACE.prepare()
    plan = planned()
    frames = painted(plan)
    through, later = (ShotPainter(plan, plan.shots[0], None) for _ in range(2))
    whole = [through.finished(number, frame, frames.__getitem__) for number, frame in enumerate(frames)]
    np.testing.assert_array_equal(later.finished(3, frames[3], frames.__getitem__), whole[3])
    assert not np.array_equal(whole[3][0, 32:], whole[2][0, 32:])


def test_a_frame_with_curves_is_another_one_where_those_before_it_are_others() -> None:
    plan = planned()
    one, other, short = [("a",), ("b",), ("c",)], [("x",), ("b",), ("c",)], [("b",), ("c",)]
    names = {finished(plan, plan.shots[0], gone, REGISTRY) for gone in (one, other, short)}
    assert len(names) == 3


def test_an_unknown_class_is_refused_before_the_first_frame() -> None:
    with pytest.raises(UnknownName) as error:
        Trace(Net("tiny"), "tigershark").prepare()
    assert error.value.what == "there is no class 'tigershark'"


REFUSED = {
    "still": (
        lambda: Shot(finish=TRACE),
        "Trace shows what has been since the shot's start, and a still has no other frames",
    ),
    "two": (
        lambda: Shot(finish=TRACE | TRACE, seconds=1.0),
        "two links of the finish look back at the frames before, Trace among them, and one can",
    ),
    "several": (
        lambda: TRACE.shape(2, SIZE),
        "Trace draws the curves of one picture, and the frames have 2",
    ),
    "seven": (lambda: Trace(Net("tiny"), tuple(range(7))), "Trace takes 1 to 6 labels, and 7 came"),
    "net": (lambda: Trace("tiny", 1), "Trace.net takes a Net, and 'tiny' came"),  # type: ignore[arg-type]
    "motion": (
        lambda: Shot(motion=TRACE, seconds=1.0),
        "Trace writes for the viewer, so it goes into finish=",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_curves_is_refused(name: str) -> None:
    make, what = REFUSED[name]
    with pytest.raises(InvalidValue) as error:
        make()
    assert error.value.what == what


def test_it_may_stand_behind_other_effects() -> None:
    Shot(finish=Caption("a") | TRACE, seconds=1.0)
