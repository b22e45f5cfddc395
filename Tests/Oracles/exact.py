"""Exact building blocks of the oracles: fractions, dates and counts, nothing rounded.

Python standard library only. No binary floating point is used anywhere: a decimal cell becomes a
`Fraction` from its text, and every figure leaves as the text "numerator/denominator".
"""

import csv
import datetime
import json
import math
from fractions import Fraction

CHECKLIST = [f"k{item:02d}" for item in range(1, 26)]
EQ5D = ["eq_mobility", "eq_selfcare", "eq_usual", "eq_pain", "eq_anxiety"]

# Japanese EQ-5D-5L coefficients (Ikeda, Shiroiwa and others 2015) for levels 1 to 5, as copied in
# the shared data. UNCONFIRMED: compare with the published table before using them for money.
EQ5D_CONSTANT = Fraction("0.060924")
EQ5D_LOSS = {
    dimension: [Fraction(coefficient) for coefficient in row.split()]
    for dimension, row in {
        "eq_mobility": "0 0.063865 0.112618 0.179043 0.242916",
        "eq_selfcare": "0 0.043632 0.076660 0.124265 0.159659",
        "eq_usual": "0 0.050407 0.091131 0.147929 0.174786",
        "eq_pain": "0 0.044545 0.068178 0.131436 0.191203",
        "eq_anxiety": "0 0.071779 0.110496 0.168171 0.195961",
    }.items()
}


def rows(folder, table):
    """The rows of `folder`/`table`.csv as dictionaries of text."""
    with open(f"{folder}/{table}.csv", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def date(text):
    """An ISO date, or None for an empty cell."""
    return datetime.date.fromisoformat(text) if text else None


def number(text):
    """A decimal cell as a fraction, or None for an empty cell."""
    return Fraction(text) if text else None


def age(birth, day):
    """Completed years by birthday: 29 February counts from 1 March in common years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def mean(values):
    return Fraction(sum(values), len(values))


def variance(values):
    """Sample variance with n - 1; the standard deviation is its square root."""
    centre = mean(values)
    return sum((value - centre) ** 2 for value in values) / Fraction(len(values) - 1)


def quantile(values, share):
    """Type 7: linear between order statistics at position (n - 1) * share."""
    ordered = sorted(values)
    position = (len(ordered) - 1) * Fraction(share)
    below = position.numerator // position.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (position - below) * (ordered[above] - ordered[below])


def least_squares(design, outcomes):
    """Coefficients of least squares and their HC1 variances.

    `design` are rows of whole numbers, `outcomes` fractions. The sums are of integers: everything
    is taken times the outcomes' common denominator and that of the coefficients.
    """
    width = len(design[0])
    scale = math.lcm(*(outcome.denominator for outcome in outcomes))
    scaled = [int(outcome * scale) for outcome in outcomes]
    cross = [[sum(row[i] * row[j] for row in design) for j in range(width)] for i in range(width)]
    right = [sum(row[i] * y for row, y in zip(design, scaled)) for i in range(width)]
    inverse = [solved(cross, [int(i == j) for i in range(width)]) for j in range(width)]
    slopes = [sum(a * b for a, b in zip(row, right)) for row in inverse]
    common = math.lcm(*(slope.denominator for slope in slopes))
    whole = [int(slope * common) for slope in slopes]
    meat = [[0] * width for _ in range(width)]
    for row, y in zip(design, scaled):
        square = (y * common - sum(x * slope for x, slope in zip(row, whole))) ** 2
        for i in range(width):
            for j in range(width):
                meat[i][j] += square * row[i] * row[j]
    factor = Fraction(len(design), len(design) - width) / (scale * common) ** 2
    variances = [
        factor * sum(line[i] * meat[i][j] * line[j] for i in range(width) for j in range(width))
        for line in inverse]
    return [slope / scale for slope in slopes], variances


def solved(matrix, right):
    """The solution of a system of equations with a regular matrix, by elimination."""
    system = [[Fraction(value) for value in row] + [Fraction(y)] for row, y in zip(matrix, right)]
    for column in range(len(system)):
        pivot = next(row for row in range(column, len(system)) if system[row][column] != 0)
        system[column], system[pivot] = system[pivot], system[column]
        system[column] = [value / system[column][column] for value in system[column]]
        for row in range(len(system)):
            if row != column:
                system[row] = [
                    a - system[row][column] * b for a, b in zip(system[row], system[column])]
    return [row[-1] for row in system]


def at_risk(row):
    """Kihon checklist: any of the seven usual cut-offs. An unanswered item counts 0."""
    answered = [int(row[item] or 0) for item in CHECKLIST]
    hits = lambda first, last: sum(answered[first - 1 : last])
    return (
        hits(1, 20) >= 10
        or hits(6, 10) >= 3
        or hits(11, 12) == 2
        or hits(13, 15) >= 2
        or hits(16, 16) == 1
        or hits(18, 20) >= 1
        or hits(21, 25) >= 2
    )


def eq5d_levels(row):
    """The sum of the five levels (5 to 25), or None unless all five are answered."""
    levels = [row[dimension] for dimension in EQ5D]
    return sum(map(int, levels)) if all(levels) else None


def eq5d_value(row):
    """The index value: 1 for 11111, else 1 - constant - coefficients; None unless all answered."""
    levels = eq5d_levels(row)
    if levels is None:
        return None
    if levels == 5:
        return Fraction(1)
    return 1 - EQ5D_CONSTANT - sum(EQ5D_LOSS[item][int(row[item]) - 1] for item in EQ5D)


def changes(pairs, measure):
    """After minus before for the pairs of rows where both are known."""
    both = [(measure(before), measure(after)) for before, after in pairs]
    return [after - before for before, after in both if before is not None and after is not None]


def describe(put, name, values):
    """Count, sum, mean and sample variance of `values`, as far as they exist."""
    put(f"{name}.n", len(values))
    put(f"{name}.sum", sum(values))
    if values:
        put(f"{name}.mean", mean(values))
    if len(values) > 1:
        put(f"{name}.variance", variance(values))


def transitions(put, name, states):
    """The 2 x 2 table of (before, after) yes/no states, with its discordant pairs."""
    table = {(a, b): 0 for a in (False, True) for b in (False, True)}
    for before, after in states:
        table[bool(before), bool(after)] += 1
    put(f"{name}.n", sum(table.values()))
    for (before, after), count in sorted(table.items()):
        put(f"{name}.n{before:d}{after:d}", count)
    put(f"{name}.discordant", table[False, True] + table[True, False])


class Figures:
    """Named exact figures in the order in which they are put."""

    def __init__(self):
        self.values = {}

    def __call__(self, name, value):
        assert name not in self.values, name
        value = Fraction(value)
        self.values[name] = f"{value.numerator}/{value.denominator}"

    def write(self, path):
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            json.dump(self.values, file, indent=1, ensure_ascii=False)
            file.write("\n")
