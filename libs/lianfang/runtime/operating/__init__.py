"""What an operator's programs need: finding the stack, calling services, preparing a broker, loading a county."""
