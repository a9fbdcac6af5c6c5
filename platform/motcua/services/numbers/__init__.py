"""What leaders look at: use cases."""
