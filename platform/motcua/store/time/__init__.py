"""Working time, calendars, deadlines: tables and queries."""
