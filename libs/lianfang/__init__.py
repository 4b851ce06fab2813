"""The shared libraries of Lianfang (联防): contracts, messaging, persistence, regions, web, ops, runtime."""
