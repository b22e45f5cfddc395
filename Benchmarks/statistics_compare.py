#!/usr/bin/env python3
"""Runs the estimators and their peers in turn and prints medians and ratios; see Benchmarks/statistics.

Every program is a process of its own and times its work alone, without reading or starting. Standard
library only.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Title; what each line runs; the line that ratios are taken to. "pfs" runs an estimator of the library,
# "peer" a job of statistics_peers.py.
GROUPS = [
    ("Gram matrix, 1,000,000 x 20", [
        ("exact", "pfs", "gram-exact"),
        ("floating dsyrk, 1 thread", "pfs", "gram-floating"),
        ("numpy X.T @ X", "peer", "gram-floating"),
    ], "floating dsyrk, 1 thread"),
    ("Bootstrap, 10,000 x 50,000 x 10", [
        ("exact, Philox draws", "pfs", "bootstrap"),
        ("the product alone", "pfs", "bootstrap-product"),
        ("numpy bincount", "peer", "bootstrap"),
        ("numpy Poisson", "peer", "bootstrap-poisson"),
    ], "the product alone"),
    ("OLS with cluster-robust errors, 200,000 x 20", [
        ("exact", "pfs", "ols-clustered"),
        ("statsmodels", "peer", "ols-clustered"),
    ], "statsmodels"),
    ("Logistic fit, 200,000 x 20", [
        ("certified", "pfs", "logistic"),
        ("statsmodels, Newton", "peer", "logistic"),
    ], "statsmodels, Newton"),
]


def run(command):
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(output)


def main():
    binary, python, data, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    usage = subprocess.run([binary], stderr=subprocess.PIPE, text=True).stderr
    known = usage[usage.index("(") + 1:usage.index(")")].split(" | ")
    print(f"{runs} runs in turn; {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f}")
    for title, lines, base in GROUPS:
        lines = [line for line in lines if line[1] == "peer" or line[2] in known]
        measured = {name: [] for name, _, _ in lines}
        for _ in range(runs):
            for name, side, job in lines:
                command = ([binary, job, data] if side == "pfs"
                           else [python, HERE / "statistics_peers.py", job, data])
                measured[name].append(run(command))
        print(f"\n{title}")
        print(f"{'':<28}{'wall s':>9}{'cpu s':>9}{'wall ratio':>12}{'cpu ratio':>11}  figure")
        median = {name: [statistics.median(each[key] for each in all_runs)
                         for key in ("wall", "processor")]
                  for name, all_runs in measured.items()}
        for name, (wall, processor) in median.items():
            print(f"{name:<28}{wall:>9.3f}{processor:>9.3f}{wall / median[base][0]:>12.2f}"
                  f"{processor / median[base][1]:>11.2f}  {measured[name][0]['figure']}")
        print(f"ratios: to {base}")


if __name__ == "__main__":
    main()
