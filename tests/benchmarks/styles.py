"""How much of a painting's style and a photo's content is kept, in the eyes of networks that nothing was made for."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .cases import CONTENT, PHOTO, STYLE, picture
from .climb import ShotClimb
from .report import Report, Table

if TYPE_CHECKING:
    from dreamkit.objectives.base import Objective
    from dreamkit.shot import Shot
    from dreamkit.sources.base import Source

SIZE: Final = (144, 192)
STEPS: Final = 60

PAIRS: Final = {"red_panda": "cafe_terrace", "giraffe": "harvest", "mountains": "auvers_church"}
"""Each photo with its painting."""

LAYERS: Final = {
    "vgg16_hed": (STYLE, CONTENT),
    "squeezenet": (("conv1_relu", "fire2_concat", "fire4_concat", "fire6_concat", "fire8_concat"), "fire6_concat"),
    "efficientnet_lite0": (("stem_relu", "block2_add", "block4_add", "block7_add", "block10_add"), "block7_add"),
}
"""Where each network sees style, and where it sees what a photo shows; for climbing and for judging."""

METHODS: Final = ("Style", "Wasserstein", "Moments", "Histogram", "Patches")
AIDS: Final = ("as it is", "softmax", "scaled", "waves, shaken")

PATCHED: Final = ("block3_conv1", "block4_conv1")
"""The layers of `Patches`, which wants few places."""

NOTE: Final = (
    f"Means over {len(PAIRS)} pairs of photo and painting, {SIZE[1]}×{SIZE[0]}, {STEPS} steps of Adam from the photo. "
    "Before the stroke: how far the Gram matrices are from the painting's, as `Style` measures it; behind it: how far "
    "the deep answers are from the photo's, as `Likeness` does. Less is more kept. No network judges what was made for "
    "it."
)

Seen: TypeAlias = NDArray[np.float32]


def run() -> Report:
    """The methods on one network, and the networks with what may help them, each beside both ends."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    judges = {net: Judge(net) for net in LAYERS}
    ends = [["the photo, untouched", *judged(judges, "", untouched())], ["noise", *judged(judges, "", _noise())]]
    methods = [[f"`{name}`", *judged(judges, "vgg16_hed", made("vgg16_hed", by_method(name)))] for name in METHODS]
    helped = [[f"{net}, {aid}", *judged(judges, net, made(net, by_aid(net, aid)))] for net in LAYERS for aid in AIDS]
    columns = ["", *(f"seen by {net}" for net in judges)]
    return Report(
        [
            Table("Styles: what each method keeps, on vgg16_hed", columns, [*ends, *methods], NOTE),
            Table("Styles: what each network keeps, and with what help", columns, [*ends, *helped], NOTE),
        ]
    )


class Judge:
    """A network that looks at pictures which were made for another."""

    def __init__(self, net: str) -> None:
        from dreamkit import Net, Shot

        shot = Shot(net=Net(net), objective=_style(net, PHOTO) + _likeness(net, PHOTO))
        self._net, self._look = net, ShotClimb(shot, SIZE).step.look

    def distances(self, pictures: list[Seen]) -> tuple[float, float]:
        """Of the style and of the content, means over all pairs."""
        styles, contents = zip(*map(self._each, pictures, PAIRS, PAIRS.values()), strict=True)
        return statistics.mean(styles), statistics.mean(contents)

    def _each(self, shown: Seen, photo: str, painting: str) -> tuple[float, float]:
        from dreamkit import ops

        seen = self._look(ops.convert_to_tensor(shown))
        wanted = _style(self._net, named(painting)), _likeness(self._net, named(photo))
        style, content = (-float(one.score(seen, one.targets(self._look, shown_at_size))[0]) for one in wanted)
        return style, content


def made(net: str, asked: Any) -> list[Seen]:
    """The pictures that one way makes of all pairs; `asked` gives the shot for a photo and a painting."""
    climb: ShotClimb | None = None
    pictures = []
    for photo, painting in PAIRS.items():
        shot = asked(named(photo), named(painting))
        climb = climb or ShotClimb(shot, SIZE)
        climb.source, climb.targets = shot.source, shot.objective.targets(climb.step.look, shown_at_size)
        pictures.append(np.asarray(climb.for_steps(STEPS)[0]))
    return pictures


def by_method(name: str) -> Any:
    """A way to measure style, on vgg16_hed, as the recipe `style` weighs it."""
    import dreamkit as d

    def asked(photo: Path, painting: Path) -> Shot:
        method = getattr(d, name)(PATCHED if name == "Patches" else STYLE, of=d.Photo(painting))
        objective = method + 0.2 * _likeness("vgg16_hed", photo)
        return d.Shot(
            net=d.Net("vgg16_hed"),
            objective=objective,
            regularizer=d.Clamp(),
            optimizer=d.Adam(STEPS, rate=0.03),
            source=d.Photo(photo),
        )

    return asked


def by_aid(net: str, aid: str) -> Any:
    """A network, and what helps it, as the recipe `swag` has it."""
    import dreamkit as d

    smoothing: Any = aid if aid in ("softmax", "scaled") else "none"
    waves = aid == "waves, shaken"

    def asked(photo: Path, painting: Path) -> Shot:
        style = d.Style(LAYERS[net][0], of=d.Photo(painting), normalization="chw", smoothing=smoothing)
        kept = d.Likeness(LAYERS[net][1], of=d.Photo(photo), smoothing="none" if smoothing == "scaled" else smoothing)
        return d.Shot(
            net=d.Net(net),
            objective=style + 0.05 * kept,
            parameterization=d.Fourier() if waves else d.Pixels(),
            regularizer=d.Jitter(8) | d.RandomScale(0.95, 1.05) if waves else d.Clamp(),
            optimizer=d.Adam(STEPS, rate=0.05 if waves else 0.03),
            source=d.Photo(photo),
        )

    return asked


def shown_at_size(source: Source, size: Any = None) -> Any:
    """A photo or a painting, cut to the shape of the pictures, whatever size is asked for."""
    from dreamkit import ops

    return ops.convert_to_tensor(picture(SIZE, Path(source.path)))


def named(name: str) -> Path:
    """One of the recipes' pictures."""
    return PHOTO.with_name(f"{name}.jpg")


def _style(net: str, painting: Path) -> Objective:
    from dreamkit import Photo, Style

    return Style(LAYERS[net][0], of=Photo(painting))


def _likeness(net: str, photo: Path) -> Objective:
    from dreamkit import Likeness, Photo

    return Likeness(LAYERS[net][1], of=Photo(photo))


def untouched() -> list[Seen]:
    """The photos themselves."""
    return [picture(SIZE, named(photo)) for photo in PAIRS]


def _noise() -> list[Seen]:
    chance = np.random.default_rng(0)
    return [chance.random((1, *SIZE, 3), np.float32) for _ in PAIRS]


def judged(judges: dict[str, Judge], climbed: str, pictures: list[Seen]) -> list[str]:
    """A row of figures; none by the network that the pictures were made for."""
    row = []
    for net, judge in judges.items():
        style, content = judge.distances(pictures)
        row.append("–" if net == climbed else f"{style:.2f} / {content:.2f}")
    print(f"    {'  '.join(row)}", flush=True)
    return row
