"""What networks see in pictures that are there already, however these came to be."""

from dreamkit.judging.judge import Judge as Judge
from dreamkit.judging.verdict import Verdict as Verdict
