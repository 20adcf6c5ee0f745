"""The way to the terminal: what it shows is known, and only what differs is sent."""
