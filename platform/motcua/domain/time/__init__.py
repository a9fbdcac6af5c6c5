"""Working time, calendars, deadlines: rules."""
