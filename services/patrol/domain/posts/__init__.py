"""Posts (岗位): where people stand and walk, and how many at which hour."""
