"""The plugin on the plugins' page keeps the contract, and registers as the page says."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path

import pytest

from dreamkit.plugins import Plugins
from dreamkit.registry import Registry
from dreamkit.testing import check_part

PAGE = (Path(__file__).parents[1] / "plugins" / "README.md").read_text()


def test_the_page_shows_a_plugin_that_works(monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    module = types.ModuleType("dreamkit_negative")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(code, vars(module))
    plugins = Plugins([])
    plugins.register(module, "negative")
    registry = Registry(plugins)
    assert registry.classes["dreamkit_negative:Negative"] is module.Negative
    check_part(module.Negative())


def test_the_page_lists_every_package() -> None:
    folder = Path(__file__).parents[1] / "plugins"
    for package in folder.glob("dreamkit-*"):
        assert f"[{package.name}]({package.name}/README.md)" in PAGE
