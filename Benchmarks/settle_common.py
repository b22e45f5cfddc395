"""What the peers share: names, and the few steps from an arm's sums to figures and yen.

No library is measured here: everything over rows or persons is in settle_polars.py and
settle_duckdb.py.
"""

import json
import math
import sys
from fractions import Fraction
from statistics import NormalDist

CHECKLIST = [f"k{i:02d}" for i in range(1, 26)]
EQ5D_CONSTANT = 0.060924
EQ5D = {
    "eq_mobility": [0.0, 0.063865, 0.112618, 0.179043, 0.242916],
    "eq_selfcare": [0.0, 0.043632, 0.076660, 0.124265, 0.159659],
    "eq_usual": [0.0, 0.050407, 0.091131, 0.147929, 0.174786],
    "eq_pain": [0.0, 0.044545, 0.068178, 0.131436, 0.191203],
    "eq_anxiety": [0.0, 0.071779, 0.110496, 0.168171, 0.195961],
}
LEVELS = ["S1", "S2", "C1", "C2", "C3", "C4", "C5"]


def t_quantile(share, freedom):
    """Student's t by its expansion around the normal quantile (Abramowitz and Stegun 26.7.5).

    The first term left out is below 1e-12 from 10,000 degrees of freedom on.
    """
    z = NormalDist().inv_cdf(share)
    return (z + (z**3 + z) / (4 * freedom)
            + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2))


def social(treated, compared):
    """I13 from (persons, sum, variance) of each arm's changes: figures, effect, whether it is sure.

    Of the saturated regression of both waves, the residuals of a resident differ by the resident's
    change less the arm's mean, so that clusters need no regression: CR1 with G residents, N = 2 G
    rows, K = 4.
    """
    effect = Fraction(treated[1], treated[0]) - Fraction(compared[1], compared[0])
    residents = treated[0] + compared[0]
    variance = sum(spread * (n - 1) / n**2 for n, _, spread in (treated, compared))
    variance *= residents / (residents - 1) * (2 * residents - 1) / (2 * residents - 4)
    limit = float(effect) - t_quantile(0.95, residents - 1) * math.sqrt(variance)
    return {"I13.n_treat": treated[0], "I13.n_comp": compared[0], "I13.did": float(effect),
            "I13.variance_resident_CR1": variance, "I13.lower_limit": limit,
            "I13.limit_above_zero": int(limit > 0)}, effect, limit > 0


def certification(treated, compared):
    """I17 from (persons, events, person-days) of each arm."""
    figures = {}
    for arm, (n, events, days) in (("treat", treated), ("comp", compared)):
        figures |= {f"I17.{arm}.n": n, f"I17.{arm}.events": events, f"I17.{arm}.person_days": days,
                    f"I17.{arm}.rate": events / days * 365.25 * 1_000}
    return figures | {"I17.rate_ratio": figures["I17.treat.rate"] / figures["I17.comp.rate"]}


def benefits(treated, compared):
    """I19 from (yen, person-months) of each arm."""
    return {f"I19.{arm}_{what}": value
            for arm, (yen, months) in (("treat", treated), ("comp", compared))
            for what, value in (("yen", yen), ("pm", months), ("mean", yen / months))}


def payment(figures, effect, gate):
    """I23: A + B + C + D and the tax on it, in whole yen; `effect` is a fraction."""
    a = min(9_000 * figures["I02.count"], 1_200_000)
    percent = Fraction(100 * figures["I03.x"], figures["I03.n"])
    b = 0 if percent < 30 else 300_000 if percent < 40 else 600_000 if percent < 50 else 900_000
    c = max(0, min(800_000, math.floor(effect * 100 * 40_000)))
    c = c if gate else c // 2
    months = figures["I19.treat_pm"]
    saving = math.floor(Fraction(figures["I19.comp_yen"], figures["I19.comp_pm"])
                        - Fraction(figures["I19.treat_yen"], months))
    d = max(0, min(10_000_000, saving * months * 3 // 10))
    total, tax = a + b + c + d, (a + b + c + d) // 10
    return {"I23.A": a, "I23.B": b, "I23.C": c, "I23.saving_per_person_month": saving, "I23.D": d,
            "I23.total": total, "I23.tax": tax, "I23.total_with_tax": total + tax}


def write(figures, out):
    if not all(math.isfinite(value) for value in figures.values()):
        sys.exit("a figure does not exist")
    with open(out, "w", encoding="utf-8") as file:
        json.dump(figures, file, indent=1)
