"""The documents of mediation, printed in a process of their own; see lianfang.printing.

``python -m services.mediation.printing`` is that process.
"""
