"""The county's rules of field records: loaded, checked, kept."""
