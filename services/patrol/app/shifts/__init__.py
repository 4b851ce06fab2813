"""Published shifts: stored, opened, changed, fired, asked for, told of."""
