"""The patrol service's contracts (巡防与义警): who is on duty where, by ids alone."""
