"""A photo in which one pixel changes what a network takes it for; evolution finds it, and sees only answers."""

from pathlib import Path

from dreamkit import Caption, Confidence, FewPixels, Film, Logit, Net, Photo, Shot, recipe

PICTURES = Path(__file__).parent / "pictures"


@recipe(size=(96, 96))
def one_pixel(
    photo: Path = PICTURES / "crab.jpg",
    label: str = "rock crab",
    instead_of: str = "scorpion",
    counts: tuple[int, ...] = (1, 3, 5),
    queries: int = 3000,
) -> Film:
    """Pixels wander and change their colours, and stay where the network leans more to the one class than the other."""
    net, bars = Net("efficientnet_lite0"), Confidence(Net("efficientnet_lite0"), (instead_of, label), looks="painted")
    shots = [Shot(source=Photo(photo), finish=bars | Caption("the photo", pixels=14))]
    for count in counts:
        words = "1 pixel" if count == 1 else f"{count} pixels"
        shots.append(
            Shot(
                net=net,
                objective=Logit(label) - Logit(instead_of),
                optimizer=FewPixels(steps=1000, population=50, count=count, queries=queries),
                source=Photo(photo),
                finish=bars | Caption(words, pixels=14),
            )
        )
    return Film(*shots, columns=len(shots))
