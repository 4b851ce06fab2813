"""What the command room sees: the board now, its changes as they come, the map, the platform's health."""
