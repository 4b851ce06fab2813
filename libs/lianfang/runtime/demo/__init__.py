"""The demonstration: a day in 寿宁 replayed on the running stack, and its books checked."""
