#!/usr/bin/env python3
"""Compares figures of any program with the exact ones.

    same_figures.py EXACT.json FIGURES.json [--names NAMES.json] [--without PREFIX ...]

FIGURES.json is {"name": number} (compared within 1e-12, relatively above 1), or the output of
`pfs settle --format json` (compared as fractions, which must be equal). NAMES.json gives, for each
exact name, the name of the figure in the other file, or null for one that is not there; a * stands
for any text and is carried over. Without it names are the same. Exact figures whose names begin
with a PREFIX are not compared.
"""

import argparse
import json
import sys
from fractions import Fraction


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def settled(document):
    """name -> exact value of a settlement; None for a figure that has no exact value."""
    return {figure["name"]: figure["exact"] and Fraction(figure["exact"])
            for figure in document["figures"]}


def other_name(name, names):
    """The name of an exact figure in the other file; None for one that is not there."""
    if names is None or name in names:
        return names[name] if names else name
    for pattern, other in names.items():
        before, star, after = pattern.partition("*")
        if star and name.startswith(before) and name.endswith(after):
            return other and other.replace("*", name[len(before) : len(name) - len(after)])
    raise SystemExit(f"same_figures: no name is given for {name}")


def differences(exact, document, names=None, without=()):
    """(number compared, list of what differs)."""
    from_settlement = "figures" in document
    found = settled(document) if from_settlement else document
    compared, wrong = 0, []
    for name, text in exact.items():
        other = None if name.startswith(tuple(without)) else other_name(name, names)
        if other is None:
            continue
        want, got = Fraction(text), found.get(other)
        compared += 1
        if got is None:
            wrong.append(f"{name}: {other} is not there")
        elif from_settlement:
            if got != want:
                wrong.append(f"{name}: exact {want}, {other} {got}")
        elif abs(Fraction(got) - want) > Fraction(1, 10**12) * max(1, abs(want)):
            wrong.append(f"{name}: exact {float(want)!r}, {other} {got!r}")
    return compared, wrong


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exact")
    parser.add_argument("figures")
    parser.add_argument("--names")
    parser.add_argument("--without", nargs="*", default=[])
    options = parser.parse_args()
    exact = load(options.exact)
    names = load(options.names) if options.names else None
    compared, wrong = differences(
        exact, load(options.figures), names, options.without)
    for line in wrong:
        print(line)
    left_out = f", {len(exact) - compared} left out" if compared < len(exact) else ""
    print(f"{options.figures}: {compared} figures compared, {len(wrong)} different{left_out}")
    return 1 if wrong or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
