"""Lists that forms choose from: units, lines of business, banks: rules."""
