"""Proceedings in: files to the record."""
