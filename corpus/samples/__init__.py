"""Sample proceedings in our own words."""
