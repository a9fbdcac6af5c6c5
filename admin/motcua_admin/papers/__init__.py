"""Papers of the offices: screens."""
