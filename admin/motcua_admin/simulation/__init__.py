"""Trying a process out: trials and simulations: screens."""
