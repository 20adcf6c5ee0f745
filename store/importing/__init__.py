"""Text files become reports: one module a format, one registry."""
