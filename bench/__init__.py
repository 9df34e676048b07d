"""Speed, memory and quality of retrieval, run by hand or on a schedule; never part of the tests."""
