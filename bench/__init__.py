"""Figures: what the site costs and what it survives, measured. See docs/bench.md."""
