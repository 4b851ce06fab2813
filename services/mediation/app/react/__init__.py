"""What the service makes of other services' events."""
