"""Calendar feeds (iCalendar) for people's own programs, behind addresses that can be revoked."""
