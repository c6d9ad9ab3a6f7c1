"""Quantiles of Student's t, without a statistics library."""

from __future__ import annotations

from statistics import NormalDist


def student_quantile(probability: float, freedom: float) -> float:
    """The quantile of t with so many degrees of freedom (2 or more).

    Cornish and Fisher's expansion about the normal quantile (Abramowitz and Stegun, *Handbook of
    Mathematical Functions*, 26.7.5): within 1% from 2 degrees of freedom on for probabilities of 5% to 95%.
    """
    z = NormalDist().inv_cdf(probability)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom ** (power + 1) for power, term in enumerate(terms))
