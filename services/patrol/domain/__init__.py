"""The rules of duty, rosters and patrols: pure, standard library only, no clock, no I/O."""
