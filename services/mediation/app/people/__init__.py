"""Keeping people, finding who is who without plaintext, and the quarrels behind a quarrel."""
