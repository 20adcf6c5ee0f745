"""Tagged spans become files: one module a format, one registry."""
