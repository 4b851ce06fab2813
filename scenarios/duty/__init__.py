"""Duty, shown: rosters of 寿宁, 泰宁 and 南昌 by the running service, and a night when one does not come."""
