"""What goes between agencies: tables and queries."""
