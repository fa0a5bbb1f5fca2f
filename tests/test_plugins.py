"""Plugins: each hook is heard, and whatever is wrong with one is a sentence that takes nothing else down."""

from __future__ import annotations

import dataclasses
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np
import pytest

from dreamkit import Ascent, Colour, DirectEncoding, Effect, Hold, Jitter, Layer, Pixels, Zoom, builtins
from dreamkit.errors import PlanRefused
from dreamkit.flaws import HOOKS
from dreamkit.hookspecs import hookimpl
from dreamkit.kinds import KINDS
from dreamkit.nets.tiny import TINY
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry, part_name


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
