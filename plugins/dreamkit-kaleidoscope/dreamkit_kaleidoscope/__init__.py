"""A kaleidoscope for dreamkit."""

from dreamkit_kaleidoscope.kaleidoscope import Kaleidoscope as Kaleidoscope
