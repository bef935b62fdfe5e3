"""Two resolutions side by side."""
