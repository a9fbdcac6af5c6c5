"""Built-in plugins, the console doubles among them."""
