"""Trying a process out: trials and simulations: use cases."""
