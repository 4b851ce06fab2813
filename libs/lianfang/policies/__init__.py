"""Rules that differ by county, as documents: checked whole, versioned, followed by every process of a service."""
