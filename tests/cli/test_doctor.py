"""`dreamkit doctor`: what is there, what is wrong, what mends it, and whether one can go on."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dreamkit import doctor
from dreamkit.backend.choice import chosen
from dreamkit.cli.context import Context
from dreamkit.cli.main import main
from dreamkit.hookspecs import hookimpl
from dreamkit.plugins import Plugins


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("DREAMKIT_CACHE", str(tmp_path / "dreamkit"))
    return tmp_path / "dreamkit"


def examine(context: Context | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["doctor"], obj=context)
    return result.exit_code, result.output


def test_a_healthy_machine(cache: Path) -> None:
    code, out = examine()
    assert code == 0
    topics = [line.split()[0] for line in out.splitlines() if line[0] != " "]
    wanted = ["versions", "backends", "chosen", "computes", "films", "networks", "cache", "disk", "plugins"]
    assert [topic for topic in topics if topic != "GPU"] == wanted
    assert f"\nchosen     {chosen()}, because " in out
    assert "\nfilms      .mp4 libx264, .webm libvpx-vp9, .mov prores_ks\n" in out
    assert f"\ncache      {cache}, 0 MB\n" in out


def test_a_backend_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    here = doctor._version
    monkeypatch.setattr(doctor, "_version", lambda name: "" if name == chosen() else here(name))
    code, out = examine()
    assert code == 1
    assert f"  wrong:  {chosen()} is not installed\n  mend:   pip install {chosen()}\n" in out
    assert "computes" not in out


def test_a_backend_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "chosen", lambda: "theano")
    code, out = examine()
    assert code == 1
    assert "  wrong:  there is no backend 'theano'\n  mend:   export KERAS_BACKEND=" in out


def test_a_backend_that_cannot_compute(monkeypatch: pytest.MonkeyPatch) -> None:
    def wake() -> None:
        raise OSError("libcuda.so.1: cannot open shared object file\nand more")

    monkeypatch.setattr(doctor, "wake", wake)
    code, out = examine()
    assert code == 1
    assert "trouble\n  wrong:  OSError: libcuda.so.1: cannot open shared object file\n" in out
    assert "films" in out  # what comes after it is looked at too


def test_a_card_that_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    from dreamkit import backend

    backend.devices()  # awake before it is replaced
    monkeypatch.setattr(backend, "devices", lambda: ["CPU"], raising=False)
    monkeypatch.setattr(doctor, "_has_nvidia_card", lambda: True)
    code, out = examine()
    assert code == 0
    assert f"GPU        unused\n  wrong:  there is an NVIDIA GPU, and {chosen()} does not see it\n  mend:   pip" in out


def test_settings_of_keras_that_do_not_fit() -> None:
    from keras import config

    config.set_image_data_format("channels_first")
    try:
        code, out = examine()
    finally:
        config.set_image_data_format("channels_last")
    assert code == 1
    assert "keras.json channels_first, float32\n" in out
    assert "  wrong:  dreamkit's pictures are channels_last and float32\n" in out


def test_a_codec_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    import av.codec

    monkeypatch.setattr(av.codec, "codecs_available", av.codec.codecs_available - {"libx264", "prores_ks"})
    code, out = examine()
    assert code == 1
    assert (
        "films      .webm libvpx-vp9\n"
        "  wrong:  films of some kinds cannot be written: there is no libx264 for .mp4 and no prores_ks for .mov\n"
        "  mend:   pip install --force-reinstall av\n"
    ) in out


def test_a_disk_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda path: types.SimpleNamespace(free=2e8))
    code, out = examine()
    assert code == 0
    assert "disk       0.2 GB free in this folder\n  wrong:  frames may fill the disk\n  mend:   make room\n" in out


def test_a_cache_that_cannot_be_written(cache: Path) -> None:
    cache.write_text("a file where the folder should be")
    code, out = examine()
    assert code == 0
    assert f"  wrong:  the folder of fetched networks cannot be written: File exists\n  mend:   make {cache}" in out


def test_a_plugin_in_trouble() -> None:
    module: Any = types.ModuleType("dreamkit_test")
    module.register_efects = hookimpl(lambda: ())
    context, plugins = Context(), Plugins(only=())
    plugins.register(module, "glow")
    context.plugins = plugins
    code, out = examine(context)
    assert code == 0
    assert "plugin     glow\n  wrong:  there is no hook 'register_efects', did you mean 'register_effects'?\n" in out
