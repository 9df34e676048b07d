"""How many cases are needed to see a difference between two systems that were asked the same cases."""

from __future__ import annotations

import math
from statistics import NormalDist

from corpus.errors import BadInput


def cases_needed(difference: float, differing: float, *, significance: float = 0.05, power: float = 0.8) -> int:
    """Cases with which a paired test sees the difference as often as `power` says.

    `difference` is between the two shares of right answers; `differing` the share of cases that one system has right
    and the other not, at least the difference. Connor, Biometrics 43, 1987, for McNemar's test. Raises BadInput.
    """
    if not 0 < difference <= differing <= 1:
        raise BadInput("The difference must be above 0, and at most the share of cases that differ.")
    normal = NormalDist()
    chance, sure = normal.inv_cdf(1 - significance / 2), normal.inv_cdf(power)
    spread = chance * math.sqrt(differing) + sure * math.sqrt(differing - difference**2)
    return math.ceil((spread / difference) ** 2)
