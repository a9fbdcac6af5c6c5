"""The table of an approved process, as Word and Excel hold it: rules."""
