"""What networks are shown of a picture, and what is told of their answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dreamkit.errors import InvalidValue, UnknownLayer
from dreamkit.judging import Judge
from dreamkit.judging.judge import on_hand
from dreamkit.judging.panel import opinions
from dreamkit.judging.reencoded import as_jpeg, qualities
from dreamkit.nets import lite, squeezenet, vgg16_hed, zoo
from dreamkit.nets.loaded import LoadedNet
from dreamkit.nets.tiny import TINY


@pytest.fixture(scope="module")
def tiny() -> LoadedNet:
    return LoadedNet.of(TINY)


def test_a_small_picture_is_judged_pixel_by_pixel(tiny: LoadedNet) -> None:
    picture = np.random.default_rng(0).random((32, 32, 3), np.float32)
    verdict = Judge(tiny)(picture)
    answer = tiny.model.predict(2 * picture[None] - 1, verbose=0)[0]
    assert verdict.probabilities == pytest.approx(answer, abs=1e-5)
    best = int(np.argmax(answer))
    assert verdict.top(8) == sorted(range(8), key=lambda index: -answer[index])
    assert (verdict.rank(best), verdict.name(best)) == (1, TINY.labels().names[best])


def test_a_large_one_is_judged_at_the_networks_own_size_or_as_it_is(tiny: LoadedNet) -> None:
    large = np.random.default_rng(1).random((64, 64, 3), np.float32)
    small = np.asarray(Image.fromarray(np.uint8(255 * large + 0.5)).resize((32, 32), Image.Resampling.LANCZOS))
    seen, whole = Judge(tiny)(large), Judge(tiny, whole=True)(large)
    assert seen.probabilities == pytest.approx(Judge(tiny)(small / np.float32(255)).probabilities, abs=5e-3)
    assert np.abs(seen.probabilities - whole.probabilities).max() > 0.02


def test_what_is_no_classifier_has_no_opinion(tiny: LoadedNet) -> None:
    import keras

    headless = LoadedNet(TINY, keras.Model(tiny.model.inputs[0], tiny.model.get_layer("relu3").output))
    with pytest.raises(UnknownLayer, match="tiny has no probabilities: it ends in 'relu3'"):
        Judge(headless)


def test_the_judges_on_hand_are_trained_and_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path))
    kept = tmp_path / "nets"
    kept.mkdir()
    nets = (lite.LITE0, lite.LITE1, squeezenet.SQUEEZENET, vgg16_hed.VGG16_HED, TINY, *zoo.ZOO)
    assert on_hand(nets) == ["efficientnet_lite0"]
    (kept / f"squeezenet-{squeezenet.WHEEL.sha256[:12]}.weights.h5").touch()
    assert on_hand(nets) == ["efficientnet_lite0", "squeezenet"]


def test_each_jpeg_is_judged_as_a_program_would_read_it(tiny: LoadedNet, tmp_path: Path) -> None:
    picture = np.random.default_rng(2).integers(0, 256, (32, 32, 3), np.uint8)
    Image.fromarray(picture).save(tmp_path / "it.png")
    Image.fromarray(picture).save(tmp_path / "it.jpg", quality=60)
    with Image.open(tmp_path / "it.jpg") as image:
        read = np.asarray(image, np.float32) / 255
    assert as_jpeg(picture / np.float32(255), 60) == pytest.approx(read, abs=1e-6)
    judge = Judge(tiny)
    asis, again = opinions(tmp_path / "it.png", {"tiny": judge}, (60,))
    assert (asis[0].quality, again[0].quality) == (0, 60)
    assert again[0].verdict.probabilities == pytest.approx(judge(read).probabilities, abs=1e-6)
    assert not np.allclose(asis[0].verdict.probabilities, again[0].verdict.probabilities, atol=1e-4)


@pytest.mark.parametrize("word", ["", "95,", "0", "101", "best", "95;85"])
def test_qualities_that_are_none(word: str) -> None:
    bad = "" if word in ("", "95,") else word
    with pytest.raises(InvalidValue) as caught:
        qualities(word)
    assert str(caught.value) == (
        f"a quality of JPEG is a whole number from 1 to 100, and {bad!r} came\n  several are written 95,85,75"
    )
