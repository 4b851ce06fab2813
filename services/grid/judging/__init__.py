"""Judging a pack that was sent, in a process of its own: it may be large, and it comes from outside.

``python -m services.grid.judging <folder>`` reads an archive from its input and writes what it found to its output.
"""
