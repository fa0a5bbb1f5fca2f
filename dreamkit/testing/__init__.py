"""The kit with which parts are tested, dreamkit's own and anyone's."""

from dreamkit.testing.contract import check_part as check_part
from dreamkit.testing.trial import BrokenContract as BrokenContract
