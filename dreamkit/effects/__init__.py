"""What changes a whole frame."""

from dreamkit.effects.amplified import Amplified as Amplified
from dreamkit.effects.base import Camera as Camera
from dreamkit.effects.base import Effect as Effect
from dreamkit.effects.base import Effects as Effects
from dreamkit.effects.base import Moment as Moment
from dreamkit.effects.beside import Beside as Beside
from dreamkit.effects.blend import Blend as Blend
from dreamkit.effects.camera import Pan as Pan
from dreamkit.effects.camera import Perspective as Perspective
from dreamkit.effects.camera import Rotate as Rotate
from dreamkit.effects.camera import Zoom as Zoom
from dreamkit.effects.caption import Caption as Caption
from dreamkit.effects.colour import Brightness as Brightness
from dreamkit.effects.colour import Contrast as Contrast
from dreamkit.effects.colour import Hue as Hue
from dreamkit.effects.colour import Saturation as Saturation
from dreamkit.effects.fast_style import FastStyle as FastStyle
from dreamkit.effects.fitness import Fitness as Fitness
from dreamkit.effects.grid import Grid as Grid
from dreamkit.effects.keep_chroma import KeepChroma as KeepChroma
from dreamkit.effects.keep_colours import KeepColours as KeepColours
from dreamkit.effects.laid_over import LaidOver as LaidOver
from dreamkit.effects.mirror import Mirror as Mirror
from dreamkit.effects.transparency import Backdrop as Backdrop
from dreamkit.effects.transparency import KeepAlpha as KeepAlpha
from dreamkit.effects.transparency import Transparent as Transparent
