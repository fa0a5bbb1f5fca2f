"""Plugins that are installed: how they are found, what is said of those that cannot be, and films that need them."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dreamkit import Colour, Effect, Film, Shot, Zoom, builtins
from dreamkit.errors import DreamkitError, UnknownName
from dreamkit.hookspecs import hookimpl
from dreamkit.plan import make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry, config

GLOW = """
    import dataclasses
    from dreamkit import Effect
    from dreamkit.hookspecs import hookimpl

    @dataclasses.dataclass(frozen=True)
    class Glow(Effect):
        '''Light.'''

    @hookimpl
    def register_effects():
        return [Glow]
"""

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts packages where pip would, with what they announce, for one test."""
    before = set(sys.modules)
    monkeypatch.delenv("DREAMKIT_PLUGINS")
    monkeypatch.syspath_prepend(tmp_path)

    def entry_points(group: str) -> list[importlib.metadata.EntryPoint]:
        """What these packages announce, and no other of this machine's."""
        announced = [
            point for dist in importlib.metadata.distributions(path=[str(tmp_path)]) for point in dist.entry_points
        ]
        return [point for point in announced if point.group == group]

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)

    def put(package: str, text: str, name: str = "glow", version: str = "1.0", *needs: str) -> None:
        distribution = package.replace("_", "-")
        (tmp_path / f"{package}.py").write_text(textwrap.dedent(text))
        info = tmp_path / f"{package}-{version}.dist-info"
        info.mkdir()
        lines = ["Metadata-Version: 2.1", f"Name: {distribution}", f"Version: {version}"]
        (info / "METADATA").write_text("\n".join([*lines, *(f"Requires-Dist: {need}" for need in needs), ""]))
        (info / "entry_points.txt").write_text(f"[dreamkit]\n{name} = {package}\n")

    yield put
    for name in set(sys.modules) - before:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(str(tmp_path)):
            del sys.modules[name]


def test_an_installed_plugin_is_found(install: Install) -> None:
    install("dreamkit_glow", GLOW, version="2.1")
    registry = Registry(Plugins())
    loaded = registry.plugins.loaded[-1]
    assert (loaded.name, loaded.distribution, loaded.version) == ("glow", "dreamkit-glow", "2.1")
    assert (loaded.brings, loaded.trouble) == (["Glow"], "")
    assert registry.version("dreamkit_glow") == "2.1"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("import nowhere_at_all", "ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("def", "SyntaxError: invalid syntax (dreamkit_glow.py, line 1)"),
        ("import sys; sys.exit(3)", "SystemExit: 3"),
        ("class Odd(BaseException): pass\nraise Odd", "Odd"),
    ],
)
def test_a_plugin_that_cannot_be_imported(install: Install, text: str, sentence: str) -> None:
    install("dreamkit_glow", text)
    plugins = Plugins()
    assert plugins.loaded[-1].trouble == f"it cannot be imported: {sentence}"
    assert Registry(plugins).of_kind("effects")["dreamkit:Zoom"] is Zoom


def test_a_plugin_for_a_newer_dreamkit_is_not_even_imported(install: Install) -> None:
    install("dreamkit_glow", "raise AssertionError", "glow", "1.0", "numpy", "dreamkit>=7.1")
    install("dreamkit_shine", GLOW, "shine", "1.0", "???", 'dreamkit>=7.1; extra == "future"', "dreamkit>=0.0.1")
    plugins = Plugins()
    here = importlib.metadata.version("dreamkit")
    assert plugins.loaded[1].trouble == f"it is made for dreamkit>=7.1, and {here} is installed"
    assert plugins.loaded[2].trouble == ""


def test_a_plugin_whose_package_is_damaged(install: Install, tmp_path: Path) -> None:
    install("dreamkit_glow", GLOW)
    (tmp_path / "dreamkit_glow-1.0.dist-info" / "METADATA").unlink()
    sentence = "its package is damaged: `pip install --force-reinstall dreamkit-glow` mends it"
    assert Plugins().loaded[-1].trouble == sentence


SHINE = """
    import dataclasses
    from dreamkit import Effect, Zoom
    from dreamkit.hookspecs import hookimpl

    @dataclasses.dataclass(frozen=True)
    class Shine(Effect):
        '''Light on an effect.'''
        on: Effect = Zoom()

    @hookimpl
    def register_effects():
        import dreamkit_glow
        return [Shine]
"""


def test_two_plugins_that_need_each_other_once_they_run(install: Install) -> None:
    install("dreamkit_glow", GLOW.replace("return [Glow]", "import dreamkit_shine; return [Glow]"))
    install("dreamkit_shine", SHINE, "shine")
    registry = Registry(Plugins())
    assert [loaded.trouble for loaded in registry.plugins.loaded] == ["", "", ""]
    import dreamkit_glow
    import dreamkit_shine

    plan = plan_with(dreamkit_shine.Shine(dreamkit_glow.Glow()), registry)
    assert plan.versions.keys() == {"dreamkit", "dreamkit_glow", "dreamkit_shine"}
    with pytest.raises(UnknownName) as caught:
        plan_with(dreamkit_shine.Shine(dreamkit_glow.Glow()), Registry(Plugins(without=["glow"])))
    assert str(caught.value).splitlines()[::2] == [
        "the part 'dreamkit_glow:Glow' cannot be used",
        "  the plugin glow brings it, and is left out",
    ]


def test_two_plugins_that_need_each_other_to_be_imported(install: Install, tmp_path: Path) -> None:
    install("dreamkit_glow", "from dreamkit_shine import Shine\n" + textwrap.dedent(GLOW))
    install("dreamkit_shine", "from dreamkit_glow import Glow\n" + textwrap.dedent(SHINE), "shine")
    registry = Registry(Plugins())
    sentence = (
        "it cannot be imported: ImportError: cannot import name {!r} from partially initialized module {!r} "
        f"(most likely due to a circular import) ({tmp_path}/{{}}.py)"
    )
    assert [loaded.trouble for loaded in registry.plugins.loaded[1:]] == [
        sentence.format("Glow", "dreamkit_glow", "dreamkit_glow"),
        sentence.format("Shine", "dreamkit_shine", "dreamkit_shine"),
    ]
    assert registry.of_kind("effects")["dreamkit:Zoom"] is Zoom


def test_two_packages_announce_one_name(install: Install) -> None:
    install("dreamkit_glow", GLOW)
    install("dreamkit_other", GLOW)
    registry = Registry(Plugins())
    assert [loaded.trouble for loaded in registry.plugins.loaded[1:]] == [
        "",
        "dreamkit-glow has announced a plugin of this name before",
    ]
    assert "dreamkit_glow:Glow" in registry.classes


def test_a_plugin_may_not_take_the_name_of_dreamkit(install: Install) -> None:
    install("dreamkit_glow", GLOW, name="dreamkit")
    registry = Registry(Plugins())
    assert registry.plugins.loaded[-1].trouble == "dreamkit has announced a plugin of this name before"
    assert registry.of_kind("effects")["dreamkit:Zoom"] is Zoom


@pytest.mark.parametrize(
    ("environment", "how", "names"),
    [
        (None, {}, ["dreamkit", "glow", "shine"]),
        ("shine", {}, ["dreamkit", "shine"]),
        (" shine , glow ", {}, ["dreamkit", "glow", "shine"]),
        ("", {}, ["dreamkit"]),
        ("shine", {"only": ()}, ["dreamkit"]),
        (None, {"without": ["glow"]}, ["dreamkit", "shine"]),
    ],
)
def test_plugins_can_be_chosen(
    install: Install, monkeypatch: pytest.MonkeyPatch, environment: str | None, how: dict[str, Any], names: list[str]
) -> None:
    install("dreamkit_glow", GLOW)
    install("dreamkit_shine", GLOW.replace("Glow", "Shine"), name="shine")
    if environment is not None:
        monkeypatch.setenv("DREAMKIT_PLUGINS", environment)
    plugins = Plugins(**how)
    assert [loaded.name for loaded in plugins.loaded] == names
    assert [loaded.name for loaded in plugins.left_out] == [n for n in ("glow", "shine") if n not in names]


def test_a_plugin_that_is_asked_for_and_not_installed(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DREAMKIT_PLUGINS", "glow")
    assert Plugins().loaded[-1].trouble == "it is asked for by name, and no installed package announces it"


def test_leaving_out_what_is_not_there(install: Install) -> None:
    install("dreamkit_glow", GLOW)
    with pytest.raises(UnknownName) as caught:
        Plugins(without=["glwo"])
    assert str(caught.value) == (
        "there is no plugin 'glwo' to leave out\n  did you mean 'glow'? `dreamkit plugins` lists all that are installed"
    )


def plan_with(effect: Effect, registry: Registry) -> Any:
    film = Film(Shot(motion=effect, source=Colour(), seconds=1))
    return make_plan(film, name="film", size=(16, 16), fps=2, seed=0, registry=registry)


def test_a_film_names_its_plugins_version(install: Install) -> None:
    install("dreamkit_glow", GLOW, version="2.1")
    registry = Registry(Plugins())
    import dreamkit_glow

    plan = plan_with(dreamkit_glow.Glow(), registry)
    assert plan.versions == {"dreamkit": registry.version("dreamkit"), "dreamkit_glow": "2.1"}
    assert registry.differences(plan.versions) == []
    assert registry.differences({"dreamkit_glow": "2.0", "dreamkit_gone": "1.0"}) == [
        "it was made with dreamkit_glow 2.0, and 2.1 is installed",
        "it was made with dreamkit_gone 1.0, which is not installed",
    ]


def test_a_film_that_needs_a_plugin_that_is_left_out(install: Install) -> None:
    install("dreamkit_glow", GLOW)
    import dreamkit_glow

    with pytest.raises(UnknownName) as caught:
        plan_with(dreamkit_glow.Glow(), Registry(Plugins(without=["glow"])))
    assert str(caught.value).splitlines() == [
        "the part 'dreamkit_glow:Glow' cannot be used",
        f"  asked by Glow(), {Path(__file__).name}:{_line_of('dreamkit_glow.Glow(), Registry(Plugins(without')}",
        "  the plugin glow brings it, and is left out",
    ]


def _line_of(text: str) -> int:
    lines = Path(__file__).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_a_film_that_needs_a_plugin_in_trouble(install: Install) -> None:
    install("dreamkit_glow", GLOW.replace("def register_effects", "def register_effect"))
    import dreamkit_glow

    with pytest.raises(UnknownName) as caught:
        plan_with(dreamkit_glow.Glow(), Registry(Plugins()))
    assert str(caught.value).splitlines()[2] == (
        "  the plugin glow brings it, and is in trouble: "
        "there is no hook 'register_effect', did you mean 'register_effects'?"
    )


def test_a_film_with_a_part_of_ours_that_is_gone_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "register_effects", hookimpl(lambda: [Effect]))
    with pytest.raises(UnknownName) as caught:
        plan_with(Zoom(2), Registry(Plugins(only=())))
    assert str(caught.value).splitlines()[::2] == [
        "the part 'dreamkit:Zoom' cannot be used",
        "  `dreamkit show` lists all parts",
    ]


def test_a_plan_whose_plugin_is_not_installed() -> None:
    with pytest.raises(UnknownName) as caught:
        Registry(Plugins(only=())).part({"part": "dreamkit_glow:Glow"})
    assert str(caught.value) == (
        "there is no part 'dreamkit_glow:Glow'\n  is its plugin installed? pip install dreamkit-glow"
    )


def test_a_part_of_the_recipes_own_is_written_down_and_found_again() -> None:
    own = dataclasses.dataclass(frozen=True)(type("Own", (Zoom,), {"__module__": "dreamkit_test"}))
    registry = Registry(Plugins(only=()))
    plan = plan_with(own(2.0), registry)
    assert registry.part(config(plan.shots[0].shot)) == plan.shots[0].shot
    assert "dreamkit_test" in plan.versions


@dataclasses.dataclass(frozen=True)
class Holding(Effect):
    """Holds whatever comes."""

    it: Any


def test_a_part_that_holds_what_cannot_be_written_down(paint: Callable[..., Any]) -> None:
    with pytest.raises(DreamkitError) as caught:
        paint(Film(Shot(source=Colour(), finish=Holding(range(3)))))
    what, asked_by = str(caught.value).splitlines()[:2]
    assert what == "a part holds range(0, 3), which cannot be written down"
    assert asked_by.startswith("  asked by Holding(range(0, 3)), test_installed_plugins.py:")
