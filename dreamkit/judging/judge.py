"""A network that is shown pictures, and says what it takes them for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, final

import numpy as np
from numpy.typing import NDArray

from dreamkit.judging.verdict import Verdict
from dreamkit.parts import Part, Size
from dreamkit.pictures import resample

if TYPE_CHECKING:
    from dreamkit.nets.base import NetSpec
    from dreamkit.nets.loaded import LoadedNet


@final
class Judge:
    """Shows pictures to a classifier, each by itself.

    Args:
        net: the network.
        whole: show all pixels of a picture, and not only as many as the network was trained on.
        by: the part that asks, for the error's sake.

    Raises:
        UnknownLayer: where the network is no classifier.
    """

    def __init__(self, net: LoadedNet, *, whole: bool = False, by: Part | None = None) -> None:
        from dreamkit.nets.look import Cut  # which wakes the backend
        from dreamkit.nets.shapes import smallest_side

        self._cut = Cut(net, ("probabilities",), by=by)
        self._smallest = smallest_side(self._cut.model)
        self._most = None if whole else net.spec.pixels
        self._labels = net.spec.labels()

    def __call__(self, picture: NDArray[np.float32]) -> Verdict:
        """What it sees in a picture (height, width, 3) in [0, 1]."""
        from dreamkit import ops

        shown = self._cut.size or shown_size((picture.shape[0], picture.shape[1]), self._most, self._smallest)
        if shown != picture.shape[:2]:
            picture = resample(picture, shown, "stretch")
        answer = self._cut(ops.convert_to_tensor(picture[None]))["probabilities"]
        return Verdict(np.asarray(ops.convert_to_numpy(answer), np.float32)[0], self._labels)


def shown_size(size: Size, most: int | None, least: int) -> Size:
    """At what (height, width) a picture of this size is shown to a network, in its own shape.

    Its shorter side becomes no longer than `most`, the side that the network was trained on, and no shorter than
    `least`, below which the network sees nothing; in between, not a pixel is touched.

    >>> shown_size((480, 640), 224, 32), shown_size((200, 300), 224, 32), shown_size((16, 20), None, 32)
    ((224, 299), (200, 300), (32, 40))
    """
    shorter = min(size)
    wanted = max(least, shorter if most is None else min(shorter, most))
    return max(least, round(size[0] * wanted / shorter)), max(least, round(size[1] * wanted / shorter))


def on_hand(nets: Iterable[NetSpec]) -> list[str]:
    """The names of the trained classifiers that need no download, in their order.

    A classifier that is fetched apart from its network, as Keras does it, does not count; nor does one of random
    weights.
    """
    from dreamkit.nets.tiny import TINY

    able = (spec for spec in nets if spec is not TINY and spec.build_classifier is None and spec.on_hand())
    return [spec.name for spec in able if spec.labels().names]
