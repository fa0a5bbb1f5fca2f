"""dreamkit: gradient ascent on the input of a network, as a language for pictures and films.

Everything that a recipe says can be imported from here, and what a plugin marks its hooks with; nothing is loaded
before it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dreamkit.effects import Amplified as Amplified
    from dreamkit.effects import Backdrop as Backdrop
    from dreamkit.effects import Beside as Beside
    from dreamkit.effects import Blend as Blend
    from dreamkit.effects import Brightness as Brightness
    from dreamkit.effects import Caption as Caption
    from dreamkit.effects import Contrast as Contrast
    from dreamkit.effects import Effect as Effect
    from dreamkit.effects import FastStyle as FastStyle
    from dreamkit.effects import Fitness as Fitness
    from dreamkit.effects import Grid as Grid
    from dreamkit.effects import Hue as Hue
    from dreamkit.effects import KeepAlpha as KeepAlpha
    from dreamkit.effects import KeepChroma as KeepChroma
    from dreamkit.effects import KeepColours as KeepColours
    from dreamkit.effects import LaidOver as LaidOver
    from dreamkit.effects import Mirror as Mirror
    from dreamkit.effects import Pan as Pan
    from dreamkit.effects import Perspective as Perspective
    from dreamkit.effects import Rotate as Rotate
    from dreamkit.effects import Saturation as Saturation
    from dreamkit.effects import SuperResolution as SuperResolution
    from dreamkit.effects import Transparent as Transparent
    from dreamkit.effects import Zoom as Zoom
    from dreamkit.evolution import CppnEncoding as CppnEncoding
    from dreamkit.evolution import DirectEncoding as DirectEncoding
    from dreamkit.evolution import Encoding as Encoding
    from dreamkit.film import Film as Film
    from dreamkit.film import Recipe as Recipe
    from dreamkit.film import recipe as recipe
    from dreamkit.hookspecs import hookimpl as hookimpl
    from dreamkit.nets.net import Net as Net
    from dreamkit.objectives import ActivationDifference as ActivationDifference
    from dreamkit.objectives import Alignment as Alignment
    from dreamkit.objectives import Caricature as Caricature
    from dreamkit.objectives import Channel as Channel
    from dreamkit.objectives import CrossEntropy as CrossEntropy
    from dreamkit.objectives import Direction as Direction
    from dreamkit.objectives import Diversity as Diversity
    from dreamkit.objectives import Guide as Guide
    from dreamkit.objectives import Histogram as Histogram
    from dreamkit.objectives import Interpolation as Interpolation
    from dreamkit.objectives import Inversion as Inversion
    from dreamkit.objectives import Layer as Layer
    from dreamkit.objectives import Least as Least
    from dreamkit.objectives import Likeness as Likeness
    from dreamkit.objectives import Logit as Logit
    from dreamkit.objectives import Margin as Margin
    from dreamkit.objectives import Masked as Masked
    from dreamkit.objectives import Mix as Mix
    from dreamkit.objectives import Moments as Moments
    from dreamkit.objectives import Neuron as Neuron
    from dreamkit.objectives import NeuronDirection as NeuronDirection
    from dreamkit.objectives import Objective as Objective
    from dreamkit.objectives import Patches as Patches
    from dreamkit.objectives import Probability as Probability
    from dreamkit.objectives import Seen as Seen
    from dreamkit.objectives import Style as Style
    from dreamkit.objectives import Wasserstein as Wasserstein
    from dreamkit.optimizers import LBFGS as LBFGS
    from dreamkit.optimizers import NES as NES
    from dreamkit.optimizers import SPSA as SPSA
    from dreamkit.optimizers import Adam as Adam
    from dreamkit.optimizers import Ascent as Ascent
    from dreamkit.optimizers import Averaged as Averaged
    from dreamkit.optimizers import Carried as Carried
    from dreamkit.optimizers import DeepFool as DeepFool
    from dreamkit.optimizers import FewPixels as FewPixels
    from dreamkit.optimizers import GradientOptimizer as GradientOptimizer
    from dreamkit.optimizers import HillClimb as HillClimb
    from dreamkit.optimizers import KerasOptimizer as KerasOptimizer
    from dreamkit.optimizers import MapElites as MapElites
    from dreamkit.optimizers import Momentum as Momentum
    from dreamkit.optimizers import Nearest as Nearest
    from dreamkit.optimizers import Optimizer as Optimizer
    from dreamkit.optimizers import Progress as Progress
    from dreamkit.optimizers import Rounded as Rounded
    from dreamkit.optimizers import Search as Search
    from dreamkit.optimizers import SignAscent as SignAscent
    from dreamkit.optimizers import Square as Square
    from dreamkit.optimizers import Until as Until
    from dreamkit.optimizers import UntilStill as UntilStill
    from dreamkit.optimizers import nguyen as nguyen
    from dreamkit.optimizers import yosinski as yosinski
    from dreamkit.parameterizations import Cosines as Cosines
    from dreamkit.parameterizations import Cppn as Cppn
    from dreamkit.parameterizations import Fourier as Fourier
    from dreamkit.parameterizations import Maco as Maco
    from dreamkit.parameterizations import Parameterization as Parameterization
    from dreamkit.parameterizations import Pixels as Pixels
    from dreamkit.parameterizations import Pyramid as Pyramid
    from dreamkit.parameterizations import Shared as Shared
    from dreamkit.parts import Knob as Knob
    from dreamkit.parts import Part as Part
    from dreamkit.regularizers import Blur as Blur
    from dreamkit.regularizers import BlurGradient as BlurGradient
    from dreamkit.regularizers import CascadeGradient as CascadeGradient
    from dreamkit.regularizers import Clamp as Clamp
    from dreamkit.regularizers import ClipContribution as ClipContribution
    from dreamkit.regularizers import ClipNorm as ClipNorm
    from dreamkit.regularizers import Decay as Decay
    from dreamkit.regularizers import Jitter as Jitter
    from dreamkit.regularizers import Jpeg as Jpeg
    from dreamkit.regularizers import LaplacianPyramid as LaplacianPyramid
    from dreamkit.regularizers import LpNorm as LpNorm
    from dreamkit.regularizers import Normalize as Normalize
    from dreamkit.regularizers import Octaves as Octaves
    from dreamkit.regularizers import OnPhotos as OnPhotos
    from dreamkit.regularizers import Pad as Pad
    from dreamkit.regularizers import RandomBox as RandomBox
    from dreamkit.regularizers import RandomCrop as RandomCrop
    from dreamkit.regularizers import RandomRotate as RandomRotate
    from dreamkit.regularizers import RandomScale as RandomScale
    from dreamkit.regularizers import Regularizer as Regularizer
    from dreamkit.regularizers import Scales as Scales
    from dreamkit.regularizers import Shrink as Shrink
    from dreamkit.regularizers import TotalVariation as TotalVariation
    from dreamkit.regularizers import Views as Views
    from dreamkit.regularizers import Within as Within
    from dreamkit.regularizers import inversion_priors as inversion_priors
    from dreamkit.regularizers import lucid_transforms as lucid_transforms
    from dreamkit.render.confidence import Confidence as Confidence
    from dreamkit.render.exciting import Exciting as Exciting
    from dreamkit.render.trace import Trace as Trace
    from dreamkit.render.universal import WCT as WCT
    from dreamkit.render.universal import AdaIN as AdaIN
    from dreamkit.schedules import Ease as Ease
    from dreamkit.schedules import Expression as Expression
    from dreamkit.schedules import Fade as Fade
    from dreamkit.schedules import Hold as Hold
    from dreamkit.schedules import Keyframes as Keyframes
    from dreamkit.schedules import Schedule as Schedule
    from dreamkit.schedules import Steps as Steps
    from dreamkit.schedules import Wander as Wander
    from dreamkit.schedules import Wave as Wave
    from dreamkit.shot import Shot as Shot
    from dreamkit.sources import Clip as Clip
    from dreamkit.sources import Colour as Colour
    from dreamkit.sources import Disc as Disc
    from dreamkit.sources import Genome as Genome
    from dreamkit.sources import Inverted as Inverted
    from dreamkit.sources import Morph as Morph
    from dreamkit.sources import NaturalNoise as NaturalNoise
    from dreamkit.sources import Noise as Noise
    from dreamkit.sources import Photo as Photo
    from dreamkit.sources import Recoloured as Recoloured
    from dreamkit.sources import Rectangle as Rectangle
    from dreamkit.sources import Source as Source

_HOMES: Final = {
    "effects": "Amplified Backdrop Beside Blend Brightness Caption Contrast Effect FastStyle Fitness Grid Hue "
    "KeepAlpha KeepChroma KeepColours LaidOver Mirror Pan Perspective Rotate Saturation SuperResolution Transparent "
    "Zoom",
    "evolution": "CppnEncoding DirectEncoding Encoding",
    "film": "Film Recipe recipe",
    "hookspecs": "hookimpl",
    "nets.net": "Net",
    "objectives": "ActivationDifference Alignment Caricature Channel CrossEntropy Direction Diversity Guide "
    "Histogram Interpolation Inversion Layer Least Likeness Logit Margin Masked Mix Moments Neuron NeuronDirection "
    "Objective Patches Probability Seen Style Wasserstein",
    "optimizers": "Adam Ascent Averaged Carried DeepFool FewPixels GradientOptimizer HillClimb KerasOptimizer LBFGS "
    "MapElites Momentum NES Nearest Optimizer Progress Rounded SPSA Search SignAscent Square Until UntilStill nguyen "
    "yosinski",
    "parameterizations": "Cosines Cppn Fourier Maco Parameterization Pixels Pyramid Shared",
    "parts": "Knob Part",
    "regularizers": "Blur BlurGradient CascadeGradient Clamp ClipContribution ClipNorm Decay inversion_priors Jitter "
    "Jpeg LaplacianPyramid LpNorm lucid_transforms Normalize Octaves OnPhotos Pad RandomBox RandomCrop RandomRotate "
    "RandomScale Regularizer Scales Shrink TotalVariation Views Within",
    "render.confidence": "Confidence",
    "render.exciting": "Exciting",
    "render.trace": "Trace",
    "render.universal": "AdaIN WCT",
    "schedules": "Ease Expression Fade Hold Keyframes Schedule Steps Wander Wave",
    "shot": "Shot",
    "sources": "Clip Colour Disc Genome Inverted Morph NaturalNoise Noise Photo Recoloured Rectangle Source",
}
"""Where each name lives; a test holds this against the imports above."""

_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = list(_HOME_OF)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"dreamkit has no {name!r}")
    return getattr(importlib.import_module(f"dreamkit.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
