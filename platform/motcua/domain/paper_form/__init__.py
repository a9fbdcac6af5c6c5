"""A paper form understood as questions: rules."""
