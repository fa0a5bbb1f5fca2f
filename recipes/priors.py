"""One class under many priors: a random search through the settings of Yosinski's toolbox, and Simonyan's one."""

import numpy as np

from dreamkit import (
    Ascent,
    Blur,
    Caption,
    ClipContribution,
    ClipNorm,
    Colour,
    Decay,
    Film,
    Logit,
    LpNorm,
    Net,
    Noise,
    Regularizer,
    Shot,
    Source,
    recipe,
    yosinski,
)
from dreamkit.nets.base import IMAGENET_MEAN

# The values and how often each is drawn, from the code of Yosinski et al. 2015, Understanding Neural Networks Through
# Deep Visualization. Percentiles are drawn as often as each other.
DECAYS = {0.0: 4, 1e-4: 1, 1e-3: 1, 0.01: 2, 0.1: 1, 0.2: 1, 0.3: 1}
BLURS = {0.0: 10, 0.3: 2, 0.4: 1, 0.5: 1, 1.0: 1}
EVERY = {1: 1, 2: 1, 3: 1, 4: 1}
PERCENTILES = {0: 1, 10: 1, 20: 1, 30: 1, 50: 1, 80: 1, 90: 1}

GRAIN = Noise(10 / 255)


@recipe(size=160)
def priors(label: str = "flamingo", count: int = 10, draw: int = 0, steps: int = 200) -> Film:
    """The same class from the same noise, under priors drawn by chance; which of them look like anything?"""
    rng = np.random.default_rng(draw)
    return Film(_simonyan(label, steps), _third(label, steps), *(_drawn(label, steps, rng) for _ in range(count)))


def _drawn(label: str, steps: int, rng: np.random.Generator) -> Shot:
    """One setting of the search."""
    decay, blur, every = _one_of(DECAYS, rng), _one_of(BLURS, rng), int(_one_of(EVERY, rng))
    norm, part = _one_of(PERCENTILES, rng), _one_of(PERCENTILES, rng)
    priors = {
        f"decay {decay:g}": Decay(decay) if decay else None,
        f"blur {blur:g}/{every}": Blur(blur, every=every) if blur else None,
        f"norm {norm:g}": ClipNorm(norm / 100) if norm else None,
        f"part {part:g}": ClipContribution(part / 100) if part else None,
    }
    taken = {words: prior for words, prior in priors.items() if prior is not None}
    chain = Regularizer()
    for prior in taken.values():
        chain = chain | prior
    return _climb(label, steps, chain, ", ".join(taken) or "no prior")


def _third(label: str, steps: int) -> Shot:
    """The row of the paper's table that made most of its pictures."""
    return _climb(label, steps, yosinski(3)["regularizer"], "the paper's third")


def _simonyan(label: str, steps: int) -> Shot:
    """The class's score minus λ|I|², from the mean picture: Simonyan, Vedaldi and Zisserman 2013, section 2."""
    away = LpNorm(weight=1.0, p=2, grey=IMAGENET_MEAN)
    return _climb(label, steps, away, "Simonyan 2013", Colour(*IMAGENET_MEAN))


def _climb(label: str, steps: int, regularizer: Regularizer, words: str, source: Source = GRAIN) -> Shot:
    """Steps of one size for all, so that nothing but the priors tells the pictures apart."""
    return Shot(
        net=Net("efficientnet_lite0"),
        objective=Logit(label),
        regularizer=regularizer,
        optimizer=Ascent(steps, rate=0.06, per="deviation"),
        source=source,
        finish=Caption(words),
    )


def _one_of(weights: dict[float, int] | dict[int, int], rng: np.random.Generator) -> float:
    values = list(weights)
    shares = np.array(list(weights.values()), float)
    return float(rng.choice(values, p=shares / shares.sum()))
