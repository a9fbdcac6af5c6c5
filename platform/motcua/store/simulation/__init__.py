"""Trying a process out: trials and simulations: tables and queries."""
