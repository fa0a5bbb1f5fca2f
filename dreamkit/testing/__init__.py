"""The kit with which parts are tested, dreamkit's own and anyone's."""

from dreamkit.testing.contract import BrokenContract as BrokenContract
from dreamkit.testing.contract import check_part as check_part
