"""Patrols: begun, told of by phones that may be offline, kept, and turned into figures and gaps."""
