"""People across years."""
