"""Other programs' dreams: on the same network, at the same size, for the same layers."""
