"""Palettes for dreamkit."""

from dreamkit_palette.colours import Colours as Colours
from dreamkit_palette.colours import colours_of as colours_of
from dreamkit_palette.palette import Palette as Palette
from dreamkit_palette.palette import PaletteClamp as PaletteClamp
