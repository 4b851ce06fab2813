"""The board: what happens now, one item per thing, folded from events in any order."""
