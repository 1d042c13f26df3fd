"""A typed client of threads and worlds, for dApps and players."""
