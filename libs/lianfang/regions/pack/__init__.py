"""The region pack: a folder that says all a county brings to Lianfang. See docs/region-packs.md."""

from lianfang.regions.pack.content import Pack
from lianfang.regions.pack.load import load
from lianfang.regions.pack.problems import PackError, Problem, Report
from lianfang.regions.pack.validate import require_valid, validate

__all__ = ["Pack", "PackError", "Problem", "Report", "load", "require_valid", "validate"]
