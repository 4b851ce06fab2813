"""The unit board (勤务单元看板): who is on duty where, what they are at, and whether they can be sent."""
