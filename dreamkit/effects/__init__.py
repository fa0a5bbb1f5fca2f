"""What changes a whole frame."""

from dreamkit.effects.base import Effect as Effect
from dreamkit.effects.base import Effects as Effects
from dreamkit.effects.base import Moment as Moment
from dreamkit.effects.warp import Rotate as Rotate
from dreamkit.effects.warp import Zoom as Zoom
