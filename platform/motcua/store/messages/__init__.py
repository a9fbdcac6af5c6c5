"""What people are told: tables and queries."""
