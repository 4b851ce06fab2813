"""The rules of incidents (警情) and tasks: pure, standard library only, no clock, no I/O."""
