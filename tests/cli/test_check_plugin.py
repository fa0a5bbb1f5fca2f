"""`dreamkit check` on plugins: everything is looked at, whatever is wrong is a sentence, and the exit code tells."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from dreamkit.backend.choice import chosen
from dreamkit.cli.context import Context
from dreamkit.cli.main import main
from dreamkit.newcomer import new_plugin
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.testing import LINES

MODULE = """
import dataclasses
from dreamkit import Effect, Knob, ops
from dreamkit.hookspecs import hookimpl

@dataclasses.dataclass(frozen=True)
class Dim(Effect):
    '''Half as light.'''

    amount: Knob = 0.5

    def apply(self, image, moment):
        return self.amount * image

@dataclasses.dataclass(frozen=True)
class Moody(Effect):
    '''Does as it pleases.'''

    def apply(self, image, moment):
        return image if ops.mean(image) > 0.5 else 1 - image

@dataclasses.dataclass(frozen=True)
class Tinted(Effect):
    '''In a colour.'''

    red: float
    green: float

@dataclasses.dataclass(frozen=True)
class Lost(Effect):
    '''Has no example to give.'''

    @classmethod
    def example(cls):
        raise LookupError("nothing comes to mind")

@hookimpl
def register_effects():
    return [Dim, Moody, Tinted, Lost]
"""

SETTINGS = """
[project]
name = "dreamkit-gloom"
version = "2.1"
dependencies = ["dreamkit"]

[project.entry-points.dreamkit]
gloom = "dreamkit_gloom"
"""


@pytest.fixture(autouse=True)
def gloom(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a plugin that is not installed."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    before = set(sys.modules)
    (folder / "gloom").mkdir()
    (folder / "gloom" / "pyproject.toml").write_text(SETTINGS)
    (folder / "gloom" / "dreamkit_gloom.py").write_text(MODULE)
    yield folder / "gloom"
    for name in set(sys.modules) - before:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(str(folder)):
            del sys.modules[name]


def check(*words: str, context: Context | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["check", *words, "--backend", chosen()], obj=context)
    return result.exit_code, result.stdout, result.stderr


def test_all_that_is_wrong_is_found() -> None:
    place = 1 + MODULE.splitlines().index("        return image if ops.mean(image) > 0.5 else 1 - image")
    code, out, complaint = check("gloom")
    assert (code, complaint) == (2, "")
    assert out == textwrap.dedent(f"""\
        fine  gloom 2.1: its hooks are in order, and it brings Dim, Moody, Tinted, Lost
        fine  Dim() keeps the contract on {chosen()}
        wrong line 5: Moody() asks a tensor for its value in dreamkit_gloom.py:{place}, which is not known while it is \
traced; choose with ops.where
              the contract says: {LINES[5]}
        mind  Tinted is not tried: its red and green must be given; a classmethod `example` can say what to try
        wrong Lost.example() fails: LookupError: nothing comes to mind
        """)


def test_a_new_plugin_is_fine(folder: Path) -> None:
    new_plugin("star-dust", folder, Registry(Plugins(only=())))
    assert check("dreamkit-star-dust", "--deep") == (
        0,
        "fine  star-dust 0.1.0: its hooks are in order, and it brings StarDust\n"
        f"fine  StarDust() keeps the contract on {chosen()}\n"
        "fine  StarDust() has its place in a film of two frames\n",
        "",
    )


def test_a_module_is_asked_without_its_folder(gloom: Path) -> None:
    sys.path.insert(0, str(gloom))
    code, out, _ = check("dreamkit_gloom")
    assert code == 2
    assert out.startswith("fine  dreamkit_gloom 0: its hooks are in order, and it brings Dim, Moody, Tinted, Lost\n")


def test_a_plugin_is_known_by_its_name() -> None:
    if chosen() == "jax":
        pytest.skip("XLA takes a minute to compile all our parts again, each of which has a test of its own")
    context = Context()
    context.plugins = Plugins(only=())
    code, out, _ = check("dreamkit", context=context)
    assert code == 0
    assert f"fine  Jitter() keeps the contract on {chosen()}\n" in out


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("register_effects", "register_efects", "there is no hook 'register_efects', did you mean 'register_effects'?"),
        ("register_effects()", "register_effects(plan)", "register_effects takes 'plan', and the hook gives nothing"),
        (
            "import dataclasses",
            "import nowhere",
            "it cannot be imported: ModuleNotFoundError: No module named 'nowhere'",
        ),
        ("class Dim", "class Zoom", "register_effects fails: NameError: name 'Dim' is not defined"),
    ],
)
def test_hooks_that_are_not_in_order(before: str, after: str, sentence: str, gloom: Path) -> None:
    (gloom / "dreamkit_gloom.py").write_text(MODULE.replace(before, after))
    assert check("gloom") == (2, f"wrong gloom 2.1: {sentence}\n", "")


def test_a_plugin_for_a_newer_dreamkit(gloom: Path) -> None:
    (gloom / "pyproject.toml").write_text(SETTINGS.replace('"dreamkit"]', '"dreamkit>=99"]'))
    code, out, _ = check("gloom")
    assert code == 2
    assert out.startswith("wrong gloom 2.1: it is made for dreamkit>=99, and ")


def test_a_folder_that_holds_no_plugin(gloom: Path) -> None:
    told = "gloom holds no pyproject.toml, and a recipe's file or a plugin was wanted\n"
    (gloom / "pyproject.toml").rename(gloom / "settings.toml")
    assert check("gloom") == (2, "", told)


def test_a_folder_that_announces_no_plugin(gloom: Path) -> None:
    (gloom / "pyproject.toml").write_text('[project]\nname = "gloom"\n')
    assert check("gloom") == (
        2,
        "",
        f"{Path('gloom/pyproject.toml')} announces no plugin\n"
        "  it needs the table [project.entry-points.dreamkit], with a line such as "
        'glow = "dreamkit_glow.plugin"\n',
    )


def test_settings_that_cannot_be_read(gloom: Path) -> None:
    (gloom / "pyproject.toml").write_text("[project")
    code, _, complaint = check("gloom")
    assert code == 2
    assert complaint.startswith(f"{Path('gloom/pyproject.toml')} cannot be read: TOMLDecodeError: ")


def test_a_word_that_means_nothing() -> None:
    hint = "`dreamkit plugins` lists the plugins; a recipe's file ends in .py"
    assert check("xyzzy") == (2, "", f"there is no plugin and no recipe 'xyzzy'\n  {hint}\n")
    Path("tunnel.py").touch()
    hint = f"did you mean 'tunnel.py'? {hint}"
    assert check("tunnel") == (2, "", f"there is no plugin and no recipe 'tunnel'\n  {hint}\n")


def test_a_plugin_that_is_left_out() -> None:
    from dreamkit.announced import Loaded

    context = Context()
    context.plugins = Plugins(only=())
    context.plugins.left_out = [Loaded("shy", "dreamkit-shy", "3.1", "dreamkit_shy")]
    told = "the plugin shy is left out\n  DREAMKIT_PLUGINS and --without say which are\n"
    assert check("dreamkit-shy", context=context) == (2, "", told)


def test_a_plugin_has_no_settings() -> None:
    code, _, complaint = check("gloom", "seconds=4")
    assert code == 2
    assert complaint.endswith("a plugin has no settings, and seconds=4 came\n")
