"""Pictures as sums of waves: the two-dimensional Fourier transform of real pictures, there and back, by `keras.ops`.

A spectrum is (2, batch, channels, height, columns): real and imaginary parts, the frequencies up and down in the order
of `numpy.fft.fftfreq`, those across from 0 to the finest. A picture whose width is odd is written with one column of
pixels more, so that `columns` is half the even width, plus one.
"""

from __future__ import annotations

from dreamkit import ops
from dreamkit.parts import Size, Tensor


def waves(image: Tensor) -> Tensor:
    """The spectrum of pictures (batch, height, width, channels), as `numpy.fft.rfft2` has it."""
    planes = ops.transpose(image, (0, 3, 1, 2))
    if planes.shape[3] % 2:
        planes = ops.concatenate([planes, planes[..., -1:]], axis=3)
    real, imaginary = ops.fft(tuple(map(_turned, ops.rfft(planes))))
    return ops.stack([_turned(real), _turned(imaginary)])


def pictures(spectrum: Tensor, size: Size) -> Tensor:
    """The pictures (batch, height, width, channels) of a spectrum, as `numpy.fft.irfft2` has it."""
    height, width = size
    real, imaginary = _turned(spectrum[0]), _turned(spectrum[1])
    real, imaginary = ops.fft((real, -imaginary))  # its conjugate's conjugate is the inverse, times the height
    planes = ops.irfft((_turned(real) / height, -_turned(imaginary) / height), fft_length=2 * (spectrum.shape[4] - 1))
    return ops.transpose(planes[..., :width], (0, 2, 3, 1))


def frequencies(size: Size) -> Tensor:
    """How many waves to a pixel each place of a spectrum means, (height, columns), whichever way they run.

    The mean brightness, which is no wave, counts as one wave across the longer side.
    """
    height, width = size
    down, across = _per_pixel(height, height), _per_pixel(width, (width + 1) // 2 + 1)
    return ops.maximum(ops.sqrt(down[:, None] ** 2 + across[None, :] ** 2), 1 / max(height, width))


def _per_pixel(count: int, kept: int) -> Tensor:
    """The first few of `numpy.fft.fftfreq(count)`."""
    place = ops.arange(kept, dtype="int32")
    return ops.cast((place + count // 2) % count - count // 2, "float32") / count


def _turned(planes: Tensor) -> Tensor:
    return ops.swapaxes(planes, -1, -2)
