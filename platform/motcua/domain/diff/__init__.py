"""What differs between two models: rules."""
