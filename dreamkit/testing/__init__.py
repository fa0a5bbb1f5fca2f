"""The kit with which parts are tested, dreamkit's own and anyone's."""

from dreamkit.testing.contract import check_part as check_part
from dreamkit.testing.goldens import GoldenDiffers as GoldenDiffers
from dreamkit.testing.goldens import check_golden as check_golden
from dreamkit.testing.trial import BrokenContract as BrokenContract
