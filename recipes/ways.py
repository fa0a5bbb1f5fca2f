"""Six channels, climbed in four ways: in pixels or in waves, smoothed or not, and through views that change."""

from dreamkit import (
    Adam,
    Caption,
    Channel,
    Clamp,
    Film,
    Fourier,
    Grid,
    NaturalNoise,
    Net,
    Noise,
    Parameterization,
    Pixels,
    Regularizer,
    Shot,
    Source,
    TotalVariation,
    lucid_transforms,
    recipe,
)

WAYS: dict[str, tuple[Parameterization, Regularizer, Source, float]] = {
    "pixels": (Pixels(), Clamp(), Noise(), 0.02),
    "smooth pixels": (Pixels(), TotalVariation(0.01) | Clamp(), Noise(), 0.02),
    "smooth waves": (Fourier(), TotalVariation(2e-3), NaturalNoise(), 0.1),
    "waves and views": (Fourier(), lucid_transforms(), NaturalNoise(), 0.05),
}


@recipe(size=128)
def ways(
    layer: str = "block10_add",
    channels: tuple[int, ...] = (0, 1, 3, 4, 6, 7),
    named: tuple[str, ...] = tuple(WAYS),
    steps: int = 160,
) -> Film:
    """The same channels in each row; the first rows excite them more, and the last shows what they are for."""

    def row(name: str) -> Shot:
        parameterization, regularizer, source, rate = WAYS[name]
        return Shot(
            net=Net("efficientnet_lite0"),
            objective=Channel(layer, channels),
            parameterization=parameterization,
            regularizer=regularizer,
            optimizer=Adam(steps, rate=rate),
            source=source,
            finish=Grid(columns=len(channels)) | Caption(name),
        )

    return Film(*map(row, named), columns=1)
