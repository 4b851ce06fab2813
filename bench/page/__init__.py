"""The command room's map in a browser: how long its frames take with the grids of a county, and of ten thousand."""
