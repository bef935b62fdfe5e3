"""Printed names: how they sound, and which may be one person's."""
