"""Plugins: each hook is heard, and whatever is wrong with one is a sentence that takes nothing else down."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import sys
import textwrap
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

from dreamkit import Ascent, Colour, DirectEncoding, Effect, Film, Hold, Jitter, Layer, Pixels, Shot, Zoom, builtins
from dreamkit.errors import DreamkitError, PlanRefused, UnknownName
from dreamkit.flaws import HOOKS
from dreamkit.hookspecs import hookimpl
from dreamkit.kinds import KINDS
from dreamkit.nets.tiny import TINY
from dreamkit.plan import make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry, config, part_name


def plugin(**hooks: Callable[..., Any]) -> types.ModuleType:
    """A module with these functions as its hooks."""
    module = types.ModuleType("dreamkit_test")
    for name, function in hooks.items():
        setattr(module, name, hookimpl(function))
    return module


def with_plugin(name: str = "test", **hooks: Callable[..., Any]) -> Registry:
    plugins = Plugins(only=())
    plugins.register(plugin(**hooks), name)
    return Registry(plugins)


def trouble(registry: Registry, name: str = "test") -> str:
    return next(loaded.trouble for loaded in registry.plugins.loaded if loaded.name == name)


def made(base: type, name: str) -> Any:
    """A part of a plugin's own, that does what `base` does."""
    return dataclasses.dataclass(frozen=True)(type(name, (base,), {"__module__": "dreamkit_test"}))


# Every hook is heard.


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_has_a_test(hook: str) -> None:
    assert f"test_hook_{hook}" in globals()


def check_registers(kind: str, base: type) -> None:
    own = made(base, "Own")
    registry = with_plugin(**{f"register_{kind}": lambda: [own]})
    assert registry.of_kind(kind)["dreamkit_test:Own"] is own
    assert registry.plugins.loaded[-1].brings == ["Own"]
    assert trouble(registry) == ""


def test_hook_register_objectives() -> None:
    check_registers("objectives", Layer)


def test_hook_register_regularizers() -> None:
    check_registers("regularizers", Jitter)


def test_hook_register_schedules() -> None:
    check_registers("schedules", Hold)


def test_hook_register_effects() -> None:
    check_registers("effects", Zoom)


def test_hook_register_parameterizations() -> None:
    check_registers("parameterizations", Pixels)


def test_hook_register_encodings() -> None:
    check_registers("encodings", DirectEncoding)


def test_hook_register_optimizers() -> None:
    check_registers("optimizers", Ascent)


def test_hook_register_sources() -> None:
    check_registers("sources", Colour)


def test_hook_register_nets() -> None:
    own = dataclasses.replace(TINY, name="own")
    registry = with_plugin(register_nets=lambda: [own])
    assert registry.net("own") is own


def test_hook_register_executors() -> None:
    registry = with_plugin(register_executors=lambda: [Elsewhere])
    assert registry.executors["Elsewhere"] is Elsewhere


class Elsewhere:
    """Another place to paint in."""


def test_hook_register_options() -> None:
    option = click.Option(["--glow"], type=float, default=0.5)
    plugins = with_plugin(register_options=lambda: [option]).plugins
    assert plugins.options.by_plugin == {"test": [option]}
    assert plugins.options.values({}) == {"test": {"glow": 0.5}}
    assert plugins.loaded[-1].brings == ["option --glow"]


def test_hook_register_commands() -> None:
    def register_commands(cli: click.Group) -> None:
        cli.command("sing")(lambda: None)

    plugins = with_plugin(register_commands=register_commands).plugins
    assert list(plugins.commands()) == ["sing"]
    assert plugins.loaded[-1].brings == ["command sing"]


def test_hook_film_planned() -> None:
    heard: list[Any] = []
    with_plugin(film_planned=lambda plan: heard.append(plan)).plugins.tell("film_planned", plan=7)
    assert heard == [7]


def test_hook_frame_painted() -> None:
    heard: list[Any] = []
    plugins = with_plugin(frame_painted=lambda frame, picture: heard.append((frame, picture.shape))).plugins
    plugins.tell("frame_painted", plan=None, shot=0, frame=3, picture=np.zeros((2, 4, 3), np.uint8))
    assert heard == [(3, (2, 4, 3))]


def test_hook_film_encoded() -> None:
    plugins = with_plugin(film_encoded=lambda path: f"{path} is ready").plugins
    plugins.tell("film_encoded", plan=None, path=Path("film.mp4"))
    assert plugins.remarks == ["the plugin test says: film.mp4 is ready"]


def test_built_in_parts_come_in_through_the_same_hooks() -> None:
    plugins = Plugins(only=())
    registry = Registry(plugins)
    assert [loaded.name for loaded in plugins.loaded] == ["dreamkit"]
    assert "Zoom" in plugins.loaded[0].brings
    assert plugins.loaded[0].trouble == ""
    assert registry.of_kind("effects")["dreamkit:Zoom"] is Zoom


@pytest.mark.parametrize("kind", KINDS)
def test_without_its_registration_a_part_of_ours_is_gone_and_only_that(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = names_in(Registry(Plugins(only=())))
    registered = getattr(builtins, f"register_{kind}")()
    gone = list(registered)[-1]
    monkeypatch.setattr(builtins, f"register_{kind}", hookimpl(lambda: [one for one in registered if one is not gone]))
    registry = Registry(Plugins(only=()))
    name = gone.name if kind == "nets" else gone.__name__ if kind == "executors" else part_name(gone)
    assert whole - names_in(registry) == {name}
    assert registry.plugins.loaded[0].trouble == ""


def names_in(registry: Registry) -> set[str]:
    return {*registry.classes, *registry.nets, *registry.executors}


def test_a_film_with_a_part_of_ours_that_is_gone_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "register_effects", hookimpl(lambda: [Effect]))
    with pytest.raises(UnknownName) as caught:
        plan_with(Zoom(2), Registry(Plugins(only=())))
    assert str(caught.value).splitlines()[::2] == [
        "the part 'dreamkit:Zoom' cannot be used",
        "  `dreamkit show` lists all parts",
    ]


def test_a_plugin_may_be_an_object() -> None:
    class Mine:
        @hookimpl
        def register_effects(self) -> tuple[type[Effect]]:
            return (made(Zoom, "Own"),)

    plugins = Plugins(only=())
    plugins.register(Mine(), "mine")
    assert "dreamkit_test:Own" in Registry(plugins).classes


# What is wrong is a sentence, and nothing else breaks.


def fails(*_: Any, **__: Any) -> Any:
    raise RuntimeError("no power\nand more")


def leaves(*_: Any, **__: Any) -> Any:
    sys.exit("enough")


def stops_midway() -> Iterator[type[Effect]]:
    yield made(Zoom, "Own")
    raise RuntimeError("no power")


class Bare(Zoom):  # type: ignore[misc]
    """No dataclass of its own."""


TROUBLES: dict[str, tuple[dict[str, Callable[..., Any]], str]] = {
    "misspelt": (
        {"register_effect": lambda: ()},
        "there is no hook 'register_effect', did you mean 'register_effects'?",
    ),
    "unheard of": ({"xyzzy": lambda: ()}, "there is no hook 'xyzzy'"),
    "misspelt argument": (
        {"frame_painted": lambda plan, frames: None},
        "frame_painted takes 'frames', and the hook gives only plan, shot, frame, picture, did you mean 'frame'?",
    ),
    "unknown argument": (
        {"register_effects": lambda colour: ()},
        "register_effects takes 'colour', and the hook gives nothing",
    ),
    "a class alone": (
        {"register_effects": lambda: Zoom},
        f"register_effects gives {Zoom!r}, and a tuple of them was wanted",
    ),
    "a wrong class": (
        {"register_effects": lambda: [Jitter]},
        f"register_effects gives {Jitter!r}, and a class of Effect was wanted",
    ),
    "an object": ({"register_effects": lambda: [3]}, "register_effects gives 3, and a class of Effect was wanted"),
    "no network": ({"register_nets": lambda: [Zoom]}, f"register_nets gives {Zoom!r}, and a NetSpec was wanted"),
    "no executor": ({"register_executors": lambda: [3]}, "register_executors gives 3, and a class was wanted"),
    "no dataclass": (
        {"register_effects": lambda: [Bare]},
        f"register_effects gives {Bare!r}, which lacks @dataclass(frozen=True) above it",
    ),
    "taken class": (
        {"register_effects": lambda: [made(Zoom, "Zoom")]},
        "there is a part dreamkit:Zoom already, and a name is given once",
    ),
    "taken network": ({"register_nets": lambda: [TINY]}, "there is a network 'tiny' already, and a name is given once"),
    "raises": ({"register_effects": fails}, "register_effects fails: RuntimeError: no power"),
    "leaves": ({"register_effects": leaves}, "register_effects fails: SystemExit: enough"),
    "stops midway": ({"register_effects": stops_midway}, "register_effects fails: RuntimeError: no power"),
    "nothing": ({}, "it has no hook: nothing in it stands below @hookimpl"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_is_one_sentence(name: str) -> None:
    hooks, sentence = TROUBLES[name]
    registry = with_plugin(**hooks)
    assert trouble(registry) == sentence
    assert registry.plugins.loaded[-1].brings == []
    assert registry.of_kind("effects")["dreamkit:Zoom"] is Zoom


def test_an_abstract_class_is_not_taken() -> None:
    from dreamkit import Objective

    registry = with_plugin(register_objectives=lambda: [Objective])
    assert trouble(registry) == f"register_objectives gives {Objective!r}, which does not say layers and score"


def test_a_hook_without_its_mark() -> None:
    module = plugin()
    module.register_effects = lambda: ()  # type: ignore[attr-defined]
    plugins = Plugins(only=())
    plugins.register(module, "test")
    assert plugins.loaded[-1].trouble == "register_effects lacks @hookimpl above it"


def test_a_class_is_no_plugin() -> None:
    plugins = Plugins(only=())
    plugins.register(Elsewhere, "test")
    assert plugins.loaded[-1].trouble == "it announces the class Elsewhere, and a module or an object was wanted"


def test_a_wrapper_is_not_called() -> None:
    module = types.ModuleType("dreamkit_test")

    @hookimpl(wrapper=True)
    def register_effects() -> Any:
        return (yield)

    module.register_effects = register_effects  # type: ignore[attr-defined]
    plugins = Plugins(only=())
    plugins.register(module, "test")
    sentence = "register_effects is a wrapper around other plugins' answers, and dreamkit calls none"
    assert plugins.loaded[-1].trouble == sentence


def test_an_object_that_fights_back() -> None:
    class Hostile:
        def __dir__(self) -> list[str]:
            raise RuntimeError("look away")

    plugins = Plugins(only=())
    plugins.register(Hostile(), "test")
    assert plugins.loaded[-1].trouble == "it cannot be registered: RuntimeError: look away"


def test_the_first_of_two_classes_of_one_name_stays() -> None:
    first, second = made(Zoom, "Own"), made(Zoom, "Own")
    plugins = Plugins(only=())
    plugins.register(plugin(register_effects=lambda: [first]), "first")
    plugins.register(plugin(register_effects=lambda: [second]), "second")
    registry = Registry(plugins)
    assert registry.classes["dreamkit_test:Own"] is first
    assert trouble(registry, "first") == ""
    assert trouble(registry, "second") == "there is a part dreamkit_test:Own already, and a name is given once"


def test_one_failing_hook_leaves_the_others() -> None:
    registry = with_plugin(register_effects=fails, register_regularizers=lambda: [made(Jitter, "Own")])
    assert registry.plugins.loaded[-1].brings == ["Own"]
    assert trouble(registry) == "register_effects fails: RuntimeError: no power"


@pytest.mark.parametrize("failure", [fails, leaves])
def test_a_failing_moment_is_told_once(failure: Callable[..., Any]) -> None:
    heard: list[int] = []
    plugins = Plugins(only=())
    plugins.register(plugin(frame_painted=lambda frame: failure()), "first")
    plugins.register(plugin(frame_painted=lambda frame: heard.append(frame)), "second")
    for frame in range(3):
        plugins.tell("frame_painted", plan=None, shot=0, frame=frame, picture=None)
    assert heard == [0, 1, 2]
    reason = "RuntimeError: no power" if failure is fails else "SystemExit: enough"
    assert plugins.complaints == [f"the plugin first fails in frame_painted: {reason}"]


def test_a_moment_may_answer_with_a_sentence() -> None:
    answers = iter(["dark", "", None, "dark", "light", 3, 4])
    plugins = with_plugin(frame_painted=lambda: next(answers)).plugins
    for frame in range(7):
        plugins.tell("frame_painted", plan=None, shot=0, frame=frame, picture=None)
    assert plugins.remarks == ["the plugin test says: dark", "the plugin test says: light"]
    sentence = "the plugin test answers frame_painted with 3, and a sentence or nothing was wanted"
    assert plugins.complaints == [sentence]


def test_a_plan_is_refused_by_its_own_moment_only() -> None:
    def refuse(plan: Any) -> None:
        raise PlanRefused("too long")

    plugins = with_plugin(film_planned=refuse, film_encoded=refuse).plugins
    with pytest.raises(PlanRefused, match="too long"):
        plugins.tell("film_planned", plan=None)
    plugins.tell("film_encoded", plan=None, path=None)
    assert plugins.complaints == ["the plugin test fails in film_encoded: PlanRefused: too long"]


def test_commands_keep_clear_of_each_other() -> None:
    def register_commands(cli: click.Group) -> None:
        for name in ("render", "sing"):
            cli.command(name)(lambda: None)

    plugins = Plugins(only=())
    plugins.register(plugin(register_commands=register_commands), "first")
    plugins.register(plugin(register_commands=fails), "second")
    assert list(plugins.commands(taken=["render"])) == ["sing"]
    assert [loaded.trouble for loaded in plugins.loaded[1:]] == [
        "there is a command 'render' already",
        "register_commands fails: RuntimeError: no power",
    ]


# Plugins that are installed.

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


def test_a_plan_whose_plugin_is_not_installed() -> None:
    with pytest.raises(UnknownName) as caught:
        Registry(Plugins(only=())).part({"part": "dreamkit_glow:Glow"})
    assert str(caught.value) == (
        "there is no part 'dreamkit_glow:Glow'\n  is its plugin installed? pip install dreamkit-glow"
    )


def test_a_part_of_the_recipes_own_is_written_down_and_found_again() -> None:
    own = made(Zoom, "Own")
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
    told = "a part holds range(0, 3), which cannot be written down\n  asked by Holding(range(0, 3)), test_plugins.py:"
    assert str(caught.value).startswith(told)
