"""Disputes (矛盾纠纷), from the first notice to a kept agreement: no dispute is forgotten."""
