"""Composers turn evidence into claims."""
