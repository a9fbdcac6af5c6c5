"""What leaders look at: tables and queries."""
