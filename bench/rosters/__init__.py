"""The public staff-scheduling instances (Curtois and Qu 2014), solved, recomputed and set beside published results."""
