"""Analytics, shown: a season of calls in 寿宁 and what can be seen of it, into docs/analytics-shown.md."""
