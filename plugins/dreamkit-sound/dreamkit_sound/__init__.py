"""Films that follow a sound: schedules for its loudness, its bands and its beats, and the sound in the film."""

from dreamkit_sound.beats import Beats as Beats
from dreamkit_sound.heard import Heard as Heard
from dreamkit_sound.loudness import Band as Band
from dreamkit_sound.loudness import Loudness as Loudness
from dreamkit_sound.sound import BadSound as BadSound
from dreamkit_sound.sound import seconds_of as seconds_of
