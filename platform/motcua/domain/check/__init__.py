"""What may be wrong with a process model: rules."""
