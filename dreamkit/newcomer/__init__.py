"""Files to begin with, written for whoever wants to make something of their own."""

from dreamkit.newcomer.plugin import new_plugin as new_plugin
from dreamkit.newcomer.recipe import new_recipe as new_recipe
