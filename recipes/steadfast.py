"""What a network paints and draws, and what the same network does that has been taught not to be fooled."""

from pathlib import Path

from dreamkit import (
    Adam,
    Caption,
    Clamp,
    Film,
    Likeness,
    Logit,
    Net,
    Noise,
    Photo,
    Shot,
    Style,
    TotalVariation,
    recipe,
)

PICTURES = Path(__file__).parent / "pictures"
STYLE = ("stem_relu", "block2_add", "block4_add", "block7_add", "block10_add")


@recipe(size=(192, 256))
def steadfast(
    photo: Path = PICTURES / "red_panda.jpg",
    painting: Path = PICTURES / "cafe_terrace.jpg",
    labels: tuple[str, ...] = ("goldfish", "lemon", "peacock"),
    steps: int = 150,
) -> Film:
    """A row for each network: a painting's style, and pictures of classes from noise, by its gradients alone."""
    seen = Photo(photo)
    style = Style(STYLE, of=Photo(painting), normalization="chw") + 0.05 * Likeness("block7_add", of=seen)
    shots = []
    for name, words in {"efficientnet_lite0": "as it is", "efficientnet_lite0_robust": "robust"}.items():
        styled = Shot(
            net=Net(name),
            objective=style,
            regularizer=Clamp(),
            optimizer=Adam(steps, rate=0.03),
            source=seen,
            finish=Caption(f"the painting's style, {words}"),
        )
        drawn = [
            Shot(
                net=Net(name),
                objective=Logit(label),
                regularizer=TotalVariation(0.01) | Clamp(),
                optimizer=Adam(steps, rate=0.02),
                source=Noise(),
                finish=Caption(f"{label}, {words}"),
            )
            for label in labels
        ]
        shots += [styled, *drawn]
    return Film(*shots, columns=1 + len(labels))
