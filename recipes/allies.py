"""One photo, changed so little that nobody sees it: one network is fooled, or the other, or both."""

from pathlib import Path

from dreamkit import Adam, Caption, Clamp, Film, Least, Logit, Net, Objective, Photo, Seen, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=(224, 224))
def allies(
    photo: Path = PICTURES / "red_panda.jpg",
    label: str = "teapot",
    instead_of: str = "lesser panda",
    nets: tuple[str, str] = ("efficientnet_lite0", "squeezenet"),
    steps: int = 100,
) -> Film:
    """What two networks are to see in a photo: the same thing that is not there, or one of them only."""
    other = Net(nets[1])
    mine: Objective = Logit(label) - Logit(instead_of)
    yours: Objective = Seen(mine, by=other)
    towards: Objective = 2 * Logit(label) - Logit(instead_of)
    wishes: dict[str, Objective] = {
        f"{nets[0]}: {label}": Least((mine, -yours)),
        f"{nets[1]}: {label}": Least((yours, -mine)),
        f"both: {label}": towards + Seen(towards, by=other) / 6,  # whose logits are the louder ones
    }
    shots = [Shot(source=Photo(photo), finish=Caption("the photo"))]
    for words, wish in wishes.items():
        shots.append(
            Shot(
                net=Net(nets[0]),
                objective=wish,
                regularizer=Clamp(),
                # Each step moves a number of a pixel by its share of 7 levels of a file at most, or very little more.
                optimizer=Adam(steps, rate=7 / 255 / steps),
                source=Photo(photo),
                finish=Caption(words),
            )
        )
    return Film(*shots, columns=2)
