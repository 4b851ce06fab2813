"""The rules of analytics as documents."""
