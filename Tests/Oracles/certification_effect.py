#!/usr/bin/env python3
"""Compares the settled effect I15 with what the packages' logistic coefficients say of the same people.

    certification_effect.py CLEAN_DIR SETTLEMENT.json ORACLE.json

The oracle gives coefficients; the contract pays on a difference of predicted shares. This program
finds the people of I15 by the words of INDICATORS.md, checks that the coefficients solve their score
equations, predicts everybody twice, and compares difference, sizes and the standard error of the delta
method. Binary floating point, within 1e-9.
"""

import json
import math
import sys
from datetime import timedelta
from fractions import Fraction

from exact import Figures, date, rows, solved
from genki import population


def people(folder):
    """(certified within 730 days, treated, age, female) of everybody whose 730 days are known."""
    first = {}
    for row in rows(folder, "care"):
        day = date(row["certified_on"])
        first[row["resident_id"]] = min(day, first.get(row["resident_id"], day))
    for person, member in population(folder, Figures()).items():
        certified = first.get(person)
        if certified and certified <= member.index:
            continue
        happened = certified is not None and certified <= member.left
        followed = ((certified if happened else member.left) - member.index).days
        in_time = happened and followed <= 730
        if followed > 0 and (in_time or member.left >= member.index + timedelta(days=730)):
            yield int(in_time), (1, int(member.treated), member.age, int(member.female))


def effect(sample, beta):
    """The difference of predicted shares in percentage points, its standard error, and the largest
    score of the model relative to its own sum of magnitudes."""
    predict = lambda x: 1 / (1 + math.exp(-sum(b * v for b, v in zip(beta, x))))
    width = range(len(beta))
    score = [[] for _ in width]
    information = [[[] for _ in width] for _ in width]
    differences, gradient = [], [[] for _ in width]
    for y, x in sample:
        p = predict(x)
        for i in width:
            score[i].append((y - p) * x[i])
            for j in width:
                information[i][j].append(p * (1 - p) * x[i] * x[j])
        treated, compared = (x[0], 1, *x[2:]), (x[0], 0, *x[2:])
        p1, p0 = predict(treated), predict(compared)
        differences.append(p1 - p0)
        for i in width:
            gradient[i].append(p1 * (1 - p1) * treated[i] - p0 * (1 - p0) * compared[i])
    slope = [math.fsum(terms) / len(sample) for terms in gradient]
    matrix = [[math.fsum(terms) for terms in line] for line in information]
    step = [float(value) for value in solved(matrix, slope)]
    variance = math.fsum(a * b for a, b in zip(slope, step))
    miss = max(abs(math.fsum(terms)) / math.fsum(map(abs, terms)) for terms in score)
    return 100 * math.fsum(differences) / len(sample), 100 * math.sqrt(variance), miss


def main(folder, settlement, oracle):
    with open(oracle, encoding="utf-8") as file:
        published = json.load(file)["indicators"]["I15"]
    with open(settlement, encoding="utf-8") as file:
        figures = {figure["name"]: figure for figure in json.load(file)["figures"]}
    settled = lambda name: float(Fraction(figures[name]["exact"] or figures[name]["value"]))
    sample = list(people(folder))
    assert len(sample) == published["n"] and sum(y for y, _ in sample) == published["events"]
    beta = [published["coef"][name] for name in ("const", "treat", "age", "female")]
    difference, error, miss = effect(sample, beta)
    assert miss < 1e-9, miss
    compared = [("estimate", difference), ("standard error", error)]
    wrong = 0
    for name, want in compared:
        found = settled(f"certification_effect.{name}")
        if abs(found - want) > 1e-9 * abs(want):
            wrong += 1
            print(f"certification_effect.{name}: {found!r}, from the coefficients {want!r}")
    print(f"certification_effect: {len(sample)} persons, {len(compared)} compared, {wrong} different")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
