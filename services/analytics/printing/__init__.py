"""Reports as page, CSV and PDF. The PDF is printed in a process of its own; see lianfang.printing.

``python -m services.analytics.printing`` is that process.
"""
