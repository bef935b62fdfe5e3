"""The `resolutions` command."""
