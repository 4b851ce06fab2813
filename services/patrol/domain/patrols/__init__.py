"""Patrols (巡逻): who came to which mark when, how long the stops were, and which marks were left too long."""
