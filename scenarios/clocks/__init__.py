"""Services as they run on a scenario's clock: each module has the class KIND and its wiring `build`."""
