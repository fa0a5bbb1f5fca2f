"""Numbers that move: any numeric knob of any part takes one of these."""

from dreamkit.schedules.base import Along as Along
from dreamkit.schedules.base import Arithmetic as Arithmetic
from dreamkit.schedules.base import Clock as Clock
from dreamkit.schedules.base import Schedule as Schedule
from dreamkit.schedules.base import value as value
from dreamkit.schedules.curves import Ease as Ease
from dreamkit.schedules.curves import Fade as Fade
from dreamkit.schedules.curves import Hold as Hold
from dreamkit.schedules.curves import Steps as Steps
from dreamkit.schedules.curves import Wave as Wave
from dreamkit.schedules.expression import Expression as Expression
from dreamkit.schedules.keyframes import Keyframes as Keyframes
from dreamkit.schedules.wander import Wander as Wander
