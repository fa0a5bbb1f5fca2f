"""Options of plugins: what they are set to, and what is said of those that cannot be taken."""

from __future__ import annotations

import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from dreamkit import Colour, Film, Shot, Zoom
from dreamkit.announced import Loaded
from dreamkit.cli import again, plan, render
from dreamkit.cli.context import everywhere
from dreamkit.errors import BadOption
from dreamkit.hookspecs import hookimpl
from dreamkit.options import TAKEN
from dreamkit.plan import Plan, identity, make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry


def plugins_with(**answers: Callable[[], Any]) -> Plugins:
    """Plugins of these names, each with its answer to `register_options`."""
    plugins = Plugins(only=())
    for name, answer in answers.items():
        module: Any = types.ModuleType(name)
        module.register_options = hookimpl(answer)
        plugins.register(module, name)
    return plugins


def loaded(plugins: Plugins, name: str) -> Loaded:
    return next(one for one in plugins.loaded if one.name == name)


def fails(*_: Any) -> Any:
    raise RuntimeError("no power")


def test_what_our_commands_call_their_own_is_known() -> None:
    ours = [*everywhere(), *render.command.params, *plan.command.params, *again.command.params]
    names = {name for one in ours for name in (*one.opts, *one.secondary_opts, str(one.name))}
    assert names | {"-h", "--help", "help"} == TAKEN


def test_values_are_words_in_their_type_or_defaults() -> None:
    options = [
        click.Option(["--glow"], type=float, default=0.5),
        click.Option(["--mask", "-m"], type=click.Path(path_type=Path)),
        click.Option(["--corner"], nargs=2, type=int),
        click.Option(["--word"], multiple=True),
        click.Option(["--shout/--whisper"]),
        click.Option(["--colour"], callback=lambda ctx, param, word: tuple(word.split("-")) if word else None),
    ]
    known = plugins_with(glow=lambda: options).options
    assert known.values({}) == {
        "glow": {"glow": 0.5, "mask": None, "corner": None, "word": (), "shout": False, "colour": None}
    }
    words = {
        "glow": {"glow": "2", "mask": "a.png", "corner": ["1", "2"], "word": ["a"], "shout": True, "colour": "r-g"}
    }
    assert known.values(words) == {
        "glow": {
            "glow": 2.0,
            "mask": Path("a.png"),
            "corner": (1, 2),
            "word": ("a",),
            "shout": True,
            "colour": ("r", "g"),
        }
    }


def test_an_environment_is_no_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLOW", "not a number")
    plugins = plugins_with(glow=lambda: [click.Option(["--glow"], type=float, default=0.5, envvar="GLOW")])
    assert plugins.options.values({}) == {"glow": {"glow": 0.5}}


def refuse(number: float) -> Callable[..., float]:
    def callback(ctx: click.Context, param: click.Parameter, value: float) -> float:
        if value == number:
            fails()
        return value

    return callback


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("much", "Invalid value for '--glow': 'much' is not a valid float"),
        ([1], "--glow fails on [1]: TypeError: float() argument must be a string or a real number, not 'list'"),
        ("7", "--glow fails on '7': RuntimeError: no power"),
    ],
)
def test_a_word_that_does_not_fit(word: Any, sentence: str) -> None:
    plugins = plugins_with(glow=lambda: [click.Option(["--glow"], type=float, default=0.5, callback=refuse(7))])
    with pytest.raises(BadOption) as caught:
        plugins.options.values({"glow": {"glow": word}})
    assert str(caught.value) == f"{sentence}\n  the plugin glow brings --glow"


def test_a_value_that_no_plan_can_hold() -> None:
    date = click.Option(["--until"], type=click.DateTime())
    with pytest.raises(BadOption) as caught:
        plugins_with(glow=lambda: [date]).options.values({"glow": {"until": "2030-01-02"}})
    assert str(caught.value) == "--until gives datetime.datetime(2030, 1, 2, 0, 0), which cannot be written down"


TROUBLES: dict[str, tuple[Callable[[], Any], str]] = {
    "ours": (
        lambda: [click.Option(["--glow", "-o"])],
        "there is an option -o already, and a name is given once",
    ),
    "our name": (
        lambda: [click.Option(["--movie", "output"])],
        "there is an option output already, and a name is given once",
    ),
    "twice": (
        lambda: [click.Option(["--shine"]), click.Option(["--gleam/--shine"])],
        "there is an option --shine already, and a name is given once",
    ),
    "text": (lambda: ["--glow"], "register_options gives '--glow', and a click.Option was wanted"),
    "an argument": (
        lambda: [click.Argument(["glow"])],
        "register_options gives <Argument glow>, and a click.Option was wanted",
    ),
    "alone": (
        lambda: click.Option(["--glow"]),
        "register_options gives <Option glow>, and a tuple of them was wanted",
    ),
    "required": (
        lambda: [click.Option(["--glow"], required=True)],
        "its option --glow must be given, and most films know nothing of it",
    ),
    "prompts": (
        lambda: [click.Option(["--glow"], prompt=True)],
        "its option --glow must be given, and most films know nothing of it",
    ),
    "hidden value": (
        lambda: [click.Option(["--glow"], expose_value=False)],
        "its option --glow keeps its value to itself",
    ),
    "default": (
        lambda: [click.Option(["-g", "--glow"], type=int, default="much")],
        "its option --glow does not take its own default: Invalid value for '-g' / '--glow': "
        "'much' is not a valid integer",
    ),
    "callback": (
        lambda: [click.Option(["--glow"], callback=fails)],
        "its option --glow does not take its own default: --glow fails on None: RuntimeError: no power",
    ),
    "unwritable": (
        lambda: [click.Option(["--glow"], default=object, type=click.UNPROCESSED, callback=lambda *_: {1})],
        "its option --glow does not take its own default: --glow gives {1}, which cannot be written down",
    ),
    "raises": (fails, "register_options fails: RuntimeError: no power"),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_an_option_that_cannot_be_taken_is_a_sentence(name: str) -> None:
    answer, sentence = TROUBLES[name]
    plugins = plugins_with(bad=answer, good=lambda: [click.Option(["--good"])])
    assert [str(option.name) for option in plugins.options.by_plugin["good"]] == ["good"]
    assert loaded(plugins, "bad").trouble == sentence
    assert loaded(plugins, "good").trouble == ""
    assert loaded(plugins, "bad").brings == (["option --shine"] if name == "twice" else [])


def test_of_two_plugins_with_one_option_the_first_keeps_it() -> None:
    plugins = plugins_with(first=lambda: [click.Option(["--glow"])], second=lambda: [click.Option(["--glow"])])
    assert list(plugins.options.by_plugin) == ["first"]
    assert loaded(plugins, "first").trouble == ""
    assert loaded(plugins, "second").trouble == "there is an option --glow already, and a name is given once"


def test_words_of_another_day_are_told() -> None:
    known = plugins_with(glow=lambda: [click.Option(["--glow"])]).options
    words = {"glow": {"glow": "2", "shine": True}, "sound": {"sound": "none"}}
    assert known.values(words) == {"glow": {"glow": "2"}}
    assert list(known.missing(words)) == [
        "it was made with shine=yes of the plugin glow, which has no such option here",
        "it was made with sound=none of the plugin sound, which has no such option here",
    ]


def glowing(**words: str) -> tuple[Plan, Registry]:
    option = click.Option(["--mask"], type=click.Path(path_type=Path), multiple=True)
    registry = Registry(plugins_with(glow=lambda: [click.Option(["--glow"], type=float, default=0.5), option]))
    film = Film(Shot(source=Colour(), motion=Zoom(2), seconds=1))
    options = {"glow": words}
    return make_plan(film, name="a", size=(8, 8), fps=2, seed=0, registry=registry, options=options), registry


def test_a_plan_holds_all_options_and_its_frames_do_not_know() -> None:
    plain, registry = glowing()
    bright, _ = glowing(glow="2", mask=["a.png", "b.png"])  # type: ignore[arg-type]
    assert plain.options == {"glow": {"glow": 0.5, "mask": ()}}
    assert bright.options == {"glow": {"glow": 2.0, "mask": (Path("a.png"), Path("b.png"))}}
    assert Plan.from_json(bright.to_json(), registry) == bright
    names = [list(identity.painted(plan, plan.shots[0], registry)) for plan in (plain, bright)]
    assert names[0] == names[1]
