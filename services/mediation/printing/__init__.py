"""Printing documents in a process of its own, bounded in memory and CPU: names and texts come from anyone.

``python -m services.mediation.printing`` reads one request, JSON, from its input: ``{"template": …, "data": …}``.
It writes the PDF to its output, or why there is none to its error output, JSON, and ends with a code of `answers`.
Data goes through memory only: never into a file, an argument or a log.
"""
