"""Measurements of analytics: dashboard questions over many facts, and the rebuild of a long log."""
