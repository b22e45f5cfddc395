#!/usr/bin/env python3
"""Compares the settled quit-smoking figures with those of two statistics packages.

    check_nhefs.py real_oracles.json SETTLEMENT.json

The oracles were computed by Python and by R from the same records, and the crude means are published
(Hernán and Robins, "What If", chapter 12). Agreement within 1e-9.
"""

import json
import sys
from fractions import Fraction

NAMES = {
    "nh.n_total": "enrolled_number",
    "nh.n_complete": "followed_up_number",
    "nh.crude.mean1": "gain_of_quitters",
    "nh.crude.mean0": "gain_of_smokers",
}


def main(oracles, settlement):
    with open(oracles, encoding="utf-8") as file:
        items = {item["id"]: item for item in json.load(file)["items"]}
    with open(settlement, encoding="utf-8") as file:
        figures = {f["name"]: Fraction(f["exact"]) for f in json.load(file)["figures"]}
    wrong = 0
    for oracle, name in NAMES.items():
        for side in ("value", "value_R"):
            want = Fraction(items[oracle][side])
            if abs(figures[name] - want) > abs(want) / 10**9:
                print(f"{name}: {float(figures[name])!r}, {oracle} {side} {items[oracle][side]}")
                wrong += 1
    print(f"{settlement}: {2 * len(NAMES)} figures compared, {wrong} different")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
