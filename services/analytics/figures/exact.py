"""The exact tests, by SciPy."""

from __future__ import annotations

from scipy.stats import binomtest, fisher_exact

from services.analytics.domain.compare.change import Tested

CONFIDENCE = 0.95


class ExactTests:
    """Exact, so right for small counts too; conservative, so slow to call a change real."""

    def poisson(self, now: int, now_time: float, before: int, before_time: float) -> Tested:
        """Compare two Poisson rates, conditionally on the sum of the counts (Przyborowski and Wilenski 1940).

        The interval of the ratio of rates comes from that of Clopper and Pearson (1934). Times are positive.
        """
        both = now + before
        if not both:
            return Tested(1.0)
        result = binomtest(now, both, now_time / (now_time + before_time))
        interval = result.proportion_ci(CONFIDENCE, "exact")
        low, high = (_ratio(float(each), now_time, before_time) for each in (interval.low, interval.high))
        return Tested(min(1.0, float(result.pvalue)), low, high)

    def shares(self, now: int, now_whole: int, before: int, before_whole: int) -> Tested:
        """Compare two shares by Fisher's exact test. Parts are no more than their wholes."""
        table = [[now, now_whole - now], [before, before_whole - before]]
        return Tested(min(1.0, float(fisher_exact(table).pvalue)))


def _ratio(share: float, now_time: float, before_time: float) -> float | None:
    """Return the ratio of rates that gives the later count this share of both; None where it has no bound."""
    return None if share >= 1.0 else share / (1.0 - share) * before_time / now_time
