"""What the libraries are told through the environment, before any of them is imported; what an operator set is kept."""

from __future__ import annotations

import os

LOCAL = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",  # chromadb
    "TOKENIZERS_PARALLELISM": "false",  # warns in every forked process else
    # Several questions are answered at a time: a product spread over all cores waits for the slowest of them. Measured
    # on two busy cores, a search took 19 ms of the processor instead of 37.
    "OPENBLAS_NUM_THREADS": "1",
}


def prepare() -> None:
    """Keeps the libraries off the network, and numpy to one thread for each question."""
    for name, value in LOCAL.items():
        os.environ.setdefault(name, value)
