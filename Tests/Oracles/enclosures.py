#!/usr/bin/env python3
"""Small and nasty regressions with their true figures: what an enclosure must contain.

    enclosures.py COUNT SEED OUT.json

Logistic models by Newton's method in mpmath with 120 digits, least squares in exact fractions; figures
are printed with 50 digits. Data: large offsets, near separation, tiny clusters, one row per cluster,
huge and minute scales, columns nearly dependent, denominators that are prime, weights over many
orders of magnitude, leverages near one, residuals near zero, rows that repeat. Needs mpmath.
"""

import json
import random
import sys
from fractions import Fraction

import mpmath
from mpmath import mp

mp.dps = 120


def text(value):
    if isinstance(value, Fraction):
        value = mpmath.mpf(value.numerator) / value.denominator
    return mpmath.nstr(value, 50, min_fixed=1, max_fixed=0)


def number(value):
    return mpmath.mpf(value.numerator) / value.denominator


# ---- data

def column(draw, n):
    """A column of fractions of one of many kinds."""
    kind = draw.randrange(9)
    small = [Fraction(draw.randrange(-6, 7)) for _ in range(n)]
    if kind == 0:
        return small
    if kind == 1:
        return [value + 10 ** draw.choice([6, 9, 12, 13, 15]) for value in small]
    if kind == 2:
        return [value * 10 ** draw.choice([6, 12, 14, 20, 40]) for value in small]
    if kind == 3:
        return [value / 10 ** draw.choice([3, 9, 15, 30, 300]) for value in small]
    if kind == 4:
        return [Fraction(draw.randrange(2)) for _ in range(n)]
    if kind == 5:
        primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53]
        return [Fraction(draw.randrange(-99, 100), draw.choice(primes)) for _ in range(n)]
    if kind == 6:
        return [Fraction(draw.randrange(-2 ** 90, 2 ** 90)) for _ in range(n)]
    if kind == 7:
        # A few values outweigh all others.
        return [value * (10 ** draw.choice([0, 0, 0, 2, 5])) for value in small]
    return [Fraction(draw.randrange(-2 ** 50, 2 ** 50), 2 ** draw.choice([0, 49, 60])) for _ in range(n)]


def columns(draw, n, k):
    made = [column(draw, n) for _ in range(k)]
    if k > 1 and draw.random() < 0.2:
        # Nearly a multiple of another.
        tiny = Fraction(1, 10 ** draw.choice([2, 4, 6, 9]))
        made[1] = [a * 3 + tiny * draw.randrange(-4, 5) for a in made[0]]
    if draw.random() < 0.3:
        # Rows that repeat.
        half = max(3, n // 2)
        made = [[values[i % half] for i in range(n)] for values in made]
    return made


def groups(draw, n):
    size = draw.choice([1, 1, 2, 3, n // 2])
    return [str(i // size) for i in range(n)] if draw.random() < 0.6 else [
        str(draw.randrange(max(2, n // 3))) for _ in range(n)]


# ---- logistic regression

def solve(matrix, right):
    return mp.lu_solve(matrix, right)


def logistic(draw):
    n = draw.randrange(8, 41)
    k = draw.randrange(1, 4)
    x = columns(draw, n, k)
    design = [[Fraction(1)] + [values[i] for values in x] for i in range(n)]
    # Columns from their means, over their spreads: the same model, better to compute with.
    centre, spread = [Fraction(0)], [Fraction(1)]
    for values in x:
        mean = sum(values) / n
        size = max(abs(value - mean) for value in values)
        if size == 0:
            return None
        centre.append(mean)
        spread.append(size)
    z = [[number((row[j] - centre[j]) / spread[j]) for j in range(k + 1)] for row in design]
    slope = [mpmath.mpf(draw.uniform(-1, 1)) * draw.choice([0, 1, 3, 12, 60]) for _ in range(k + 1)]
    y = [int(mpmath.mpf(draw.random()) < 1 / (1 + mp.exp(-sum(a * b for a, b in zip(row, slope)))))
         for row in z]
    if draw.random() < 0.25:
        # Separated but for a row.
        order = sorted(range(n), key=lambda i: z[i][1])
        for place, i in enumerate(order):
            y[i] = int(place >= n // 2)
        y[order[0]] = 1
    if len(set(y)) < 2:
        return None
    b = mp.zeros(k + 1, 1)
    for _ in range(200):
        p = [1 / (1 + mp.exp(-sum(row[j] * b[j] for j in range(k + 1)))) for row in z]
        score = mp.matrix([sum((y[i] - p[i]) * z[i][j] for i in range(n)) for j in range(k + 1)])
        hessian = mp.matrix(k + 1, k + 1)
        for i in range(n):
            w = p[i] * (1 - p[i])
            for a in range(k + 1):
                for c in range(k + 1):
                    hessian[a, c] += w * z[i][a] * z[i][c]
        try:
            step = solve(hessian, score)
        except ZeroDivisionError:
            return None
        longest = max(abs(sum(row[j] * step[j] for j in range(k + 1))) for row in z)
        factor = min(1, 5 / longest) if longest else 1
        b += factor * step
        if longest < mpmath.mpf(10) ** -100:
            break
    else:
        return None
    if max(abs(sum(row[j] * b[j] for j in range(k + 1))) for row in z) > 500:
        return None
    try:
        inverse = hessian ** -1
    except ZeroDivisionError:
        return None
    # Back to the columns as they are: b_j / spread, and the constant.
    turn = mp.eye(k + 1)
    for j in range(1, k + 1):
        turn[j, j] = 1 / number(spread[j])
        turn[0, j] = -number(centre[j] / spread[j])

    def meat(rows):
        sums = {}
        for i, label in enumerate(rows):
            into = sums.setdefault(label, [mpmath.mpf(0)] * (k + 1))
            for j in range(k + 1):
                into[j] += (y[i] - p[i]) * z[i][j]
        out = mp.matrix(k + 1, k + 1)
        for into in sums.values():
            for a in range(k + 1):
                for c in range(k + 1):
                    out[a, c] += into[a] * into[c]
        return out, len(sums)

    clusters = groups(draw, n)
    plain, _ = meat(range(n))
    clustered, count = meat(clusters)
    covariances = {"information": inverse, "hc0": inverse * plain * inverse}
    if count > 1 and n > k + 1:
        factor = mpmath.mpf(count) / (count - 1) * (n - 1) / (n - k - 1)
        covariances["clustered"] = factor * inverse * clustered * inverse
    truth = {f"b{j}": text(value) for j, value in enumerate(turn * b)}
    for name, matrix in covariances.items():
        matrix = turn * matrix * turn.T
        for a in range(k + 1):
            for c in range(a + 1):
                truth[f"{name} {a} {c}"] = text(matrix[a, c])
    truth["deviance"] = text(-2 * sum(mp.log(p[i] if y[i] else 1 - p[i]) for i in range(n)))
    for i in range(min(n, 6)):
        truth[f"p{i}"] = text(p[i])
    if set(x[0]) == {Fraction(0), Fraction(1)}:
        # The mean probabilities with the first column set to 1 and to 0.
        for value in (0, 1):
            changed = number((value - centre[1]) / spread[1])
            truth[f"risk{value}"] = text(sum(
                1 / (1 + mp.exp(-sum((changed if j == 1 else row[j]) * b[j]
                                     for j in range(k + 1)))) for row in z) / n)
    return {"kind": "logistic", "x": [[str(v) for v in values] for values in x],
            "y": [str(v) for v in y], "clusters": clusters, "truth": truth}


# ---- least squares

def inverse_of(matrix):
    k = len(matrix)
    rows = [list(row) + [Fraction(int(i == j)) for j in range(k)] for i, row in enumerate(matrix)]
    for j in range(k):
        pivot = next((i for i in range(j, k) if rows[i][j] != 0), None)
        if pivot is None:
            return None
        rows[j], rows[pivot] = rows[pivot], rows[j]
        rows[j] = [value / rows[j][j] for value in rows[j]]
        for i in range(k):
            if i != j and rows[i][j] != 0:
                factor = rows[i][j]
                rows[i] = [a - factor * c for a, c in zip(rows[i], rows[j])]
    return [row[k:] for row in rows]


def removed(values, units, weights):
    sums, totals = {}, {}
    for value, unit, weight in zip(values, units, weights):
        sums[unit] = sums.get(unit, 0) + weight * value
        totals[unit] = totals.get(unit, 0) + weight
    return [value - sums[unit] / totals[unit] for value, unit in zip(values, units)]


def linear(draw):
    n = draw.randrange(8, 41)
    k = draw.randrange(1, 4)
    x = columns(draw, n, k)
    noise = draw.choice([Fraction(0), Fraction(1, 10 ** 12), Fraction(1, 100), Fraction(1), Fraction(10 ** 6)])
    y = [Fraction(draw.randrange(-9, 10)) * noise for _ in range(n)]
    for values in x:
        factor = Fraction(draw.randrange(-5, 6), draw.choice([1, 3, 7]))
        y = [a + factor * value for a, value in zip(y, values)]
    if draw.random() < 0.3:
        y = [a * 10 ** draw.choice([12, 30]) + 10 ** 15 for a in y]
    if draw.random() < 0.2:
        # One row almost decides a coefficient.
        x[0][0] += 10 ** draw.choice([3, 6, 9])
    kind = draw.randrange(4)
    weights = None
    if kind == 1:
        weights = [Fraction(draw.randrange(1, 100), draw.choice([1, 7, 13])) for _ in range(n)]
    if kind == 2:
        scale = Fraction(10) ** draw.choice([-310, -150, -20, 0, 20, 150, 300])
        weights = [scale * draw.randrange(1, 100) * 10 ** draw.choice([0, 0, 3, 8]) for _ in range(n)]
    ones = weights or [Fraction(1)] * n
    units = [str(i // 2) for i in range(n)] if draw.random() < 0.25 else None
    if any(len(set(values)) == 1 for values in x):
        return None
    design, response = [list(values) for values in x], y
    leverage = [Fraction(0)] * n
    if units:
        design = [removed(values, units, ones) for values in design]
        response = removed(response, units, ones)
        totals = {}
        for unit, weight in zip(units, ones):
            totals[unit] = totals.get(unit, 0) + weight
        leverage = [weight / totals[unit] for unit, weight in zip(units, ones)]
    else:
        design = [[Fraction(1)] * n] + design
    names = [str(j) for j in range(len(design))] if not units else [
        str(j + 1) for j in range(len(design))]
    size = len(design)
    parameters = size + (len(set(units)) if units else 0)
    if n <= parameters:
        return None
    gram = [[sum(w * a * c for w, a, c in zip(ones, design[i], design[j])) for j in range(size)]
            for i in range(size)]
    inverse = inverse_of(gram)
    if inverse is None:
        return None
    cross = [sum(w * a * c for w, a, c in zip(ones, values, response)) for values in design]
    b = [sum(inverse[i][j] * cross[j] for j in range(size)) for i in range(size)]
    e = [response[i] - sum(b[j] * design[j][i] for j in range(size)) for i in range(n)]
    if not any(e):
        return None
    influence = [[sum(inverse[a][j] * design[j][i] for j in range(size)) for a in range(size)]
                 for i in range(n)]
    h = [leverage[i] + ones[i] * sum(influence[i][a] * design[a][i] for a in range(size))
         for i in range(n)]

    def sandwich(labels, scores):
        sums = {}
        for i, label in enumerate(labels):
            into = sums.setdefault(label, [Fraction(0)] * size)
            for a in range(size):
                into[a] += scores[i] * influence[i][a]
        return [[sum(into[a] * into[c] for into in sums.values()) for c in range(size)]
                for a in range(size)], len(sums)

    plain = [w * value for w, value in zip(ones, e)]
    truth = {f"b{name}": text(value) for name, value in zip(names, b)}

    def put(name, matrix, factor=Fraction(1)):
        for a in range(size):
            for c in range(a + 1):
                truth[f"{name} {names[a]} {names[c]}"] = text(factor * matrix[a][c])

    rows = range(n)
    hc0, _ = sandwich(rows, plain)
    put("hc0", hc0)
    put("hc1", hc0, Fraction(n, n - parameters))
    if all(value < 1 for value in h):
        put("hc3", sandwich(rows, [s / (1 - value) for s, value in zip(plain, h)])[0])
        # The square of each score is divided once.
        hc2 = [[sum(plain[i] ** 2 / (1 - h[i]) * influence[i][a] * influence[i][c] for i in rows)
                for c in range(size)] for a in range(size)]
        put("hc2", hc2)
    clusters = groups(draw, n)
    clustered, count = sandwich(clusters, plain)
    if count > 1:
        put("cr0", clustered)
        put("cr1", clustered, Fraction(count, count - 1) * Fraction(n - 1, n - parameters))
    case = {"kind": "linear", "x": [[str(v) for v in values] for values in x],
            "y": [str(v) for v in y], "clusters": clusters, "truth": truth}
    if weights:
        case["weights"] = [str(v) for v in weights]
    if units:
        case["units"] = units
    return case


def main(count, seed, out):
    draw = random.Random(int(seed))
    cases = []
    while len(cases) < int(count):
        case = logistic(draw) if len(cases) % 2 else linear(draw)
        if case:
            cases.append(case)
    with open(out, "w", encoding="utf-8") as file:
        lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
        file.write(f'{{"cases":[\n{lines}\n]}}\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
