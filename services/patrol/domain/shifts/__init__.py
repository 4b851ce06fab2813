"""Published shifts and what life makes of them."""
