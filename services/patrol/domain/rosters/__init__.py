"""Who works when: the problem of a roster, the roster, what it costs, and the checker that proves it."""
