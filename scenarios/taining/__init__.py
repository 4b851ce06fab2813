"""泰宁 (350429), from its published facts and made-up details."""
