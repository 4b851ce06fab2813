"""The public staff-scheduling instances (Curtois and Qu 2014): solved, recomputed, set beside published results."""
