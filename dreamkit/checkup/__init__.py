"""Looking over what someone has written, a recipe or a plugin, before it is used."""

from dreamkit.checkup.plugin import Finding as Finding
from dreamkit.checkup.plugin import looked_over as looked_over
from dreamkit.checkup.recipe import checked as checked
from dreamkit.checkup.which import Found as Found
from dreamkit.checkup.which import plugin_called as plugin_called
