"""The assistant and its fronts."""
