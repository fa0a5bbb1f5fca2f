"""How near each layer's code of a photo can be come to, in three ways; a matter of pictures, and not of time."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, final

import numpy as np
from numpy.typing import NDArray

from .cases import PHOTO
from .climb import ShotClimb
from .report import Report, Table

if TYPE_CHECKING:
    from dreamkit.shot import Shot

SIDE: Final = 224
STEPS: Final = 100

LAYERS: Final = {
    "efficientnet_lite0": {"stem_relu": "shallow", "block4_add": "middle", "block10_add": "deep", "logits": "deep"},
    "squeezenet": {"conv1_relu": "shallow", "fire3_concat": "middle", "fire7_concat": "deep", "logits": "deep"},
}
"""From the first convolution to the last answer, with the depth that `inversion_priors` is told."""

SLOWER: Final = {"deep": 0.3}
"""What the rates of `Momentum` are multiplied with, where they would overshoot."""

WAYS: Final = {
    "plain": "pixels, momentum, no priors",
    "priors": "pixels, momentum, `inversion_priors`",
    "waves": "`Fourier`, Adam, total variation",
}

NOTE: Final = (
    f"Medians after {STEPS} steps. Before the stroke: ‖Φ(x) - Φ(photo)‖² / ‖Φ(photo)‖², as in the authors' code and in "
    "`Inversion`. Behind it: ‖Φ(x) - Φ(photo)‖ over the mean distance between two photos' codes, as in the tables of "
    "Mahendran and Vedaldi 2014. The two do not compare. Pixels are kept in [0, 1]. Less is nearer to the code, and "
    "not always to the photo."
)


@final
@dataclasses.dataclass(frozen=True)
class Errors:
    """How far reconstructions are from their photos in a layer's eyes, medians over all photos.

    Args:
        own: the squared distance, over the squared length of the photo's code.
        pairwise: the distance, over the mean distance of two photos' codes.
    """

    own: float
    pairwise: float


def run() -> Report:
    """Both networks, layer by layer."""
    from dreamkit.backend.choice import choose

    choose("tensorflow")
    shown = photos()
    report = Report()
    for net, layers in LAYERS.items():
        rows = []
        for layer, depth in layers.items():
            found = {way: errors(net, layer, depth, way, shown) for way in WAYS}
            rows.append([layer, *(f"{each.own:.3f} / {each.pairwise:.0%}" for each in found.values())])
            print(f"    {net:20} {'  '.join(rows[-1])}", flush=True)
        title = f"Inversion: {net}, {len(shown)} photos of {SIDE}×{SIDE}"
        report.tables.append(Table(title, ["", *WAYS.values()], rows, NOTE))
    return report


def photos() -> NDArray[np.float32]:
    """The recipes' pictures, and of every third the middle at twice the size, (count, side, side, 3) in [0, 1]."""
    from dreamkit.pictures import read_picture, resample

    found = [read_picture(path) for path in sorted(PHOTO.parent.glob("*.jpg"))]
    middles = [photo[(h := photo.shape[0] // 4) : -h, (w := photo.shape[1] // 4) : -w] for photo in found[::3]]
    return np.stack([resample(photo, (SIDE, SIDE), "cover") for photo in (*found, *middles)])


def errors(net: str, layer: str, depth: str, way: str, shown: NDArray[np.float32]) -> Errors:
    """How near one way comes to a layer's codes of all photos, which are inverted at once."""
    from dreamkit import ops

    climb = ShotClimb(asked(net, layer, depth, way, len(shown)), (SIDE, SIDE))
    codes = climb.step.look(ops.convert_to_tensor(shown))[layer]
    climb.targets = {layer: codes}
    painted, _ = climb.for_steps(STEPS)
    seen = np.asarray(climb.step.look(painted)[layer], np.float64).reshape(len(shown), -1)
    wanted = np.asarray(codes, np.float64).reshape(len(shown), -1)
    apart = np.linalg.norm(seen - wanted, axis=1)
    between = np.linalg.norm(wanted[:, None] - wanted[None], axis=2).sum() / (len(shown) * (len(shown) - 1))
    return Errors(float(np.median((apart / np.linalg.norm(wanted, axis=1)) ** 2)), float(np.median(apart) / between))


def asked(net: str, layer: str, depth: Any, way: str, count: int) -> Shot:
    """One way, as a recipe says it; the codes come from elsewhere, a photo for each picture."""
    import dreamkit as d
    from dreamkit.optimizers.momentum import RATES

    wish: dict[str, Any] = {"net": d.Net(net), "objective": d.Inversion(layer, d.Noise(), pictures=count)}
    if way == "waves":
        smooth = {"shallow": d.TotalVariation(3e-5), "middle": d.TotalVariation(1e-4) | d.LpNorm(0.03)}
        kept = smooth.get(depth, d.TotalVariation(3e-4) | d.LpNorm(0.1))
        wish |= {"parameterization": d.Fourier(), "optimizer": d.Adam(STEPS, rate=0.05)}
        return d.Shot(**wish, regularizer=kept, source=d.NaturalNoise(apart=True))
    priors = d.inversion_priors(depth) if way == "priors" else d.Regularizer()
    momentum = d.Momentum(STEPS, rate=SLOWER.get(depth, 1.0) * RATES)
    return d.Shot(**wish, regularizer=priors | d.Clamp(), optimizer=momentum, source=d.Noise(0.27, apart=True))
