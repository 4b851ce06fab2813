"""Who is who, and who belongs to whom: pure rules for linking old quarrels."""
