#!/usr/bin/env python3
"""Compares exact figures with the pandas oracle of the shared data.

    check_genki.py EXACT.json oracle_genki_small.json

Integers must be equal; rationals must agree within 1e-12 absolutely (relatively above 1).
"""

import json
import math
import sys
from fractions import Fraction

# exact name -> (indicator, field, how to get from the exact figure to the oracle's)
SAME = lambda value: value
ROOT = lambda value: math.sqrt(value)
RENAMED = {
    "I03.rate": ("I03", "p", SAME),
    "I04.variance": ("I04", "sd", ROOT),
    "I07.rate": ("I07", "p", SAME),
    "I09.variance": ("I09", "sd", ROOT),
    "I12.levels.n": ("I12", "n", SAME),
    "I12.levels.mean": ("I12", "lss_mean", SAME),
    "I12.levels.variance": ("I12", "lss_sd", ROOT),
    "I12.value.n": ("I12", "value_n", SAME),
    "I12.value.mean": ("I12", "value_mean", SAME),
    "I12.value.variance": ("I12", "value_sd", ROOT),
    "I13.variance_resident_CR1": ("I13", "se_resident_CR1", ROOT),
    "I13.limit_above_zero": ("I13", "lo90_resident", SAME),
    "I19.ols_variance_HC1": ("I19", "ols_se_HC1", ROOT),
}
# Not given by the oracle: sums (the means are) and the discordant count.
OWN = {"I09.sum", "I11.discordant", "I12.levels.sum", "I12.value.sum"}


def expected(oracle, name):
    """The oracle's figure of this name and the function that takes the exact figure to it."""
    if name in RENAMED:
        indicator, field, how = RENAMED[name]
        return oracle[indicator][field], how
    indicator, field = name.split(".", 1)
    value = oracle[indicator]
    for part in field.split(".", 1):
        value = value[part]
    return value, SAME


def main(exact_path, oracle_path):
    with open(exact_path, encoding="utf-8") as file:
        exact = json.load(file)
    with open(oracle_path, encoding="utf-8") as file:
        oracle = json.load(file)["indicators"]
    checked = different = 0
    for name, text in exact.items():
        if name in OWN:
            continue
        value = Fraction(text)
        want, how = expected(oracle, name)
        checked += 1
        if name == "I13.limit_above_zero":
            same = bool(value) == (want > 0)
        elif isinstance(want, int):
            same = value == want
        else:
            same = abs(float(how(value)) - want) <= 1e-12 * max(1, abs(want))
        if not same:
            different += 1
            print(f"{name}: exact {text} ({float(how(value))!r}), oracle {want!r}")
    print(f"{exact_path}: {checked} figures compared, {different} different, {len(OWN)} of our own")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
