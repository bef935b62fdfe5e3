"""The official services, and official texts on this machine."""
