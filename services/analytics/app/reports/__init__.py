"""Reports: what is in them, when they are made, where they are kept and who reads them."""
