#!/usr/bin/env python3
"""The same simulation as `simulate_numpy.py`, as an analyst writes it first: residents are drawn with replacement,
their rows are joined to them, and every figure is computed anew from the rows.

    simulate_pandas.py DATA OUT.json [--replicates 10] [--seed 1]

OUT.json has the seconds that the replicates took, without reading. One process, as pandas is used.
"""

import argparse
import json
import time

import numpy as np
import pandas as pd

from simulate_numpy import LAST_DAY, due


def read(data):
    """The tables, dates read and codes as categories; ids are numbers, so that joins are fast."""
    days = ["birth_date", "enrolled_on", "moved_out_on", "died_on"]
    people = pd.read_csv(
        f"{data}/residents.csv", usecols=["resident_id", "consent", *days], parse_dates=days)
    people = people.merge(
        pd.read_csv(f"{data}/comparison.csv", parse_dates=["index_on"]), "left", "resident_id")
    numbers = pd.Series(people.index, people["resident_id"])
    people["resident"] = people.index
    visits = pd.read_csv(
        f"{data}/participation.csv", usecols=["participant_id", "date", "kind"],
        dtype={"kind": "category"}, parse_dates=["date"])
    visits["resident"] = visits.pop("participant_id").map(numbers)
    health = pd.read_csv(f"{data}/health.csv", usecols=["resident_id", "wave", "social_freq"])
    health["resident"] = health.pop("resident_id").map(numbers)
    care = pd.read_csv(
        f"{data}/care.csv", usecols=["resident_id", "certified_on", "benefit_yen_month"],
        parse_dates=["certified_on"])
    care["resident"] = care.pop("resident_id").map(numbers)
    return people.drop(columns="resident_id"), visits, health, care


def figures(people, visits, health, care):
    """The ten sums that the payments need, from rows of `people` that may stand there several times."""
    people = people.reset_index(drop=True)
    people["person"] = people.index
    people["index"] = people["enrolled_on"].fillna(people["index_on"])
    people["last"] = people[["died_on", "moved_out_on"]].min(axis=1).fillna(LAST_DAY).clip(
        upper=LAST_DAY)
    birth, index = people["birth_date"], people["index"]
    before_birthday = (index.dt.month * 100 + index.dt.day) < (birth.dt.month * 100 + birth.dt.day)
    age = index.dt.year - birth.dt.year - before_birthday
    people = people[(people["consent"] == "Y") & (age >= 65)]
    treated = people["enrolled_on"].notna()

    of_year = visits[(visits["kind"] == "regular") & visits["date"].between(
        "2022-04-01", "2023-03-31")]
    rows = people.loc[treated, ["person", "resident", "enrolled_on", "last"]].merge(
        of_year, on="resident")
    rows = rows[rows["date"].between(rows["enrolled_on"], rows["last"])]
    days = rows.groupby("person")["date"].nunique()

    waves = health.pivot(index="resident", columns="wave", values="social_freq").dropna()
    change = (waves["followup"] <= 3).astype(int) - (waves["baseline"] <= 3).astype(int)
    changes = people.merge(change.rename("change"), left_on="resident", right_index=True)
    of_treated = changes["enrolled_on"].notna()

    months, benefits = [0, 0], [0, 0]
    for first in pd.date_range("2023-04-01", "2024-03-01", freq="MS"):
        there = people[(people["index"] <= "2023-03-31") & (people["last"] >= first)]
        known = care[care["certified_on"] <= first].sort_values("certified_on", kind="stable")
        in_force = known.drop_duplicates("resident", keep="last")
        paid = there.merge(in_force, on="resident")
        for group, is_treated in enumerate((True, False)):
            months[group] += int((there["enrolled_on"].notna() == is_treated).sum())
            own = paid["enrolled_on"].notna() == is_treated
            benefits[group] += int(paid.loc[own, "benefit_yen_month"].sum())
    return np.array([[
        (days >= 24).sum(), (days >= 1).sum(), of_treated.sum(),
        changes.loc[of_treated, "change"].sum(), (~of_treated).sum(),
        changes.loc[~of_treated, "change"].sum(), *months, *benefits]], dtype=float)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--replicates", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    people, *tables = read(options.data)
    recorded = float(due(figures(people, *tables))[0])
    start = time.perf_counter()
    dues = [
        float(due(figures(
            people.sample(len(people), replace=True, random_state=options.seed + replicate),
            *tables))[0])
        for replicate in range(options.replicates)]
    seconds = time.perf_counter() - start
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump({"recorded": recorded, "expected": float(np.mean(dues)), "dues": dues,
                   "replicates": options.replicates, "seconds": seconds}, file, indent=1)


if __name__ == "__main__":
    main()
