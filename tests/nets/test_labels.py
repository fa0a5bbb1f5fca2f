"""Finding a class by name, number or synonym, and what is said where that cannot be."""

from __future__ import annotations

import pytest

from dreamkit.errors import InvalidValue, UnknownName
from dreamkit.nets.imagenet import imagenet_labels
from dreamkit.nets.labels import Labels, class_index
from dreamkit.objectives import Channel


def test_every_name_that_is_not_shared_finds_its_class():
    labels = imagenet_labels()
    folded = [name.casefold() for name in labels.names]
    for index, name in enumerate(labels.names):
        if folded.count(folded[index]) == 1:
            assert class_index(labels, name.upper()) == index


@pytest.mark.parametrize(
    ("wanted", "index"),
    [(3, 3), ("tiger shark", 3), (" Galeocerdo cuvieri", 3), ("crane bird", 134), ("construction crane", 517)],
)
def test_classes_are_found(wanted, index):
    assert class_index(imagenet_labels(), wanted) == index


def test_a_shown_name_comes_before_a_synonym_of_another_class():
    assert class_index(imagenet_labels(), "missile") == 657
    assert class_index(imagenet_labels(), "projectile") == 744


@pytest.mark.parametrize(
    ("wanted", "kind", "text"),
    [
        (
            "crane",
            InvalidValue,
            "'crane' is the name of 2 classes: 134 (crane, crane bird), 517 (crane, construction crane)\n"
            "  ask for the class by its number",
        ),
        (
            "tigre shark",
            UnknownName,
            "there is no class 'tigre shark'\n"
            "  did you mean 'tiger shark'? `dreamkit nets classes NET` lists all that a network knows",
        ),
        (
            "zzzz",
            UnknownName,
            "there is no class 'zzzz'\n  `dreamkit nets classes NET` lists all that a network knows",
        ),
        (1000, InvalidValue, "classes are numbered 0 to 999, and 1000 was asked for"),
        (-1, InvalidValue, "classes are numbered 0 to 999, and -1 was asked for"),
        (True, InvalidValue, "a class is asked for by its name or number, and True came"),
        (2.5, InvalidValue, "a class is asked for by its name or number, and 2.5 came"),
    ],
)
def test_what_is_said(wanted, kind, text):
    with pytest.raises(kind) as caught:
        class_index(imagenet_labels(), wanted)
    assert str(caught.value) == text


def test_a_network_without_names_takes_numbers_only():
    assert class_index(Labels(), 12) == 12
    with pytest.raises(InvalidValue, match="this network has no names for its classes, and 'cat' came"):
        class_index(Labels(), "cat")
    with pytest.raises(InvalidValue, match="classes are numbered from 0, and -2 was asked for"):
        class_index(Labels(), -2)


def test_the_part_that_asked_is_told():
    with pytest.raises(UnknownName) as caught:
        class_index(Labels(("cat",)), "dog", by=Channel("logits", 0))
    assert "asked by Channel('logits', 0), test_labels.py:" in str(caught.value)
