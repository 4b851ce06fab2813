"""What is wrong here, and what to do about it: `lianfang doctor`."""

from lianfang.runtime.doctor.examine import examine
from lianfang.runtime.doctor.finding import Finding

__all__ = ["Finding", "examine"]
