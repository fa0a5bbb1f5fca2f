"""The page on plugins tells the truth: its headings are the hooks, and all its examples do what it says."""

from __future__ import annotations

import contextlib
import inspect
import itertools
import re
import sys
import textwrap
import tomllib
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dreamkit import Colour, Film, Shot, hookspecs
from dreamkit.backend.choice import chosen
from dreamkit.cli.main import COMMANDS
from dreamkit.errors import PlanRefused
from dreamkit.flaws import HOOKS
from dreamkit.kinds import KINDS
from dreamkit.parts import Part
from dreamkit.plan import make_plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.render.executors import executor_named
from dreamkit.render.renderer import Renderer, Unwatched
from dreamkit.render.store import Store
from dreamkit.testing import LINES, BrokenContract, check_part

FILE = Path(__file__).parents[1] / "plugins" / "README.md"
PAGE = FILE.read_text(encoding="utf-8")
FOLDER = FILE.parent


def section(title: str) -> str:
    """What stands below a heading of two signs, up to the next."""
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def blocks(text: str) -> list[str]:
    """The Python in a piece of the page."""
    return re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def below(title: str, heading: str) -> str:
    """What stands below a heading of three signs in a section."""
    return re.split(rf"^### {heading}.*\n", section(title), maxsplit=1, flags=re.MULTILINE)[1].partition("\n### ")[0]


Run = Callable[..., types.ModuleType]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs pieces of Python one after the other, as one module."""

    def module(*pieces: str, name: str = "dreamkit_page") -> types.ModuleType:
        made = types.ModuleType(name)
        monkeypatch.setitem(sys.modules, name, made)
        for piece in pieces:
            exec(compile(piece, f"{name}.py", "exec"), vars(made))
        return made

    return module


def registered(module: types.ModuleType) -> Registry:
    plugins = Plugins([])
    plugins.register(module, "dusk")
    return Registry(plugins)


# Its beginning.


def test_its_ten_lines_are_a_plugin_and_its_tests_pass(run: Run) -> None:
    first, then = blocks(section("A plugin in ten lines"))
    assert len([line for line in first.splitlines() if line]) == 10
    check_part(run(first).Negative())
    module = run(first, then, name="dreamkit_negative")
    registry = registered(module)
    assert registry.classes["dreamkit_negative:Negative"] is module.Negative
    tests = [run(block, name=f"test_{number}") for number, block in enumerate(blocks(below(*TEST)))]
    functions = [value for test in tests for name, value in vars(test).items() if name.startswith("test_")]
    assert len(functions) == 2
    for function in functions:
        function()


def test_its_project_announces_that_plugin() -> None:
    (text,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    project = tomllib.loads(text)["project"]
    assert project["entry-points"] == {"dreamkit": {"negative": "dreamkit_negative"}}
    assert "`dreamkit_negative.py`" in PAGE


def test_its_commands_exist() -> None:
    assert set(re.findall(r"(?:`|^)dreamkit (\w+)", PAGE, re.MULTILINE)) <= set(COMMANDS)


TEST = ("From ten lines to a package", "Test")


def test_it_lists_every_package() -> None:
    for page in FOLDER.glob("dreamkit-*/README.md"):
        assert f"[{page.parent.name}]({page.relative_to(FOLDER)})" in PAGE


def test_its_links_lead_somewhere() -> None:
    anchors = {
        re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in re.findall(r"^#+ (.*)", PAGE, re.M)
    }
    for target in re.findall(r"\]\(([^)]+)\)", PAGE):
        if target.startswith("#"):
            assert target[1:] in anchors
        elif "://" not in target:
            assert (FOLDER / target).exists(), target


# Its headings, which `pytest tests/test_plugins_page.py --golden=write` writes anew.


def as_the_code_says() -> str:
    """The page with the hooks' headings, and the sentence below each, from hookspecs.py, and those of the contract."""
    page = re.sub(r"^### `(\w+)\(.*\n\n(?:.+\n)+", _heading_of_hook, PAGE, flags=re.MULTILINE)
    return re.sub(r"^### (\d)\. .*", lambda found: f"### {found[1]}. {LINES[int(found[1])]}", page, flags=re.MULTILINE)


def _heading_of_hook(found: re.Match[str]) -> str:
    hook = getattr(hookspecs, found[1])
    signature = str(inspect.signature(hook)).replace("'", "")
    words = textwrap.fill(" ".join((inspect.getdoc(hook) or "").split()), 120)
    return f"### `{found[1]}{signature}`\n\n{words}\n"


def test_its_headings_are_the_hooks_and_the_contract(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--golden") == "write":
        FILE.write_text(as_the_code_says(), encoding="utf-8")
    else:
        assert as_the_code_says() == PAGE, "--golden=write writes the headings anew"


def test_each_hook_and_each_line_has_one_heading() -> None:
    assert re.findall(r"^### `(\w+)", section("The hooks"), re.MULTILINE) == list(HOOKS)
    assert re.findall(r"^### (\d)", section("The contract"), re.MULTILINE) == [str(line) for line in LINES]


# The hooks' examples.


def example(run: Run, hook: str) -> types.ModuleType:
    (code,) = blocks(below("The hooks", f"`{hook}"))
    return run(blocks(section("The hooks"))[0], code)


@pytest.mark.parametrize("hook", HOOKS)
def test_the_example_of_each_hook_works(run: Run, hook: str) -> None:
    module = example(run, hook)
    registry = registered(module)
    assert registry.plugins.options
    registry.plugins.commands()
    loaded = registry.plugins.loaded[-1]
    assert loaded.trouble == ""
    assert len(loaded.brings) == hook.startswith("register_")
    if hook.removeprefix("register_") in KINDS:
        for kind in vars(module).values():
            if isinstance(kind, type) and kind.__module__ == module.__name__ and issubclass(kind, Part):
                check_part(kind())


def test_the_example_of_a_network_can_be_built(run: Run) -> None:
    model = registered(example(run, "register_nets")).net("edges").build("random")
    assert model.get_layer("edges").output.shape == (None, None, None, 4)


def test_the_example_of_an_executor_paints(run: Run, tmp_path: Path) -> None:
    registry = registered(example(run, "register_executors"))
    film = Film(Shot(source=Colour(1, 0, 0), seconds=1), Shot(source=Colour(0, 0, 1)))
    plan = make_plan(film, name="film", size=(4, 4), fps=2, seed=0, registry=registry)
    renderer = Renderer(plan, registry, Store(tmp_path), Unwatched())
    frames = itertools.chain.from_iterable(executor_named("ahead", registry).shots(renderer))
    assert [frame[0, 0].tolist() for frame in frames] == [[1, 0, 0], [1, 0, 0], [0, 0, 1]]


def test_the_examples_of_moments_answer(run: Run) -> None:
    long: Any = types.SimpleNamespace(frames=14_401, fps=24.0, size=(4321, 1920))
    with pytest.raises(PlanRefused, match="no room for pictures larger than 4K"):
        registered(example(run, "film_planned")).plugins.tell("film_planned", plan=long)
    plugins = registered(example(run, "register_options")).plugins
    for seconds, refused in ((600.0, True), (601.0, False)):
        long.options = {"dusk": {**plugins.options.values({})["dusk"], "longest": seconds}}
        with pytest.raises(PlanRefused, match="--longest") if refused else contextlib.nullcontext():
            plugins.tell("film_planned", plan=long)
    for moment, facts, remark in (
        ("frame_painted", {"picture": np.zeros((2, 2, 3))}, "there are black frames in this film"),
        (
            "film_encoded",
            {"path": Path("a.gif")},
            "a.gif is a GIF of 14401 frames; as an .mp4 it would be much smaller",
        ),
    ):
        plugins = registered(example(run, moment)).plugins
        plugins.tell(moment, plan=long, frame=0, **facts)
        assert plugins.remarks == [f"the plugin dusk says: {remark}"]


# The contract's examples.


@pytest.mark.parametrize("line", LINES)
def test_each_line_of_the_contract_is_broken_and_kept(run: Run, line: int) -> None:
    prelude, text = blocks(section("The contract"))[0], below("The contract", rf"{line}\.")
    assert re.findall(r"^(Wrong|Right):$", text, re.MULTILINE) == ["Wrong", "Right"]
    wrong, right = blocks(text)
    run(prelude, right)
    if line == 9 and chosen() != "tensorflow":
        pytest.skip("only TensorFlow has pictures of unknown size")
    with pytest.raises(BrokenContract) as caught:
        run(prelude, wrong)
    assert caught.value.line == line
