"""A bird on nothing: a picture that is as loud as a photo at every scale, and transparent where it does not matter."""

from dreamkit import Fade, Film, KerasOptimizer, Logit, Maco, Net, Noise, RandomBox, Shot, Transparent, Views, recipe


@recipe(size=288)
def maco(label: str = "macaw", steps: int = 128, views: int = 6) -> Film:
    """What the network thinks of at a name, looked for in boxes that become smaller; the alpha is where it pulled."""
    return Film(
        Shot(
            net=Net("efficientnet_lite0"),
            objective=Logit(label),
            parameterization=Maco(),
            regularizer=Views(views) | RandomBox(Fade(0.9, 0.25, along="steps"), pixels=160),
            optimizer=KerasOptimizer("nadam", steps=steps, rate=1.0),
            source=Noise(0.1),
            finish=Transparent(percentile=90),
        )
    )
