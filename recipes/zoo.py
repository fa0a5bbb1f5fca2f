"""Animals from nothing: what the network thinks of when it is told their names."""

from dreamkit import Adam, Caption, Film, Fourier, Logit, NaturalNoise, Net, Shot, lucid_transforms, recipe

ANIMALS = (
    "flamingo",
    "goldfish",
    "tarantula",
    "tiger",
    "ostrich",
    "hen",
    "zebra",
    "monarch",
    "ladybug",
    "peacock",
    "dalmatian",
    "hippopotamus",
)


@recipe(size=224)
def zoo(steps: int = 256, at_once: int = 4) -> Film:
    """Twelve animals; the network has never drawn, it has only been asked whether this is one."""
    return Film(
        *(
            Shot(
                net=Net("efficientnet_lite0"),
                objective=Logit(some),
                parameterization=Fourier(),
                regularizer=lucid_transforms(),
                optimizer=Adam(steps=steps, rate=0.05),
                source=NaturalNoise(),
                finish=Caption(some),
            )
            for some in (ANIMALS[start : start + at_once] for start in range(0, len(ANIMALS), at_once))
        )
    )
