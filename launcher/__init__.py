"""Starts EVU from nothing. Standard library only: it runs before any package is installed."""
