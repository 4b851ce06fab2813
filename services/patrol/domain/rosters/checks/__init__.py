"""The rules of a roster, one family a file. Each is read from the rules as people state them, not from a solver."""
