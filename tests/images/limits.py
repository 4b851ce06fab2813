"""How large an image may be. Who goes beyond it says here why.

incident, grid: as measured, and a tenth more. The others are reckoned from their packages until they are measured.
"""

MB = 1_000_000
LIMITS_MB = {"incident": 270, "grid": 270, "mediation": 510, "patrol": 410, "analytics": 660, "tools": 300}
