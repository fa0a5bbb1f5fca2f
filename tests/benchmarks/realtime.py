"""A network that paints in one pass: how many frames a second, and how near it comes to pictures that were climbed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from .cases import PHOTO, picture
from .climb import painter
from .peers import packages
from .race import ROOT, Contender, Result, race
from .report import Goal, Report, Table, milliseconds, seconds

if TYPE_CHECKING:
    from dreamkit.objectives.base import Objective

SIZE: Final = (360, 640)
FRAMES: Final = 8
"""Of a lap, each another picture."""

OURS: Final = "dreamkit's slim network, TensorFlow"
DESIGNS: Final = {
    OURS: ("slim", "tensorflow"),
    "dreamkit's slim network, JAX": ("slim", "jax"),
    "dreamkit's slim network, torch": ("slim", "torch"),
    "Johnson's network, TensorFlow": ("johnson", "tensorflow"),
}

NIGHT: Final = ROOT / "plugins" / "dreamkit-styles" / "dreamkit_styles" / "networks" / "night.keras"
PHOTOS: Final = ("mountains", "red_panda", "sunset")
SIDE: Final = 256
CLIMB: Final = 200
"""Steps of Adam from the photo, which is what Gatys' way takes."""

NOTE: Final = (
    f"A lap is {FRAMES} frames, numbers in and numbers out, through the compiled effect `FastStyle`. The networks have "
    "learnt nothing, which is as fast."
)

NEAR: Final = (
    f"{SIDE}×{SIDE}, the network and the objective that it was trained with; photos that it has seen crops of. The "
    f"way is from the photo's loss to that after {CLIMB} steps of Adam from the photo; a pass that ends lower has more "
    "than 100 %."
)

Lap = tuple[Callable[[], dict[str, float]], dict[str, Any]]


def run(rounds: int, *, peers: bool = True) -> Report:
    """Frames a second, and then how good they are."""
    return _frames(rounds, peers=peers) + _nearness(max(1, rounds // 3))


def _frames(rounds: int, *, peers: bool) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "frames.npy", _pictures())
        ours = [
            Contender(name, "realtime:frames", {"design": design, "backend": backend, "folder": folder})
            for name, (design, backend) in DESIGNS.items()
        ]
        others, absent = packages.contenders("frames", folder) if peers else ([], {})
        results = race([*ours, *others], rounds)
    results |= {who: Result(failed=why) for who, why in absent.items()}
    rows = [[who, *(_pace(result) if result.laps else [result.failed])] for who, result in results.items()]
    title = f"A frame of {SIZE[1]}×{SIZE[0]} in one pass"
    table = Table(title, ["", "median", "frames a second", "weights"], rows, NOTE)
    mine = results[OURS].median()
    goals = [Goal(f"a frame in one pass, against {one.name}", results[one.name].median() / mine, 1.0) for one in others]
    return Report([table], goals, {title: results})


def _pace(result: Result) -> list[str]:
    weights = result.facts.get("weights")
    return [milliseconds(result.median()), f"{1 / result.median():.1f}", f"{weights:,}" if weights else ""]


def _pictures() -> NDArray[np.float32]:
    """(FRAMES, height, width, 3) in [0, 1]: a photo that moves to the side."""
    return np.stack([np.roll(picture(SIZE)[0], 16 * number, axis=1) for number in range(FRAMES)])


def frames(design: str, backend: str, folder: str) -> Lap:
    """Laps of frames through `FastStyle`."""
    from dreamkit import FastStyle, ops
    from dreamkit.backend.choice import choose, wake

    choose(backend)
    wake()
    from dreamkit.effects.base import Moment
    from dreamkit.feedforward.files import Note
    from dreamkit.feedforward.johnson import transformer
    from dreamkit.render.warp import Warp
    from dreamkit.training.saving import save_network

    path, network = Path(folder) / f"{design}-{backend}.keras", transformer(design)
    save_network(network, path, Note("style", {}, 0))
    effect = FastStyle(path)
    effect.prepare()
    warp, pictures = Warp(effect), np.load(Path(folder) / "frames.npy")

    def lap() -> dict[str, float]:
        for one in pictures:
            image = ops.convert_to_tensor(one[None])
            np.asarray(ops.convert_to_numpy(warp(image, Moment(image, image, 0.0), [1.0])))
        return {}

    lap()
    return lap, {"steps": FRAMES, "weights": network.count_params()}


def _nearness(laps: int) -> Report:
    ours = [Contender(name, "realtime:nearness", {"photo": name}) for name in PHOTOS]
    results = race(ours, laps, fresh=True)
    rows, shares, times = [], [], []
    for name, result in results.items():
        if not result.laps:
            rows.append([name, result.failed])
            continue
        photo, once, climbed = (result.median(what) for what in ("photo", "pass", "climbed"))
        shares.append((photo - once) / (photo - climbed))
        times.append(result.median() / result.median("took"))
        losses = [f"{photo:.3f}", f"{once:.3f}", f"{climbed:.3f}", f"{100 * shares[-1]:.0f} %"]
        rows.append([name, *losses, seconds(result.median()), f"{times[-1]:.0f}×"])
    columns = ["photo", "its loss", "after a pass", f"after {CLIMB} steps", "of the way", "time of the climb", "passes"]
    title = f"One pass against {CLIMB} steps of Gatys' way"
    goals = [Goal("share of the way in one pass, the least of all photos", min(shares, default=float("nan")), 0.8)]
    return Report([Table(title, columns, rows, NEAR)], goals, {title: results})


def nearness(photo: str) -> Lap:
    """Laps of a climb, and of a pass; the losses of both and of the photo."""
    from dreamkit import Adam, Clamp, FastStyle, Net, Photo, Regularizer, Shot, ops
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    from dreamkit.effects.base import Moment
    from dreamkit.feedforward.files import read_note
    from dreamkit.nets.find import spec_of
    from dreamkit.nets.loaded import LoadedNet
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry
    from dreamkit.render.warp import Warp
    from dreamkit.training.lesson import Lesson

    source, net = Photo(PHOTO.with_name(f"{photo}.jpg")), Net(read_note(NIGHT, ("style",)).settings["net"])
    wish = objective(source)
    judge = Lesson(wish, Regularizer(), LoadedNet.of(spec_of(net, Registry(Plugins([])))), batch=1, side=SIDE)
    start = ops.convert_to_tensor(source.frame(0.0, (SIDE, SIDE), 0)[None])
    shot = Shot(net=net, objective=wish, regularizer=Clamp(), optimizer=Adam(CLIMB, rate=0.02), source=source)
    effect = FastStyle(NIGHT)
    effect.prepare()
    warp, paints = Warp(effect), painter(shot, (SIDE, SIDE))

    def once() -> Any:
        return warp(start, Moment(start, start, 0.0), [1.0])

    def loss(image: Any) -> float:
        return float(sum(judge.losses(start, (ops.convert_to_tensor(image),)).values()))

    once()

    def lap() -> dict[str, float]:
        began = time.perf_counter()
        for _ in range(FRAMES):
            np.asarray(once())
        took = (time.perf_counter() - began) / FRAMES
        began = time.perf_counter()
        climbed = paints.paint(0, None, lambda *_: None)
        spent = time.perf_counter() - began
        return {"seconds": spent, "took": took, "photo": loss(start), "pass": loss(once()), "climbed": loss(climbed)}

    return lap, {}


def objective(photo: Any) -> Objective:
    """What the network was trained to, as its file says, for one photo."""
    from dreamkit.feedforward.files import read_note
    from dreamkit.plugins import Plugins
    from dreamkit.registry import Registry
    from dreamkit.training.wishes import wish_from

    words = read_note(NIGHT, ("style",)).settings["objective"]
    return wish_from(words.replace("Given()", repr(photo)), Registry(Plugins([])))
