"""Solvers over the domain's problems, with OR-Tools. They run in a process of their own, never in a service's."""
