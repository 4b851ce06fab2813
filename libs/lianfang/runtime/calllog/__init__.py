"""Call logs of the real world (CSV) as reports: columns, categories, pace, sending."""
