#!/usr/bin/env python3
"""The peer of `pfs simulate` in numpy and pandas: bootstrap replicates of the contract genki-2022, payments
evaluated anew for each.

    simulate_numpy.py DATA OUT.json [--replicates 10000] [--seed 1] [--processes 2]

Every resident is reduced to ten numbers, of which all figures that the payments need are sums; a replicate is a
weight per resident, so that the sums of a block of replicates are one matrix product (float64, exact here: all
sums stay below 2^53). Payments are arrays over replicates. The limit of I13 is held at 0, as `pfs simulate --set
'social_effect_lower=0 percentage points'` holds it: it is no function of sums. The figures that no payment needs are
left out; `pfs` draws them too.
"""

import argparse
import json
import multiprocessing

import numpy as np
import pandas as pd

LAST_DAY = pd.Timestamp(2024, 3, 31)


def residents(data):
    """Ten numbers per resident, those of persons who are not eligible zero."""
    days = ["birth_date", "enrolled_on", "moved_out_on", "died_on"]
    people = pd.read_csv(
        f"{data}/residents.csv", usecols=["resident_id", "consent", *days], parse_dates=days,
        dtype={"consent": "category"}, index_col="resident_id")
    compared_on = pd.read_csv(
        f"{data}/comparison.csv", parse_dates=["index_on"], index_col="resident_id")["index_on"]
    enrolled = people["enrolled_on"]
    index = enrolled.fillna(compared_on.reindex(people.index))
    last = people[["died_on", "moved_out_on"]].min(axis=1).fillna(LAST_DAY).clip(upper=LAST_DAY)
    birth = people["birth_date"]
    before_birthday = (index.dt.month * 100 + index.dt.day) < (birth.dt.month * 100 + birth.dt.day)
    age = index.dt.year - birth.dt.year - before_birthday
    eligible = ((people["consent"] == "Y") & (age >= 65)).to_numpy()
    treated = eligible & enrolled.notna().to_numpy()
    compared = eligible & ~treated

    visits = pd.read_csv(
        f"{data}/participation.csv", usecols=["participant_id", "date", "kind"],
        dtype={"kind": "category"}, parse_dates=["date"])
    place = people.index.get_indexer(visits["participant_id"])
    date = visits["date"].to_numpy()
    valid = ((visits["kind"] == "regular").to_numpy() & treated[place]
             & (date >= enrolled.to_numpy()[place]) & (date <= last.to_numpy()[place])
             & (date >= np.datetime64("2022-04-01")) & (date < np.datetime64("2023-04-01")))
    day = date[valid].astype("datetime64[D]").astype(np.int64)
    regular_days = np.bincount(
        np.unique(place[valid].astype(np.int64) << 20 | day) >> 20, minlength=len(people))

    health = pd.read_csv(f"{data}/health.csv", usecols=["resident_id", "wave", "social_freq"])
    weekly = [
        health.loc[health["wave"] == wave].set_index("resident_id")["social_freq"]
        .reindex(people.index) for wave in ("baseline", "followup")]
    both = (weekly[0].notna() & weekly[1].notna()).to_numpy()
    change = np.where(both, (weekly[1] <= 3).astype(int) - (weekly[0] <= 3).astype(int), 0)

    care = pd.read_csv(
        f"{data}/care.csv", usecols=["resident_id", "certified_on", "benefit_yen_month"],
        parse_dates=["certified_on"]).sort_values("certified_on", kind="stable")
    months = np.zeros(len(people), np.int64)
    benefits = np.zeros(len(people), np.int64)
    began = (index <= pd.Timestamp(2023, 3, 31)).to_numpy()
    care_place = people.index.get_indexer(care["resident_id"])
    for first in pd.date_range("2023-04-01", "2024-03-01", freq="MS"):
        there = began & (last >= first).to_numpy()
        months += there
        known = (care["certified_on"] <= first).to_numpy()
        inforce = np.zeros(len(people), np.int64)
        # In order of certification, the last one stays.
        inforce[care_place[known]] = care["benefit_yen_month"].to_numpy()[known]
        benefits += np.where(there, inforce, 0)

    columns = [
        treated & (regular_days >= 24), treated & (regular_days >= 1), treated & both,
        np.where(treated, change, 0), compared & both, np.where(compared, change, 0),
        np.where(treated, months, 0), np.where(compared, months, 0),
        np.where(treated, benefits, 0), np.where(compared, benefits, 0)]
    return np.column_stack(columns).astype(np.float64)


def due(sums):
    """The amount due of each row of sums, in yen."""
    frequent, regular, n_t, sum_t, n_c, sum_c, months, others, benefits, their_benefits = sums.T
    a = np.minimum(9_000 * frequent, 1_200_000)
    percent = 100 * frequent
    b = 300_000.0 * ((percent >= 30 * regular).astype(int) + (percent >= 40 * regular)
                     + (percent >= 50 * regular))
    effect = np.floor((sum_t / n_t - sum_c / n_c) * 100 * 1e6) / 1e6
    c = np.clip(np.floor(effect * 40_000), 0, 800_000) // 2
    saving = np.floor(their_benefits / others - benefits / months)
    d = np.clip(np.floor(saving * months * 3 / 10), 0, 10_000_000)
    total = a + b + c + d
    return total + total // 10


def replicates(job):
    """Amounts due of a run of replicates, drawn from a stream of their own."""
    count, seed, block = job
    table = TABLE
    n = len(table)
    generator = np.random.Generator(np.random.SFC64(seed))
    kind = np.uint16 if n <= 1 << 16 else np.uint32
    found = []
    for start in range(0, count, block):
        size = min(block, count - start)
        weights = np.empty((size, n))
        for row in weights:
            row[:] = np.bincount(generator.integers(0, n, n, dtype=kind), minlength=n)
        found.append(due(weights @ table))
    return np.concatenate(found)


def main():
    global TABLE
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--replicates", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    TABLE = residents(options.data)
    parts = np.array_split(np.arange(options.replicates), options.processes)
    seeds = np.random.SeedSequence(options.seed).spawn(options.processes)
    jobs = [(len(part), seed, 64) for part, seed in zip(parts, seeds) if len(part)]
    with multiprocessing.get_context("fork").Pool(options.processes) as pool:
        dues = np.concatenate(pool.map(replicates, jobs))
    figures = {
        "recorded": float(due(TABLE.sum(axis=0, keepdims=True))[0]), "expected": float(dues.mean()),
        "deviation": float(dues.std(ddof=1)),
        "quantiles": {str(p): float(np.quantile(dues, p / 100, method="inverted_cdf"))
                      for p in (5, 25, 50, 75, 95)},
        "replicates": options.replicates}
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump(figures, file, indent=1)


if __name__ == "__main__":
    main()
