#!/usr/bin/env python3
"""Compares settled figures with those of two statistics packages.

    same_as_packages.py CONTRACT SETTLEMENT.json ORACLES.json [ORACLES.json]

packages.json beside this script says which figure of which contract is which item: an id of
real_oracles.json, where each item has a Python and an R value, or the path of a value in the genki
oracles, one file for Python and one for R, with a factor if the units differ. Agreement within 1e-9
unless another tolerance stands there. Figures the settlement lacks are differences too.
"""

import json
import sys
from fractions import Fraction
from pathlib import Path


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def wanted(item, oracles):
    """The values of one item, one from each package."""
    factor, _, path = item.rpartition("*")
    factor = Fraction(factor) if factor else Fraction(1)
    for oracle in oracles:
        if "items" in oracle:
            found = next(one for one in oracle["items"] if one["id"] == path)
            for side in ("value", "value_R"):
                if found.get(side) is not None:
                    yield factor * Fraction(found[side])
        else:
            value = oracle.get(path)
            if "indicators" in oracle:
                value = oracle["indicators"]
                for step in path.split("."):
                    value = value.get(step) if isinstance(value, dict) else None
            if value is not None:
                yield factor * Fraction(value)


def main(contract, settlement, *paths):
    names = read(Path(__file__).parent / "packages.json")[contract]
    oracles = [read(path) for path in paths]
    figures = {figure["name"]: Fraction(figure["exact"] or figure["value"])
               for figure in read(settlement)["figures"]}
    compared = different = 0
    for name, item in names.items():
        item, tolerance = item if isinstance(item, list) else (item, 1e-9)
        values = list(wanted(item, oracles))
        if not values:
            print(f"{name}: no oracle has {item}")
            different += 1
        for value in values:
            compared += 1
            found = figures.get(name)
            if found is None or abs(found - value) > abs(value) * Fraction(tolerance):
                print(f"{name}: {found and float(found)!r}, {item} {float(value)!r}")
                different += 1
    print(f"{contract}: {compared} comparisons with packages, {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
