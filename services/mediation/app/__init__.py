"""The mediation service's use cases."""
