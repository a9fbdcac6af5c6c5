"""Everything a checkout needs before it runs: environment, packages, front end, browser for tests."""
