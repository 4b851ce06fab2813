"""How much each service does, what that costs, and what a county, a city or a province needs: docs/sizing.md."""
