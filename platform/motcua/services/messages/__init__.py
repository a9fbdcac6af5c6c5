"""What people are told: use cases."""
