"""The rules of facts, figures and the board: pure, standard library only, no clock, no I/O."""
