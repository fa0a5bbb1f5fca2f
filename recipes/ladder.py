"""What a network wants to see, from its first layer to its last."""

from dreamkit import (
    Adam,
    Caption,
    Channel,
    Film,
    Fourier,
    Grid,
    Logit,
    NaturalNoise,
    Net,
    Objective,
    Shot,
    lucid_transforms,
    recipe,
)

# Some channels of a few layers, and some classes.
RUNGS: dict[str, Objective] = {
    "stem_relu": Channel("stem_relu", (0, 2, 5, 6)),
    "block2_add": Channel("block2_add", (1, 3, 5, 7)),
    "block4_add": Channel("block4_add", (1, 3, 5, 7)),
    "block7_add": Channel("block7_add", (1, 3, 5, 7)),
    "block9_add": Channel("block9_add", (1, 3, 5, 7)),
    "block11_expand_bn": Channel("block11_expand_bn", (1, 3, 5, 7)),
    "block14_add": Channel("block14_add", (1, 3, 5, 7)),
    "flamingo, ambulance, bell pepper, tarantula": Logit(("flamingo", "ambulance", "bell pepper", "tarantula")),
}


@recipe(size=160)
def ladder(steps: int = 128, rungs: int = len(RUNGS)) -> Film:
    """Edges, then textures, patterns, parts and things: the deeper the layer, the more there is to see."""
    return Film(
        *(
            Shot(
                net=Net("efficientnet_lite0"),
                objective=rung,
                parameterization=Fourier(),
                regularizer=lucid_transforms(),
                optimizer=Adam(steps=steps, rate=0.05),
                source=NaturalNoise(),
                finish=Grid(columns=4) | Caption(words),
            )
            for words, rung in list(RUNGS.items())[-rungs:]
        )
    )
