"""Analytics and the command-room page (研判): figures traced to events, and what happens now."""
