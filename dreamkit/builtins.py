"""dreamkit's own parts, which come in through the same hooks as anyone's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from dreamkit.hookspecs import hookimpl

if TYPE_CHECKING:
    from dreamkit.effects.base import Effect
    from dreamkit.evolution import Encoding
    from dreamkit.nets.base import NetSpec
    from dreamkit.objectives.base import Objective
    from dreamkit.optimizers.base import Optimizer
    from dreamkit.parameterizations.base import Parameterization
    from dreamkit.regularizers.base import Regularizer
    from dreamkit.schedules.base import Schedule
    from dreamkit.sources.base import Source


@hookimpl
def register_objectives() -> Iterable[type[Objective]]:
    """What the ascent can want to see."""
    from dreamkit import objectives as o

    units = (o.Channel, o.Direction, o.Layer, o.Neuron, o.NeuronDirection)
    classes = (o.CrossEntropy, o.Logit, o.Margin, o.Probability)
    beside_a_photo = (o.ActivationDifference, o.Caricature, o.Guide, o.Inversion, o.Likeness)
    of_a_painting = (o.Histogram, o.Moments, o.Patches, o.Style, o.Wasserstein)
    of_wishes = (o.Interpolation, o.Least, o.Masked, o.Mix, o.Seen, o.Sum, o.Weighted)
    return (*units, *classes, *beside_a_photo, *of_a_painting, o.Alignment, o.Diversity, *of_wishes)


@hookimpl
def register_regularizers() -> Iterable[type[Regularizer]]:
    """What keeps the picture sane."""
    from dreamkit import regularizers as r

    smoothing = (r.Blur, r.BlurGradient, r.CascadeGradient, r.LaplacianPyramid, r.LpNorm, r.Normalize, r.TotalVariation)
    chances = (r.Jitter, r.RandomBox, r.RandomCrop, r.RandomRotate, r.RandomScale)
    views = (*chances, r.Jpeg, r.OnPhotos, r.Pad, r.Shrink, r.Views)
    kept = (r.Clamp, r.ClipContribution, r.ClipNorm, r.Decay, r.Within)
    return (r.Regularizer, r.Regularizers, r.Octaves, r.Scales, *smoothing, *views, *kept)


@hookimpl
def register_schedules() -> Iterable[type[Schedule]]:
    """What a knob can follow."""
    from dreamkit.schedules import Arithmetic, Ease, Expression, Fade, Hold, Keyframes, Steps, Wander, Wave

    return (Arithmetic, Ease, Expression, Fade, Hold, Keyframes, Steps, Wander, Wave)


@hookimpl
def register_effects() -> Iterable[type[Effect]]:
    """What changes a whole frame."""
    from dreamkit import effects as e
    from dreamkit.render.confidence import Confidence  # which asks a network
    from dreamkit.render.trace import Trace
    from dreamkit.render.universal import WCT, AdaIN  # which ask one too

    colour = (e.Brightness, e.Contrast, e.Hue, e.KeepChroma, e.KeepColours, e.Saturation)
    places = (e.Mirror, e.Pan, e.Perspective, e.Rotate, e.Zoom)
    told = (e.Amplified, e.Beside, e.Caption, Confidence, e.Fitness, e.Grid, e.LaidOver, Trace)
    whole = (e.Effect, e.Effects, e.FastStyle, e.SuperResolution, e.Together)
    styles = (AdaIN, WCT)
    return (e.Backdrop, e.Blend, *colour, *whole, e.KeepAlpha, *places, *styles, *told, e.Transparent)


@hookimpl
def register_parameterizations() -> Iterable[type[Parameterization]]:
    """How a picture is written as numbers."""
    from dreamkit.parameterizations import Cosines, Cppn, Fourier, Maco, Pixels, Pyramid, Shared

    return (Cosines, Cppn, Fourier, Maco, Pixels, Pyramid, Shared)


@hookimpl
def register_encodings() -> Iterable[type[Encoding]]:
    """How a picture is written down for evolution."""
    from dreamkit.evolution import CppnEncoding, DirectEncoding

    return (CppnEncoding, DirectEncoding)


@hookimpl
def register_optimizers() -> Iterable[type[Optimizer]]:
    """The ways uphill."""
    from dreamkit import optimizers as o

    around = (o.Averaged, o.Carried, o.Nearest, o.Rounded, o.Until, o.UntilStill)
    plain = (o.Adam, o.Ascent, o.DeepFool, o.KerasOptimizer, o.LBFGS, o.Momentum, o.Progress, o.SignAscent)
    searches = (o.FewPixels, o.HillClimb, o.NES, o.SPSA, o.Square)
    return (*plain, *around, *searches, o.MapElites)


@hookimpl
def register_sources() -> Iterable[type[Source]]:
    """Where pictures come from."""
    from dreamkit import sources as s
    from dreamkit.render.exciting import Exciting  # which asks a network

    files = (s.Clip, Exciting, s.Genome, s.Morph, s.Photo)
    return (*files, s.Colour, s.Disc, s.Inverted, s.NaturalNoise, s.Noise, s.Recoloured, s.Rectangle)


@hookimpl
def register_executors() -> Iterable[type[Any]]:
    """Where films are painted."""
    from dreamkit.render.executors import Local

    return (Local,)


@hookimpl
def register_nets() -> Iterable[NetSpec]:
    """The networks that dreamkit knows by name."""
    from dreamkit.nets.known import known

    return known()
