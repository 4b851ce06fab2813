"""南昌's 西湖 district (360103), from its published facts and made-up places."""
