"""Pictures with their broad forms in common: there and back, whose gradient is whose, and that they stay together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dreamkit import Adam, Channel, Fourier, HillClimb, Net, Shared, Shot, backend, ops
from dreamkit.errors import InvalidValue
from dreamkit.parameterizations import Parameterization
from dreamkit.plan.pieces import pieces
from dreamkit.plan.plan import PlannedShot
from dreamkit.testing import check_part
from dreamkit.testing.gradients import at_once, value_and_slope


def numpy_of(tensor: object) -> np.ndarray:
    return np.asarray(ops.convert_to_numpy(tensor))


def batch(rng: np.random.Generator, count: int, size: tuple[int, int]) -> np.ndarray:
    return 0.05 + 0.9 * rng.random((count, *size, 3)).astype(np.float32)


@pytest.mark.parametrize("size", [(32, 48), (17, 19)])
@pytest.mark.parametrize("part", [Shared(), Shared(levels=1), Shared(3, decay=0.5, colours="plain")], ids=repr)
def test_photos_are_written_and_read(rng: np.random.Generator, part: Shared, size: tuple[int, int]) -> None:
    def there_and_back(image: Any) -> Any:
        numbers = part.encode(image)
        return numbers, part.decode(numbers, size)

    image = batch(rng, 3, size)
    numbers, again = at_once(there_and_back, ops.convert_to_tensor(image))
    assert len(numbers) == part.levels + 1
    assert {leaf.shape[0] for leaf in numbers} == {3}
    np.testing.assert_allclose(numpy_of(again), image, atol=1e-4)


def test_what_is_plain_in_all_pictures_is_shared(rng: np.random.Generator) -> None:
    """A colour that all have in common is in the smallest shared picture; no picture has a mean of its own."""
    image = np.clip(0.3 + 0.01 * rng.standard_normal((2, 32, 32, 3)), 0, 1).astype(np.float32)
    own, smallest, *_ = at_once(Shared().encode, ops.convert_to_tensor(image))
    assert np.abs(numpy_of(smallest)).mean() > 0.1
    alone = at_once(Fourier().encode, ops.convert_to_tensor(image))
    assert np.abs(numpy_of(own)[..., 0, 0]).max() < 0.05 * np.abs(numpy_of(alone)[..., 0, 0]).max()


def test_the_shared_gradient_is_the_mean_of_all_pictures_own(rng: np.random.Generator) -> None:
    part, size = Shared(2), (16, 12)
    zeros = at_once(part.encode, ops.full((3, *size, 3), 0.5))
    wanted = rng.standard_normal((3, *size, 3)).astype(np.float32)

    def slopes(chosen: slice) -> list[np.ndarray]:
        at = tuple(leaf[chosen] for leaf in zeros)
        weights = ops.convert_to_tensor(wanted[chosen])
        score = value_and_slope(lambda numbers: ops.sum(part.decode(numbers, size) * weights), at)
        return [numpy_of(leaf) for leaf in score[1]]

    own, *shared = slopes(slice(0, 3))
    alone = [slopes(slice(number, number + 1)) for number in range(3)]
    np.testing.assert_allclose(own, np.concatenate([one[0] for one in alone]), atol=1e-5)
    for level, copies in enumerate(shared, start=1):
        mean = np.mean([one[level] for one in alone], axis=0)
        np.testing.assert_allclose(copies, np.repeat(mean, 3, axis=0), atol=1e-5)


def test_pictures_that_are_pulled_apart_keep_their_broad_forms_in_common(rng: np.random.Generator) -> None:
    """Each of two pictures is to be what has nothing to do with the other; what they become is seen from afar."""
    size, wanted = (32, 32), ops.convert_to_tensor(rng.standard_normal((2, 32, 32, 3)).astype(np.float32))

    def likeness(part: Parameterization) -> float:
        optimizer, numbers = Adam(10, 0.05), at_once(part.encode, ops.full((2, *size, 3), 0.5))
        state = optimizer.begin(numbers)

        def step(_: Any, numbers: Any, state: Any) -> Any:
            slope = backend.value_and_grad(lambda at: ops.sum(part.decode(at, size) * wanted), numbers)[1]
            return optimizer.advance(numbers, slope, state)

        step = backend.compiled(step)
        for _ in range(optimizer.steps):
            numbers, state = step(numbers, state)
        image = numpy_of(at_once(lambda at: part.decode(at, size), numbers))
        afar = [picture.reshape(8, 4, 8, 4, 3).mean((1, 3)).ravel() for picture in image]
        return float(np.corrcoef(*afar)[0, 1])

    assert abs(likeness(Fourier())) < 0.2
    assert likeness(Shared(3)) > 0.4


def test_they_are_painted_together() -> None:
    fields: dict[str, Any] = {"net": Net("tiny"), "objective": Channel("relu1", (0, 1, 2))}
    counts = [
        len(pieces(PlannedShot(0, Shot(parameterization=part, **fields), frames=1, start=0)))
        for part in (Fourier(), Shared())
    ]
    assert counts == [3, 1]


def test_a_search_is_refused() -> None:
    with pytest.raises(InvalidValue) as caught:
        Shot(net=Net("tiny"), objective=Channel("relu1", (0, 1)), optimizer=HillClimb(), parameterization=Shared())
    what, by, hint = str(caught.value).split("\n")
    assert what == (
        "HillClimb tries one candidate for a picture after the other, and Shared writes pictures down together"
    )
    assert by.startswith("  asked by Shared(), test_shared.py:")
    assert hint == "  Fourier or Cosines would work"


def test_a_picture_that_cannot_be_halved_so_often_is_a_sentence() -> None:
    with pytest.raises(InvalidValue) as caught:
        Shared(4).encode(ops.zeros((1, 8, 40, 3)))
    assert str(caught.value).startswith("a picture of 40 × 8 pixels cannot be halved 4 times")


def test_it_keeps_the_contract() -> None:
    check_part(Shared(3))
