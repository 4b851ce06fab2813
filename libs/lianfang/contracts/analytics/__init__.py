"""The analytics service's contracts (研判): warnings of places and times, scorecards, accountability reviews."""

from lianfang.contracts.analytics import audit, reviews, scorecards, warnings

__all__ = ["audit", "reviews", "scorecards", "warnings"]
