"""What a cluster is told, generated from what the code already says: the broker's objects, alerts, dashboards.

``python -m lianfang.deploy`` writes the files under ``deploy/``; ``--check`` says which of them are stale.
"""
