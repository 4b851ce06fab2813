"""The unit board: kept by what shifts, incidents and people say, told to the bus, looked up."""
