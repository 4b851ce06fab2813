"""Accountability reviews 责任倒查: what was known before a preventable crime. Pure rules."""
