#!/usr/bin/env python3
"""Exact figures of the genki test programme: I01-I06, I08-I12, I24, and payments A and B of I23.

    genki.py CLEAN_DIR OUT.json

Definitions in words: INDICATORS.md beside the genki data. Written from those words alone.
"""

import sys
from collections import defaultdict
from datetime import date as Date
from fractions import Fraction

from exact import (
    Figures, age, at_risk, changes, date, describe, eq5d_levels, eq5d_value, mean, number,
    quantile, rows, transitions, variance,
)

YEAR = (Date(2022, 4, 1), Date(2023, 3, 31))
TRIAL_WINDOW = (Date(2022, 4, 1), Date(2022, 9, 30))
OBSERVED_TO = Date(2024, 3, 31)


def within(day, interval):
    return interval[0] <= day <= interval[1]


def population(folder, put):
    """Participants of the population: resident_id -> (enrolled_on, exit)."""
    others = {row["resident_id"]: date(row["index_on"]) for row in rows(folder, "comparison")}
    residents = under65 = no_consent = comparison = 0
    participants = {}
    for row in rows(folder, "residents"):
        residents += 1
        enrolled = date(row["enrolled_on"])
        old = age(date(row["birth_date"]), enrolled or others[row["resident_id"]]) >= 65
        under65 += not old
        no_consent += row["consent"] != "Y"
        if not old or row["consent"] != "Y":
            continue
        if enrolled is None:
            comparison += 1
            continue
        left = [date(row["died_on"]), date(row["moved_out_on"]), OBSERVED_TO]
        participants[row["resident_id"]] = (enrolled, min(day for day in left if day))
    put("POP.residents", residents)
    put("POP.population", len(participants) + comparison)
    put("POP.participants", len(participants))
    put("POP.comparison", comparison)
    put("POP.under65", under65)
    put("POP.no_consent", no_consent)
    return participants


def valid_attendances(folder, participants, put):
    """(person, programme, day) -> (minutes, kind) of every valid attendance."""
    read = of_population = before = after = 0
    valid = {}
    for row in rows(folder, "participation"):
        read += 1
        if row["participant_id"] not in participants:
            continue
        of_population += 1
        enrolled, left = participants[row["participant_id"]]
        day = date(row["date"])
        before += day < enrolled
        after += day > left
        if enrolled <= day <= left and 10 <= int(row["minutes"]) <= 480:
            key = (row["participant_id"], row["program_id"], day)
            assert key not in valid, key
            valid[key] = (int(row["minutes"]), row["kind"])
    put("VALID.rows", read)
    put("VALID.rows_of_population", of_population)
    put("VALID.before_enrolment", before)
    put("VALID.after_exit", after)
    put("VALID.valid", len(valid))
    return valid


def attendance(folder, valid, put):
    days, regular_days = defaultdict(set), defaultdict(set)
    by_provider, by_month = defaultdict(set), defaultdict(set)
    minutes = 0
    provider = {row["program_id"]: row["provider_id"] for row in rows(folder, "programs")}
    for (person, programme, day), (length, kind) in valid.items():
        if within(day, YEAR):
            days[person].add(day)
            if kind == "regular":
                regular_days[person].add(day)
            by_provider[provider[programme]].add(person)
            by_month[f"{day:%Y-%m}"].add(person)
            minutes += length

    steady = sum(len(of_person) >= 24 for of_person in regular_days.values())
    counts = [len(of_person) for of_person in days.values()]
    put("I01.count", len(counts))
    put("I02.count", steady)
    put("I03.x", steady)
    put("I03.n", len(regular_days))
    put("I03.rate", Fraction(steady, len(regular_days)))
    put("I04.total", sum(counts))
    put("I04.mean", mean(counts))
    put("I04.variance", variance(counts))
    for percent in (10, 25, 50, 75, 90):
        put(f"I05.p{percent}", quantile(counts, Fraction(percent, 100)))
    put("I06.minutes", minutes)
    put("I06.hours", minutes // 60)

    first_trial = {}
    for (person, _, day), (_, kind) in valid.items():
        if kind == "trial" and within(day, TRIAL_WINDOW):
            first_trial[person] = min(day, first_trial.get(person, day))
    converted = {
        person
        for (person, _, day), (_, kind) in valid.items()
        if kind == "regular" and person in first_trial
        and 1 <= (day - first_trial[person]).days <= 90
    }
    put("I07.x", len(converted))
    put("I07.n", len(first_trial))
    put("I07.rate", Fraction(len(converted), len(first_trial)))

    people = {name: len(persons) for name, persons in sorted(by_provider.items())}
    for name, count in people.items():
        put(f"I08.by_provider.{name}", count)
    put("I08.hhi", sum(Fraction(n, sum(people.values())) ** 2 for n in people.values()))
    for month, persons in sorted(by_month.items()):
        put(f"I24.by_month.{month}", len(persons))

    reward = min(9_000 * steady, 1_200_000)
    percent = Fraction(100 * steady, len(regular_days))
    step = 0 if percent < 30 else 300_000 if percent < 40 else 600_000 if percent < 50 else 900_000
    put("I23.A", reward)
    put("I23.B", step)
    put("I23.AB", reward + step)
    put("I23.AB_tax", (reward + step) // 10)
    put("I23.AB_with_tax", reward + step + (reward + step) // 10)


def health(folder, participants, put):
    waves = {"baseline": {}, "followup": {}}
    for row in rows(folder, "health"):
        assert row["resident_id"] not in waves[row["wave"]]
        waves[row["wave"]][row["resident_id"]] = row
    pairs = [
        (waves["baseline"][person], waves["followup"][person])
        for person in participants
        if person in waves["baseline"] and person in waves["followup"]
    ]
    describe(put, "I09", changes(pairs, lambda row: number(row["grip_kg"])))

    # Gait is measured to 0.01 m/s, so that rounding the change to 2 decimals changes nothing here.
    gait = changes(pairs, lambda row: number(row["gait_mps"]))
    assert all((100 * change).denominator == 1 for change in gait)
    put("I10.n", len(gait))
    put("I10.median", quantile(gait, Fraction(1, 2)))
    put("I10.q25", quantile(gait, Fraction(1, 4)))
    put("I10.q75", quantile(gait, Fraction(3, 4)))
    improved = sum(change >= Fraction(5, 100) for change in gait)
    put("I10.improved", improved)
    put("I10.share", Fraction(improved, len(gait)))

    transitions(put, "I11", [(at_risk(before), at_risk(after)) for before, after in pairs])
    describe(put, "I12.levels", changes(pairs, eq5d_levels))
    describe(put, "I12.value", changes(pairs, eq5d_value))


def main(folder, out):
    put = Figures()
    participants = population(folder, put)
    attendance(folder, valid_attendances(folder, participants, put), put)
    health(folder, participants, put)
    put.write(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
