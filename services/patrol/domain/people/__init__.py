"""Officers, auxiliaries and volunteers (民警, 辅警, 义警), by id."""
