"""A decoder together with the network of which it decodes a layer, and what that layer learns of a painting."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, final

import numpy as np
from numpy.typing import NDArray

from dreamkit import backend, ops
from dreamkit.digests import Stamp, stamp
from dreamkit.errors import BadPicture, BadWeights
from dreamkit.feedforward.decoder import KIND
from dreamkit.feedforward.encoder import Encoder
from dreamkit.feedforward.files import Note, load_network, read_note
from dreamkit.nets.net import Net
from dreamkit.parts import Size, Tensor, Tree, below
from dreamkit.render.maxima import loaded_now
from dreamkit.sources.base import Source

if TYPE_CHECKING:
    import keras

SMALLEST: Final = 32
"""The fewest pixels a side that a painting may have: below them there are no strokes to take over."""

_TOLD: Final = ("net", "weights", "layer")


@final
class Level:
    """The way from a picture to its features, and back from features to a picture.

    Args:
        encoder: the way there.
        decoder: the way back.
    """

    def __init__(self, encoder: Encoder, decoder: keras.Model) -> None:
        self._encoder, self._decoder = encoder, decoder

    @property
    def smallest(self) -> int:
        """The fewest pixels a side that a picture may have: there must be something to mirror in the features."""
        return max(16, 4 * self._encoder.stride)

    def encode(self, image: Tensor) -> Tensor:
        """The features of pictures (batch, height, width, 3) in [0, 1]."""
        return self._encoder(image)[self._encoder.layer]

    def decode(self, features: Tensor, size: Size) -> Tensor:
        """Pictures of a size, (batch, height, width, 3) in [0, 1], made of features."""
        return ops.clip(self._decoder(features, training=False)[:, : size[0], : size[1]], 0, 1)


def decoder_note(path: Path) -> Note:
    """How a decoder says that it was made; raises `BadWeights` for a file that is none."""
    note = read_note(path, (KIND,))
    for name in _TOLD:
        if not isinstance(note.settings.get(name), str):
            raise BadWeights(f"{path} does not say by its {name!r} what it decodes", hint="train it anew")
    return note


def level(path: Path) -> Level:
    """A decoder with its network, which are loaded once.

    Raises `BadWeights` for a file that is no decoder, or one that was trained with other weights than the network has,
    and `UnknownName` for a network that there is not.
    """
    return _level(path, stamp(path))


@functools.lru_cache(maxsize=16)
def _level(path: Path, now: Stamp) -> Level:
    del now  # a file that has changed is read again
    told = decoder_note(path).settings
    net = loaded_now(Net(told["net"]))
    if net.spec.digest != told["weights"]:
        what = f"{path} was trained with other weights than {told['net']} has here"
        raise BadWeights(what, hint="take the version of the network that it was trained with, or train it anew")
    return Level(Encoder(net, told["layer"]), load_network(path, (KIND,)))


def learnt(style: Source, path: Path, pixels: int, learn: Callable[[Tensor], Tree]) -> tuple[NDArray[Any], ...]:
    """What `learn` tells of a painting's features, as arrays; each is computed once, as long as no file changes.

    The painting is seen in its own shape, with a longer side of so many pixels. Raises `BadPicture` where it is too
    small.
    """
    files = (value for part in below(style) for value in vars(part).values() if isinstance(value, Path))
    return _learnt(style, tuple(map(stamp, files)), path, stamp(path), pixels, learn)


@functools.lru_cache(maxsize=64)
def _learnt(
    style: Source, now: tuple[Stamp, ...], path: Path, trained: Stamp, pixels: int, learn: Callable[[Tensor], Tree]
) -> tuple[NDArray[Any], ...]:
    del now, trained
    height, width = style.natural_size() or (pixels, pixels)
    if min(height, width) < SMALLEST:
        hint = f"take one of {SMALLEST} pixels a side or more"
        raise BadPicture(f"a painting of {width}x{height} pixels is too small to take its style", hint=hint)
    scale = pixels / max(height, width)
    size = max(SMALLEST, round(height * scale)), max(SMALLEST, round(width * scale))
    found = level(path)
    picture = ops.convert_to_tensor(style.frame(0.0, size, 0)[None])
    answer = backend.compiled(lambda _, image: learn(found.encode(image)))(picture)
    return tuple(np.asarray(ops.convert_to_numpy(each)) for each in answer)
