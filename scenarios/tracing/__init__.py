"""One call, traced from intake to acknowledgement."""
