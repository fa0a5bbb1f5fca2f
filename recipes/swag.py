"""A painting's style by networks that are not VGG: what each network makes of it, and of what was proposed to help."""

from pathlib import Path

from dreamkit import (
    Adam,
    Caption,
    Clamp,
    Film,
    Fourier,
    Jitter,
    Likeness,
    Net,
    Parameterization,
    Photo,
    Pixels,
    RandomScale,
    Regularizer,
    Shot,
    Style,
    recipe,
)
from dreamkit.objectives.smoothing import Smoothing

PICTURES = Path(__file__).parent / "pictures"

# Where a network sees style, from its first layers to deep ones, and where it sees what a photo shows.
LAYERS: dict[str, tuple[tuple[str, ...], str]] = {
    "efficientnet_lite0": (("stem_relu", "block2_add", "block4_add", "block7_add", "block10_add"), "block7_add"),
    "squeezenet": (("conv1_relu", "fire2_concat", "fire4_concat", "fire6_concat", "fire8_concat"), "fire6_concat"),
    "vgg16_hed": (tuple(f"block{number}_conv1" for number in range(1, 6)), "block4_conv2"),
    "resnet50_torch": (("relu", "layer1_2", "layer2_3", "layer3_5", "layer4_2"), "layer3_5"),
}

# The columns: how a network's answers are smoothed, how the picture is written and shown to it, and how fast it moves.
COLUMNS: dict[str, tuple[Smoothing, Parameterization, Regularizer, float]] = {
    "as it is": ("none", Pixels(), Clamp(), 0.03),
    "softmax": ("softmax", Pixels(), Clamp(), 0.03),
    "scaled": ("scaled", Pixels(), Clamp(), 0.03),
    "waves, shaken": ("none", Fourier(), Jitter(8) | RandomScale(0.95, 1.05), 0.05),
}


@recipe(size=160)
def swag(
    photo: Path = PICTURES / "red_panda.jpg",
    painting: Path = PICTURES / "cafe_terrace.jpg",
    nets: tuple[str, ...] = ("efficientnet_lite0", "squeezenet", "vgg16_hed"),
    robust: str = "",
    content: float = 0.05,
    steps: int = 60,
) -> Film:
    """A row for each network, and one more where `robust` is the file of a robust ResNet-50's weights."""
    rows = [Net(name) for name in nets] + ([Net("resnet50_torch", weights=robust)] if robust else [])
    seen, painted = Photo(photo), Photo(painting)
    shots = []
    for net in rows:
        style, kept = LAYERS[net.name]
        for words, (smoothing, parameterization, regularizer, rate) in COLUMNS.items():
            # what a photo shows is divided by its own size, so that scaling it would change nothing
            alike = Likeness(kept, of=seen, smoothing="none" if smoothing == "scaled" else smoothing)
            shot = Shot(
                net=net,
                objective=Style(style, of=painted, normalization="chw", smoothing=smoothing) + content * alike,
                parameterization=parameterization,
                regularizer=regularizer,
                optimizer=Adam(steps, rate=rate),
                source=seen,
                finish=Caption(f"{net.name.partition('_')[0]}, {words}"),
            )
            shots.append(shot)
    return Film(*shots, columns=len(COLUMNS))
