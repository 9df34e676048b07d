"""The web chat: static files."""
