"""Posts, what they need when, and the days of a county: kept by county and version."""
