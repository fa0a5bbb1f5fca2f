"""A plan can be written down as JSON, and is the same when it is read again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamkit.errors import BadRecipe, UnknownName
from dreamkit.loader import load_recipe, plan_recipe
from dreamkit.plan import Plan
from dreamkit.plugins import Plugins
from dreamkit.registry import Registry

RECIPES = sorted((Path(__file__).parents[2] / "recipes").glob("*.py"))
TUNNEL = next(where for where in RECIPES if where.stem == "tunnel")


def planned(where: Path, registry: Registry) -> Plan:
    return plan_recipe(load_recipe(str(where)), [], registry)


@pytest.mark.parametrize("where", RECIPES, ids=lambda path: path.stem)
def test_every_recipe_survives_json(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DREAMKIT_PLUGINS")
    registry = Registry(Plugins())
    try:
        plan = planned(where, registry)
    except BadRecipe as error:
        if "which is not installed" in error.what:  # a recipe for a plugin
            pytest.skip(error.what)
        raise
    assert Plan.from_json(json.loads(json.dumps(plan.to_json())), registry) == plan


def test_a_plan_of_another_kind() -> None:
    registry = Registry(Plugins(only=()))
    for written in ({}, [], {"dreamkit plan": 99}):
        with pytest.raises(BadRecipe) as caught:
            Plan.from_json(written, registry)
        assert str(caught.value) == "this is no dreamkit plan of version 1"


def test_a_plan_that_is_damaged() -> None:
    registry = Registry(Plugins(only=()))
    written = planned(TUNNEL, registry).to_json()
    del written["shots"][0]["frames"]
    with pytest.raises(BadRecipe) as caught:
        Plan.from_json(written, registry)
    assert str(caught.value) == "this plan is damaged: KeyError: 'frames'"


def test_a_plan_with_a_part_that_is_not_here() -> None:
    registry = Registry(Plugins(only=()))
    written = planned(TUNNEL, registry).to_json()
    written["shots"][0]["shot"]["regularizer"] = {"part": "dreamkit:Octave", "count": 3}
    with pytest.raises(UnknownName) as caught:
        Plan.from_json(written, registry)
    assert str(caught.value) == (
        "there is no part 'dreamkit:Octave'\n  did you mean 'dreamkit:Octaves'? `dreamkit show` lists all parts"
    )
