"""Estimates of a small made-up programme by their textbook formulas, for the kinds and errors that
`Tests/EndToEndTests/EstimateFormTests.swift` settles.

Least squares, clustered variances, the wild cluster bootstrap and matching are exact fractions; what is
irrational is computed to 60 digits by mpmath. Shares no code with the engine.

    python3 Tests/Oracles/estimates.py Tests/Oracles/estimates.csv
"""

import csv
import itertools
import sys
from fractions import Fraction

import mpmath

mpmath.mp.dps = 60


def digits(value, count=20):
    """The first significant digits, as the record of a settlement holds them."""
    if isinstance(value, Fraction):
        value = mpmath.mpf(value.numerator) / value.denominator
    return mpmath.nstr(value, count, strip_zeros=True, min_fixed=-99, max_fixed=99)


def show(name, *values):
    print(name, *[digits(value) if not isinstance(value, str) else value for value in values])


# Linear algebra over any field.


def solve(a, b):
    """The columns x of a x = b by Gauss-Jordan elimination with the first non-zero pivot."""
    n = len(a)
    m = [list(a[i]) + list(b[i]) for i in range(n)]
    for j in range(n):
        pivot = next(i for i in range(j, n) if m[i][j] != 0)
        m[j], m[pivot] = m[pivot], m[j]
        m[j] = [v / m[j][j] for v in m[j]]
        for i in range(n):
            if i != j:
                m[i] = [v - m[i][j] * w for v, w in zip(m[i], m[j])]
    return [row[n:] for row in m]


def inverse(a):
    return solve(a, [[a[0][0] * 0 + (i == j) for j in range(len(a))] for i in range(len(a))])


def cross(x, y, weights=None):
    weights = weights or [1] * len(x)
    return [
        [sum(w * r[i] * s[j] for r, s, w in zip(x, y, weights)) for j in range(len(y[0]))]
        for i in range(len(x[0]))
    ]


def times(a, b):
    return [[sum(p * q for p, q in zip(row, column)) for column in zip(*b)] for row in a]


class Fit:
    """Least squares of y on the columns of x."""

    def __init__(self, x, y):
        self.x, self.y = x, y
        self.inverse = inverse(cross(x, x))
        self.b = [row[0] for row in times(self.inverse, cross(x, [[v] for v in y]))]
        self.residuals = [v - sum(p * q for p, q in zip(row, self.b)) for row, v in zip(x, y)]

    def clustered(self, codes, parameters=None):
        """CR1, with so many parameters counted in K."""
        n, k = len(self.y), parameters or len(self.b)
        groups = sorted(set(codes))
        meat = [[Fraction(0)] * len(self.b) for _ in self.b]
        for group in groups:
            score = [
                sum(r[j] * e for r, e, c in zip(self.x, self.residuals, codes) if c == group)
                for j in range(len(self.b))
            ]
            meat = [[m + p * q for m, q in zip(row, score)] for row, p in zip(meat, score)]
        g = len(groups)
        factor = Fraction(g, g - 1) * Fraction(n - 1, n - k)
        bread = times(times(self.inverse, meat), self.inverse)
        return [[factor * v for v in row] for row in bread]


# The wild cluster bootstrap.


def philox(counter, key):
    """Philox4x64-10 of Salmon and others (SC11, 2011)."""
    mask = (1 << 64) - 1
    a, b, c, d = counter
    k, l = key
    for turn in range(10):
        if turn:
            k, l = (k + 0x9E3779B97F4A7C15) & mask, (l + 0xBB67AE8584CAA73B) & mask
        left, right = a * 0xD2E7470EE14C6C93, c * 0xCA5A826395121157
        a, b, c, d = (right >> 64) ^ b ^ k, right & mask, (left >> 64) ^ d ^ l, left & mask
    return a, b, c, d


class Bootstrap:
    """Cameron, Gelbach and Miller's t with the hypothesis imposed, t² compared in fractions."""

    def __init__(self, x, y, codes, column):
        self.x, self.y, self.column = x, y, column
        self.groups = sorted(set(codes))
        self.codes = codes
        self.fit = Fit(x, y)

    def square(self, fit, value):
        """t² but for the factor of CR1, which is the same in every draw."""
        variance = fit.clustered(self.codes)[self.column][self.column]
        return (fit.b[self.column] - value) ** 2 / variance if variance else None

    def p(self, draws, value=Fraction(0)):
        kept = [j for j in range(len(self.x[0])) if j != self.column]
        reduced = [[row[j] for j in kept] for row in self.x]
        shifted = [v - value * row[self.column] for row, v in zip(self.x, self.y)]
        restricted = Fit(reduced, shifted)
        fitted = [v - e for v, e in zip(self.y, restricted.residuals)]
        own = self.square(self.fit, value)
        count = 0
        for draw in draws:
            weight = dict(zip(self.groups, draw))
            y = [
                f + weight[c] * e
                for f, e, c in zip(fitted, restricted.residuals, self.codes)
            ]
            other = self.square(Fit(self.x, y), value)
            count += other is None or other >= own
        return Fraction(count, len(draws))

    def limit(self, draws, level, step, direction):
        """Doubling and halving outwards from the estimate on the grid of `step`."""
        units = self.fit.b[self.column] / step
        start = (units.__ceil__() if direction > 0 else units.__floor__()) * step
        inside, width = start, step * direction
        while self.p(draws, start + width) > 1 - level:
            inside, width = start + width, width * 2
        outside = start + width
        while abs(outside - inside) > step:
            middle = round((inside + outside) / 2 / step) * step
            if self.p(draws, middle) > 1 - level:
                inside = middle
            else:
                outside = middle
        return inside


# Logistic models.


def logit(x, y):
    """Maximum likelihood by Newton's method to the working precision."""
    b = [mpmath.mpf(0)] * len(x[0])
    while True:
        p = [1 / (1 + mpmath.exp(-sum(u * v for u, v in zip(row, b)))) for row in x]
        score = cross(x, [[t - q] for t, q in zip(y, p)])
        step = times(inverse(cross(x, x, [q * (1 - q) for q in p])), score)
        b = [u + v[0] for u, v in zip(b, step)]
        if max(abs(v[0]) for v in step) < mpmath.mpf(10) ** -50:
            return b, p


def weighted(x, arm, y, lower, upper):
    """ATE weights of those with a score within the limits: the difference, HC0, stacked."""
    _, scores = logit(x, arm)
    rows = [i for i, e in enumerate(scores) if lower <= e <= upper]
    weight = {i: 1 / scores[i] if arm[i] else 1 / (1 - scores[i]) for i in rows}
    means = []
    for group in (0, 1):
        own = [i for i in rows if arm[i] == group]
        means.append(sum(weight[i] * y[i] for i in own) / sum(weight[i] for i in own))
    total = [sum(weight[i] for i in rows if arm[i] == group) for group in (0, 1)]
    fixed = sum((weight[i] * (y[i] - means[arm[i]]) / total[arm[i]]) ** 2 for i in rows)
    # Stacked: each mean's pull by the coefficients of the model, through the model's own influence.
    information = inverse(cross(x, x, [e * (1 - e) for e in scores]))
    pull = [mpmath.mpf(0)] * len(x[0])
    for i in rows:
        slope = -(1 - scores[i]) / scores[i] if arm[i] else scores[i] / (1 - scores[i])
        sign = 1 if arm[i] else -1
        part = sign * slope * (y[i] - means[arm[i]]) / total[arm[i]]
        pull = [p + part * v for p, v in zip(pull, x[i])]
    stacked = mpmath.mpf(0)
    for i in range(len(arm)):
        own = mpmath.mpf(0)
        if i in weight:
            sign = 1 if arm[i] else -1
            own = sign * weight[i] * (y[i] - means[arm[i]]) / total[arm[i]]
        influence = times(information, [[v * (arm[i] - scores[i])] for v in x[i]])
        own += sum(p * v[0] for p, v in zip(pull, influence))
        stacked += own**2
    kept = [sum(arm[i] == group for i in rows) for group in (1, 0)]
    return means[1] - means[0], mpmath.sqrt(fixed), mpmath.sqrt(stacked), kept


def augmented(x, arm, y):
    """Doubly robust: the outcome's linear model has the group and the same covariates."""
    _, scores = logit(x, arm)
    fit = Fit([[row[0], Fraction(a)] + row[1:] for row, a in zip(x, arm)], y)
    effect = mpmath.mpf(fit.b[1].numerator) / fit.b[1].denominator
    parts = []
    for row, a, v, e in zip(x, arm, y, scores):
        base = fit.b[0] + sum(p * q for p, q in zip(row[1:], fit.b[2:]))
        residual = v - base - (fit.b[1] if a else 0)
        residual = mpmath.mpf(residual.numerator) / residual.denominator
        parts.append(effect + (residual / e if a else -residual / (1 - e)))
    n = len(parts)
    mean = sum(parts) / n
    return mean, mpmath.sqrt(sum((p - mean) ** 2 for p in parts) / n / (n - 1))


def risk_ratio(x, arm, answer):
    """Standardised over everybody; the delta method on the logarithm, inverse information."""
    full = [[row[0], mpmath.mpf(a)] + row[1:] for row, a in zip(x, arm)]
    b, p = logit(full, answer)
    covariance = inverse(cross(full, full, [q * (1 - q) for q in p]))
    risks, gradients = [], []
    for value in (0, 1):
        rows = [[row[0], mpmath.mpf(value)] + row[1:] for row in x]
        q = [1 / (1 + mpmath.exp(-sum(u * v for u, v in zip(row, b)))) for row in rows]
        risks.append(sum(q) / len(q))
        gradients.append(
            [sum(s * (1 - s) * r[j] for s, r in zip(q, rows)) / len(q) for j in range(len(b))]
        )
    g = [[u / risks[1] - v / risks[0]] for u, v in zip(gradients[1], gradients[0])]
    error = mpmath.sqrt(times(times(list(zip(*g)), covariance), g)[0][0])
    ratio = risks[1] / risks[0]
    z = mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf("0.9"))
    return ratio, ratio * error, ratio * mpmath.exp(-z * error)


def matched(early, arm, ids, y, keep):
    """Two nearest by a score of `early` alone, without replacement, the highest score first."""
    one = [[mpmath.mpf(1), mpmath.mpf(int(v))] for v in early]
    _, scores = logit(one, arm)
    scores = [mpmath.nint(e * mpmath.mpf(10) ** 10) for e in scores]
    free = {i for i, a in enumerate(arm) if not a}
    differences, used = [], 0
    for i in sorted((i for i, a in enumerate(arm) if a), key=lambda i: (-scores[i], ids[i])):
        found = sorted(free, key=lambda j: (abs(scores[j] - scores[i]), ids[j]))[:2]
        if not found or (len(found) < 2 and not keep):
            continue
        free -= set(found)
        used += len(found)
        differences.append(y[i] - Fraction(sum(y[j] for j in found), len(found)))
    m = len(differences)
    mean = sum(differences) / m
    variance = sum((d - mean) ** 2 for d in differences) / (m - 1) / m
    return mean, mpmath.sqrt(mpmath.mpf(variance.numerator) / variance.denominator), m, used


def main(path):
    with open(path, newline="") as file:
        table = list(csv.DictReader(file))
    ids = [row["id"] for row in table]
    arm = [int(row["arm"] == "treated") for row in table]
    age, early, late = (
        [Fraction(row[name]) for row in table] for name in ("age", "early", "late")
    )
    district = [row["district"] for row in table]
    office = [row["office"] for row in table]

    names = sorted(set(district))[1:]
    effects = [[Fraction(d == name) for name in names] for d in district]
    fit = Fit([[Fraction(1), Fraction(a), e, *d] for a, e, d in zip(arm, early, effects)], late)
    k = len(fit.b)
    show("adjusted", fit.b[1])
    for name, parameters in (("CR1", k), ("CR1 nested", k - len(names))):
        variance = fit.clustered(district, parameters)[1][1]
        show(name, mpmath.sqrt(mpmath.mpf(variance.numerator) / variance.denominator))

    x = [[Fraction(1), Fraction(a), e] for a, e in zip(arm, early)]
    fit = Fit(x, late)
    parts = [
        fit.clustered(codes)[1][1]
        for codes in (district, office, [d + p for d, p in zip(district, office)])
    ]
    variance = parts[0] + parts[1] - parts[2]
    show("two-way", fit.b[1], variance)
    if variance > 0:
        show("two-way error", mpmath.sqrt(mpmath.mpf(variance.numerator) / variance.denominator))

    bootstrap = Bootstrap(x, late, district, 1)
    every = list(itertools.product([1, -1], repeat=len(bootstrap.groups)))
    show("every draw", bootstrap.p(every))
    step = Fraction(1, 10)
    show("lower 80", bootstrap.limit(every, Fraction(8, 10), step, -1))
    show("upper 80", bootstrap.limit(every, Fraction(8, 10), step, 1))
    random = [
        [
            1 if philox((0, cluster, replicate, 3), (20250401, 0))[0] >> 63 == 0 else -1
            for cluster in range(len(bootstrap.groups))
        ]
        for replicate in range(199)
    ]
    show("199 draws", bootstrap.p(random))

    real = [[mpmath.mpf(1), mpmath.mpf(int(e)), mpmath.mpf(int(a))] for e, a in zip(early, age)]
    number = [mpmath.mpf(int(v)) for v in late]
    difference, fixed, stacked, kept = weighted(
        real, arm, number, mpmath.mpf("0.4"), mpmath.mpf("0.55"))
    show("scores 0.4 to 0.55", difference, fixed, stacked, str(kept))
    difference, fixed, stacked, kept = weighted(real, arm, number, 0, 1)
    show("all scores", difference, fixed, stacked, str(kept))

    exact = [[Fraction(1), e, a] for e, a in zip(early, age)]
    show("doubly robust", *augmented(exact, arm, late))
    strong = [int(v >= 16) for v in late]
    show("risk ratio", *risk_ratio(real, arm, strong))
    for keep in (True, False):
        mean, error, sets, used = matched(early, arm, ids, late, keep)
        show("smaller sets kept" if keep else "left out", mean, error, str(sets), str(used))

    compared = [v for v, a in zip(late, arm) if not a]
    for name in sorted(set(office)):
        own = [v for v, a, p in zip(late, arm, office) if a and p == name]
        difference = Fraction(sum(own), len(own)) - Fraction(sum(compared), len(compared))
        spread = sum((v - Fraction(sum(own), len(own))) ** 2 for v in own)
        spread += sum((v - Fraction(sum(compared), len(compared))) ** 2 for v in compared)
        n = len(own) + len(compared)
        variance = spread / (n - 2) * (Fraction(1, len(own)) + Fraction(1, len(compared)))
        show(
            name, difference, mpmath.sqrt(mpmath.mpf(variance.numerator) / variance.denominator),
            str(len(own)))


if __name__ == "__main__":
    main(sys.argv[1])
