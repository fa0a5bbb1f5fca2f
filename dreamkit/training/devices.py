"""How many devices a network is trained on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from dreamkit.backend.choice import chosen
from dreamkit.errors import InvalidValue


def check_devices(count: int, batch: int) -> None:
    """Raise `InvalidValue` for devices that there are not, or that cannot each take as large a share of a batch."""
    import keras

    if count < 1:
        raise InvalidValue(f"a network is trained on 1 device or more, and {count} came")
    if count == 1:
        return
    if chosen() != "jax":
        what = f"Keras trains on several devices with JAX, and {chosen()} computes"
        raise InvalidValue(what, hint='--backend jax would work; pip install "dreamkit[jax]"')
    found = keras.distribution.list_devices()
    if count > len(found):
        raise InvalidValue(f"there are {len(found)} devices, {', '.join(found)}, and {count} were asked for")
    if batch % count:
        what = f"a batch of {batch} photos cannot be dealt out to {count} devices alike"
        raise InvalidValue(what, hint=f"say --batch {count * max(1, round(batch / count))}")


@contextmanager
def spread_over(count: int, batch: int) -> Iterator[None]:
    """Inside, a network that is made has its weights on so many devices, and each learns from its share of a batch.

    Raises `InvalidValue` as `check_devices` does.
    """
    import keras

    check_devices(count, batch)
    if count == 1:
        yield
        return
    before = keras.distribution.distribution()
    keras.distribution.set_distribution(
        keras.distribution.DataParallel(devices=keras.distribution.list_devices()[:count])
    )
    try:
        yield
    finally:
        keras.distribution.set_distribution(before)
