"""Working time, calendars, deadlines: use cases."""
