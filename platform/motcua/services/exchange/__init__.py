"""What goes between agencies: use cases."""
