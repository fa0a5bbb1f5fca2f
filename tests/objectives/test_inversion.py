"""The distance of two codes against numpy, and pictures that a network cannot tell from a photo."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dreamkit import Adam, Clamp, Grid, Inversion, Noise, Pad, Photo, Shot, ops
from dreamkit.errors import InvalidValue
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.look import Cut
from dreamkit.nets.tiny import TINY as TINY_SPEC
from dreamkit.testing import check_part
from dreamkit.testing.films import TINY, painted


@pytest.fixture
def photo(tmp_path: Path, rng: np.random.Generator) -> Photo:
    from PIL import Image

    blocks = np.kron(rng.integers(0, 256, (4, 6, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    Image.fromarray(blocks).save(tmp_path / "photo.png")
    return Photo(tmp_path / "photo.png")


def _scored(objective: Inversion, seen: np.ndarray, code: np.ndarray) -> np.ndarray:
    activations = {objective.layer: ops.convert_to_tensor(seen.astype(np.float32))}
    targets = {objective.layer: ops.convert_to_tensor(code.astype(np.float32))}
    return np.asarray(ops.convert_to_numpy(objective.score(activations, targets)))


def test_it_keeps_the_contract(photo: Photo) -> None:
    check_part(Inversion("a", photo, pictures=2))
    check_part(Inversion("logits", Noise()), activations={"logits": (1, 8)})


@pytest.mark.parametrize("shape", [(4, 5, 6), (7,)])
def test_it_is_the_squared_distance_over_the_squared_length(shape: tuple[int, ...], rng: np.random.Generator) -> None:
    seen, code = rng.standard_normal((3, *shape)), rng.standard_normal((1, *shape))
    expected = [-(np.linalg.norm((one - code[0]).ravel()) ** 2) / np.linalg.norm(code.ravel()) ** 2 for one in seen]
    np.testing.assert_allclose(_scored(Inversion("a", Noise(), 3), seen, code), expected, rtol=1e-5)


def test_the_photo_itself_scores_0_and_silence_minus_1(rng: np.random.Generator) -> None:
    code = rng.standard_normal((1, 4, 5, 6))
    assert _scored(Inversion("a", Noise()), code, code) == 0
    assert _scored(Inversion("a", Noise()), 0 * code, code) == pytest.approx(-1)


def test_a_silent_code_counts_as_it_is() -> None:
    assert _scored(Inversion("a", Noise()), np.full((1, 2, 2, 3), 2.0), np.zeros((1, 2, 2, 3))) == pytest.approx(-48)


def test_the_pictures_of_a_code_begin_apart_and_meet_in_it(tmp_path: Path, photo: Photo) -> None:
    size = (32, 48)

    def climbed(steps: int, *, apart: bool) -> np.ndarray:
        shot = Shot(
            net=TINY,
            objective=Inversion("relu0", photo, pictures=3),
            regularizer=Clamp(),
            optimizer=Adam(steps, rate=0.03),
            source=Noise(0.1, apart=apart),
            finish=Grid(columns=1, gap=0),
        )
        (sheet,) = painted(shot, tmp_path / f"{steps}{apart}", size=size)
        return sheet.reshape(3, *size, 3)

    cut = Cut(LoadedNet.of(TINY_SPEC), ["relu0"])
    code = ops.convert_to_numpy(cut(ops.convert_to_tensor(photo.frame(0, size, 0)[None]))["relu0"])

    def distances(pictures: np.ndarray) -> np.ndarray:
        return -_scored(
            Inversion("relu0", photo), ops.convert_to_numpy(cut(ops.convert_to_tensor(pictures))["relu0"]), code
        )

    first, last = climbed(1, apart=True), climbed(40, apart=True)
    assert (distances(last) < 0.1 * distances(first)).all()
    for pictures in (first, last):
        assert min(np.abs(pictures[i] - pictures[j]).max() for i, j in ((0, 1), (0, 2), (1, 2))) > 0.05
    alike = climbed(1, apart=False)
    assert np.abs(alike - alike[:1]).max() < 1e-5
    np.testing.assert_allclose(alike[0], first[0], atol=1e-2)  # the first one begins as it would alone


def test_a_view_of_another_size_is_refused(tmp_path: Path) -> None:
    objective = Inversion("relu0", Noise(0.2))
    with pytest.raises(InvalidValue) as caught:
        painted(Shot(net=TINY, objective=objective, regularizer=Pad(4)), tmp_path)
    what, by, hint = str(caught.value).splitlines()
    assert what == "layer 'relu0' answers 32 × 48 × 8 numbers to the photo, and 40 × 56 × 8 to the picture"
    assert by.startswith("  asked by Inversion('relu0', Noise(contrast=0.2)), test_inversion.py:")
    assert hint == "  leave out the regularizers that show a picture of another size"


def test_only_a_source_can_be_inverted() -> None:
    with pytest.raises(InvalidValue) as caught:
        Inversion("relu0", "photo.jpg")  # type: ignore[arg-type]
    what, _, hint = str(caught.value).splitlines()
    assert what == "Inversion.of takes a source of pictures, and 'photo.jpg' came"
    assert hint == '  say of=Photo("photo.jpg")'
