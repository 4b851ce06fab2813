"""How large an image may be: what it is today, and a tenth more. Who goes beyond it says here why."""

MB = 1_000_000
LIMITS_MB = {"incident": 270, "grid": 270, "mediation": 460, "patrol": 460, "analytics": 660, "tools": 280}
