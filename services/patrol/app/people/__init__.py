"""People (队伍): who serves where and may do what; what names them lies encrypted apart."""
