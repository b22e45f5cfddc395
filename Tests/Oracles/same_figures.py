#!/usr/bin/env python3
"""Compares figures of any program with the exact ones.

    same_figures.py EXACT.json FIGURES.json [--names NAMES.json] [--vocabulary VOCABULARY.txt]
                    [--without PREFIX ...]

FIGURES.json is {"name": number} (compared within 1e-12, relatively above 1), or the output of
`pfs settle --format json` (compared as fractions, which must be equal). NAMES.json gives, for each
exact name, where the figure is in the other file: its name; {"figure": name, "times": 100} for one
in percent; {"figure": name, "above": 0} for whether one lies above a bound (1 or 0); {"flow":
population} for the rows that remain of a population; or null for one that is not there. A * stands for any text and is carried over. Without NAMES.json names are the same. Exact
figures whose names begin with a PREFIX are not compared. VOCABULARY.txt, of a contract in Japanese,
pairs the English names with those in FIGURES.json.
"""

import argparse
import json
import re
import sys
from fractions import Fraction


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def settled(document):
    """name -> exact value of a settlement, and "flow POPULATION" -> its remaining rows."""
    found = {figure["name"]: figure["exact"] and Fraction(figure["exact"])
             for figure in document["figures"]}
    for flow in document.get("flows", []):
        found[f"flow {flow['population']}"] = Fraction(flow["remaining"])
    return found


def vocabulary(path):
    """English name -> Japanese name, from lines of two columns."""
    with open(path, encoding="utf-8") as file:
        lines = [line.split("#")[0].split() for line in file]
    # The states of a yes-or-no value are words of the language, not names of the contract.
    return {"yes": "はい", "no": "いいえ"} | {words[0]: words[1] for words in lines if len(words) == 2}


def in_other_language(name, words):
    """The name with its block's name translated, and the states of a transition (`x.yes→no`)."""
    kind, rest = ("flow ", name[5:]) if name.startswith("flow ") else ("", name)
    block = re.match(r"[^.\[]+", rest).group()
    states = re.sub(r"[^.→]+(?=→)|(?<=→)[^\[]+", lambda word: words.get(word[0], word[0]),
                    rest[len(block):])
    return kind + words.get(block, block) + states


def place(name, names):
    """(the name in the other file or None, the factor to it, a bound) of an exact figure."""
    if names is None:
        return name, 1, None
    for pattern, other in names.items():
        before, star, after = pattern.partition("*")
        if name == pattern or star and name.startswith(before) and name.endswith(after):
            carried = name[len(before) : len(name) - len(after)]
            if isinstance(other, dict) and "flow" in other:
                return f"flow {other['flow']}", 1, None
            if isinstance(other, dict):
                return (other["figure"].replace("*", carried), Fraction(other.get("times", 1)),
                        other.get("above"))
            return other and other.replace("*", carried), 1, None
    raise SystemExit(f"same_figures: no name is given for {name}")


def differences(exact, document, names=None, without=(), words=None):
    """(number compared, list of what differs)."""
    from_settlement = "figures" in document
    found = settled(document) if from_settlement else document
    compared, wrong = 0, []
    for name, text in exact.items():
        other, factor, bound = place(name, names)
        if other is None or name.startswith(tuple(without)):
            continue
        if words:
            other = in_other_language(other, words)
        want, got = Fraction(text) * factor, found.get(other)
        if bound is not None and got is not None:
            got = Fraction(got > bound)
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
    parser.add_argument("--vocabulary")
    parser.add_argument("--without", nargs="*", default=[])
    options = parser.parse_args()
    exact = load(options.exact)
    names = load(options.names) if options.names else None
    words = vocabulary(options.vocabulary) if options.vocabulary else None
    compared, wrong = differences(
        exact, load(options.figures), names, options.without, words)
    for line in wrong:
        print(line)
    left_out = f", {len(exact) - compared} left out" if compared < len(exact) else ""
    print(f"{options.figures}: {compared} figures compared, {len(wrong)} different{left_out}")
    return 1 if wrong or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
