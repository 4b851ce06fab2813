"""Copies of what must survive a loss: the services' stores and the broker's definitions; and putting them back."""
