"""Measurements. Each module is run by a make target and writes one page of figures beside it."""
