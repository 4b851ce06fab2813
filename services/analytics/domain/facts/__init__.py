"""Facts: the one truth that every figure is computed from, a pure function of each event."""
