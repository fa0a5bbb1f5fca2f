"""Settings: words on a command line become values of the types that a recipe declares."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Optional

import pytest

from dreamkit import Film, Shot, recipe
from dreamkit.errors import BadRecipe
from dreamkit.settings import as_words, parsed, settings, word

if TYPE_CHECKING:
    from decimal import Decimal


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("4", int, 4),
        ("-4", int, -4),
        ("4", float, 4.0),
        ("-1e-3", float, -0.001),
        ("yes", bool, True),
        ("OFF", bool, False),
        ("cat.jpg", Path, Path("cat.jpg")),
        ("~/cat.jpg", Path, Path.home() / "cat.jpg"),
        ("a=b, c", str, "a=b, c"),
        ("", str, ""),
        ("cover", Literal["cover", "stretch"], "cover"),
        ("3", Literal[2, 3], 3),
        ("none", Path | None, None),
        ("cat.jpg", Path | None, Path("cat.jpg")),
        ("None", Optional[float], None),  # noqa: UP045  # the older way to write it is read too
        ("3", int | str, 3),
        ("three", int | str, "three"),
        ("1,2.5", tuple[float, float], (1.0, 2.5)),
        ("1, 2,3", tuple[int, ...], (1, 2, 3)),
        ("", tuple[int, ...], ()),
        ("0.5,-1", list[float], [0.5, -1.0]),
        ("a.jpg,b.jpg", list[Path], [Path("a.jpg"), Path("b.jpg")]),
    ],
)
def test_a_word_becomes_a_value(text: str, kind: Any, value: Any) -> None:
    found = parsed("it", text, kind)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("4.5", int, "it is a whole number, and '4.5' came"),
        ("x", float, "it is a number, and 'x' came"),
        ("maybe", bool, "it is yes or no, and 'maybe' came"),
        ("bend", Literal["cover", "stretch"], "it is one of cover, stretch, and 'bend' came"),
        ("x", float | None, "it is a number or none, and 'x' came"),
        ("1", tuple[float, float], "it is 2 numbers with commas between them, and '1' came"),
        ("1,x", list[int], "it is whole numbers with commas between them, and '1,x' came"),
    ],
)
def test_a_word_that_does_not_fit(text: str, kind: Any, sentence: str) -> None:
    with pytest.raises(BadRecipe) as caught:
        parsed("it", text, kind)
    assert str(caught.value) == sentence


def test_a_type_that_no_word_can_give() -> None:
    with pytest.raises(BadRecipe) as caught:
        parsed("it", "x", dict[str, int])
    assert str(caught.value) == ("it is a dict, which no word on a command line can give\n  write it into the recipe")


@pytest.mark.parametrize(
    ("value", "kind"),
    [(True, bool), (3, int), (-0.5, float), (None, float | None), ((1, 2), tuple[int, int]), (Path("a"), Path)],
)
def test_a_value_becomes_the_word_that_gives_it(value: Any, kind: Any) -> None:
    assert parsed("it", word(value), kind) == value


@recipe
def dream(photo: Path, *, seconds: float = 4, guess=7, odd: Decimal | None = None, turn: bool = False) -> Film:
    """A dream."""
    return Film(Shot(seconds=seconds))


LISTING = "its settings are photo=… seconds=4 guess=7 odd=none turn=no"


def test_settings_are_read_in_the_types_of_the_recipe() -> None:
    given = settings(dream, ["photo=a=b.jpg", "seconds=2", "guess=8"])
    assert given == {"photo": Path("a=b.jpg"), "seconds": 2.0, "guess": 8}
    assert as_words(dream, given) == {
        "photo": "a=b.jpg",
        "seconds": "2.0",
        "guess": "8",
        "odd": "none",
        "turn": "no",
    }


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], f"the recipe dream needs the setting 'photo'\n  {LISTING}"),
        (["photo"], f"a setting is written NAME=VALUE, and 'photo' came\n  {LISTING}"),
        (["photo=a", "second=3"], f"the recipe dream has no setting 'second'\n  did you mean 'seconds'? {LISTING}"),
        (["photo=a", "photo=b"], f"the setting 'photo' came twice\n  {LISTING}"),
        (
            ["photo=a", "odd=3"],
            "the type of the setting 'odd' means nothing when the recipe runs: name 'Decimal' is not defined",
        ),
    ],
)
def test_settings_that_do_not_fit(words: list[str], sentence: str) -> None:
    with pytest.raises(BadRecipe) as caught:
        settings(dream, words)
    assert str(caught.value) == sentence


def test_a_recipe_without_settings() -> None:
    @recipe
    def bare() -> Film:
        return Film(Shot())

    with pytest.raises(BadRecipe) as caught:
        settings(bare, ["seconds=3"])
    assert str(caught.value) == "the recipe bare has no setting 'seconds'\n  it has no settings"
