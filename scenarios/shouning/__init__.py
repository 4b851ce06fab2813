"""寿宁 (350924): real names and codes, made-up grids, shops and calls."""
