#!/usr/bin/env python3
"""The peers of Benchmarks/Estimators: one job in numpy, scipy or statsmodels, the work alone timed.

    statistics_peers.py --make FOLDER     write the data (seeded; 64-bit integers column by column)
    statistics_peers.py JOB FOLDER        print one line of JSON
"""

import json
import os
import sys
import time
from pathlib import Path

# Every peer may use both cores; bootstrap in numpy draws on one.
import numpy as np

SEED = 20240401


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    generator = np.random.Generator(np.random.PCG64(SEED))
    # Half small measurements, half yen: the products of the latter pass 2^53 as sums.
    ranges = [1_000] * 10 + [10_000_000] * 10
    gram = np.column_stack([generator.integers(0, r, 1_000_000) for r in ranges])
    write(folder / "gram.i64", gram)
    write(folder / "bootstrap.i64", generator.integers(0, 100_000, (50_000, 10)))
    rows, regressors = 200_000, 20
    design = generator.integers(-1_000, 1_000, (rows, regressors))
    cluster = generator.integers(0, 2_000, rows)
    slope = np.linspace(-1, 1, regressors)
    noise = generator.normal(0, 300, rows) + generator.normal(0, 200, 2_000)[cluster]
    outcome = np.rint(design @ slope + noise).astype(np.int64)
    odds = design @ slope / 1_000 - 0.5
    event = (generator.random(rows) < 1 / (1 + np.exp(-odds))).astype(np.int64)
    # Columns: the regressors, the outcome, the event, the cluster.
    write(folder / "regression.i64", np.column_stack([design, outcome, event, cluster]))


def write(path, table):
    np.asfortranarray(table, dtype="<i8").T.tofile(path)


def read(path, columns):
    return np.fromfile(path, dtype="<i8").reshape(columns, -1).T


def gram_numpy(folder):
    table = np.asfortranarray(read(folder / "gram.i64", 20), dtype=float)
    return lambda: str(int((table.T @ table)[0, 19]))


def bootstrap(folder, draw, total):
    """Replicate means of the first column from the product of all; `draw` fills a block of weights,
    replicates by persons, and `total` is their sum by replicate."""
    table = read(folder / "bootstrap.i64", 10).astype(float)
    n, replicates, block = len(table), 10_000, 64

    def work():
        generator = np.random.Generator(np.random.PCG64(SEED))
        means, room = np.empty(replicates), np.empty((block, n))
        for start in range(0, replicates, block):
            weights = room[:replicates - start]
            draw(generator, weights)
            means[start:start + block] = (weights @ table)[:, 0] / total(weights)
        return f"{means.std(ddof=1):.6g}"

    return work


def bootstrap_multinomial(folder):
    def draw(generator, weights):
        n = weights.shape[1]
        for row in weights:
            row[:] = np.bincount(generator.integers(0, n, n), minlength=n)

    return bootstrap(folder, draw, lambda weights: weights.shape[1])


def bootstrap_poisson(folder):
    def draw(generator, weights):
        weights[:] = generator.poisson(1, weights.shape)

    return bootstrap(folder, draw, lambda weights: weights.sum(axis=1))


def regression(folder):
    table = read(folder / "regression.i64", 23)
    design = np.column_stack([np.ones(len(table)), table[:, :20]])
    return design, table[:, 20].astype(float), table[:, 21], table[:, 22]


def ols_clustered(folder):
    import statsmodels.api as sm
    design, outcome, _, cluster = regression(folder)

    def work():
        fit = sm.OLS(outcome, design).fit(cov_type="cluster", cov_kwds={"groups": cluster})
        return f"{fit.params[1]:.12g} {fit.bse[1]:.9g}"

    return work


def logistic(folder):
    import statsmodels.api as sm
    design, _, event, _ = regression(folder)

    def work():
        fit = sm.Logit(event, design).fit(disp=0, method="newton", tol=1e-10)
        return f"{fit.params[1]:.9g} {fit.bse[1]:.6g}"

    return work


JOBS = {
    "gram-floating": gram_numpy,
    "bootstrap": bootstrap_multinomial,
    "bootstrap-poisson": bootstrap_poisson,
    "ols-clustered": ols_clustered,
    "logistic": logistic,
}


def main():
    if len(sys.argv) == 3 and sys.argv[1] == "--make":
        return make(Path(sys.argv[2]))
    if len(sys.argv) != 3 or sys.argv[1] not in JOBS:
        sys.exit(__doc__)
    work = JOBS[sys.argv[1]](Path(sys.argv[2]))
    wall, processor = time.perf_counter(), os.times()
    figure = work()
    wall, after = time.perf_counter() - wall, os.times()
    spent = after.user + after.system - processor.user - processor.system
    print(json.dumps({"wall": wall, "processor": spent, "figure": figure}))


if __name__ == "__main__":
    main()
