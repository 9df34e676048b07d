"""Robustness sets: the same cases made harder in one way each, with the documents that belong to them.

One kind a module. Each takes cases and a record and gives a `Derived` set; every derived case keeps the id of its
origin, so that a run of it is compared with a run of the origin by id. Equal seeds give equal sets.
"""
