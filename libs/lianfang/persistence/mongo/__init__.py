"""The store for clusters: MongoDB through pymongo."""
