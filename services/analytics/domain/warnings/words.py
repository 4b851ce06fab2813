"""A warning's reasons as sentences, in Chinese and English, from its numbers and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from services.analytics.domain.warnings.warning import Signal

LANGUAGES = ("zh", "en")
MEANINGS: Mapping[str, str] = {
    "mean": "events a day that are usual, from the baseline",
    "baseline_days": "days that the usual number comes from",
    "statistic": "the chart's statistic on the last day",
    "limit": "the limit that it passed",
    "reference": "the CUSUM's reference value k, events a day",
    "run_length": "days between two false signals of this chart, on average",
    "dispersion": "variance by mean in the baseline; 1 for a Poisson count, more makes false signals likelier",
    "z_score": "Gi* z: standard deviations above what chance gives",
    "q_value": "false discovery rate at which it still counts",
    "p_value": "chance of as strong a cluster where there is none",
    "likelihood_ratio": "logarithm of Kulldorff's likelihood ratio",
    "grids": "grids that it reaches over",
    "radius": "metres around the place",
    "simulations": "how often chance was simulated",
}
"""Word of a reason -> what the number is."""
_SENTENCES: Mapping[str, Mapping[str, str]] = {
    "cusum": {
        "zh": "自{since}起{observed}起，通常约{expected:.1f}起；累积和{statistic:.1f}超过限值{limit:.1f}，"
              "无异常时平均约{run_length:.0f}天才误报一次。",
        "en": "{observed} since {since}, usually about {expected:.1f}; the CUSUM of {statistic:.1f} passed its "
              "limit of {limit:.1f}. Without a cause that happens once in about {run_length:.0f} days.",
    },
    "ewma": {
        "zh": "自{since}起{observed}起，通常约{expected:.1f}起；加权日均{statistic:.2f}超过限值{limit:.2f}，"
              "无异常时平均约{run_length:.0f}天才误报一次。",
        "en": "{observed} since {since}, usually about {expected:.1f}; the weighted mean of {statistic:.2f} a day "
              "passed its limit of {limit:.2f}. Without a cause that happens once in about {run_length:.0f} days.",
    },
    "gi_star": {
        "zh": "自{since}起，周围{radius:.0f}米内{grids:.0f}个网格共{observed}起，平均水平约{expected:.1f}起；"
              "Gi* z={z_score:.1f}，误判率q{q}。",
        "en": "{observed} since {since} in {grids:.0f} grids within {radius:.0f} m, where the average would give "
              "{expected:.1f}; Gi* z = {z_score:.1f}, false discovery rate q {q}.",
    },
    "scan": {
        "zh": "自{since}起，周围{radius:.0f}米内{grids:.0f}个网格共{observed}起，预期{expected:.1f}起；"
              "时空扫描p{p}（模拟{simulations:.0f}次）。",
        "en": "{observed} since {since} in {grids:.0f} grids within {radius:.0f} m, {expected:.1f} expected; "
              "space-time scan p {p} ({simulations:.0f} simulations).",
    },
}  # fmt: skip


def sentence(signal: Signal, language: str) -> str:
    """Return the reasons as a sentence. Raises KeyError for a language that is not of LANGUAGES."""
    numbers = {each.word: each.value for each in signal.reasons}
    return _SENTENCES[signal.slot.method][language].format(
        since=signal.since.isoformat(), observed=signal.observed, expected=signal.expected,
        p=_chance(numbers.get("p_value", 1.0)), q=_chance(numbers.get("q_value", 1.0)), **numbers,
    )  # fmt: skip


def _chance(value: float) -> str:
    """Return a chance as it is compared: nothing is ever said to be zero."""
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"
