#!/usr/bin/env python3
"""Exact figures of the genki test programme: I01-I13, I17, I19, I23 and I24.

    genki.py CLEAN_DIR OUT.json

Definitions in words: INDICATORS.md beside the genki data. Written from those words alone.
"""

import sys
from collections import defaultdict, namedtuple
from datetime import date as Date
from fractions import Fraction

from exact import (
    Figures, age, at_risk, changes, date, describe, eq5d_levels, eq5d_value, least_squares, mean,
    number, quantile, rows, transitions, variance,
)

YEAR = (Date(2022, 4, 1), Date(2023, 3, 31))
TRIAL_WINDOW = (Date(2022, 4, 1), Date(2022, 9, 30))
OBSERVED_TO = Date(2024, 3, 31)
BENEFIT_DAYS = [Date(2023, month, 1) for month in range(4, 13)] + [
    Date(2024, month, 1) for month in range(1, 4)]

# Somebody of the population: index is the day of enrolment, or of a comparison resident index_on.
Member = namedtuple("Member", "treated index left age female")


def within(day, interval):
    return interval[0] <= day <= interval[1]


def population(folder, put):
    """The population: resident_id -> Member."""
    others = {row["resident_id"]: date(row["index_on"]) for row in rows(folder, "comparison")}
    residents = under65 = no_consent = 0
    members = {}
    for row in rows(folder, "residents"):
        residents += 1
        enrolled = date(row["enrolled_on"])
        index = enrolled or others[row["resident_id"]]
        years = age(date(row["birth_date"]), index)
        under65 += years < 65
        no_consent += row["consent"] != "Y"
        if years < 65 or row["consent"] != "Y":
            continue
        left = [date(row["died_on"]), date(row["moved_out_on"]), OBSERVED_TO]
        members[row["resident_id"]] = Member(
            enrolled is not None, index, min(day for day in left if day), years,
            row["sex"] == "F")
    participants = sum(member.treated for member in members.values())
    put("POP.residents", residents)
    put("POP.population", len(members))
    put("POP.participants", participants)
    put("POP.comparison", len(members) - participants)
    put("POP.under65", under65)
    put("POP.no_consent", no_consent)
    return members


def valid_attendances(folder, participants, put):
    """(person, programme, day) -> (minutes, kind) of every valid attendance."""
    read = of_population = before = after = 0
    valid = {}
    for row in rows(folder, "participation"):
        read += 1
        if row["participant_id"] not in participants:
            continue
        of_population += 1
        enrolled, left = participants[row["participant_id"]][1:3]
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
    """The figures of attendance; returns I02 and I03 in percent."""
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
    return steady, Fraction(100 * steady, len(regular_days))


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
    return waves


def social(members, waves, put):
    """I13: the difference in differences, its variance clustered by resident, and on which side of
    zero the lower limit of 90 percent lies."""
    changed = {True: [], False: []}
    for person, member in members.items():
        both = [waves[wave].get(person, {}).get("social_freq") for wave in ("baseline", "followup")]
        if all(both):
            before, after = (int(frequency) <= 3 for frequency in both)
            changed[member.treated].append(after - before)
    treated, compared = changed[True], changed[False]
    effect = mean(treated) - mean(compared)
    # Of the saturated regression of both waves, the residuals of a person differ by the person's
    # change less the group's mean change; CR1 takes G residents, N = 2 G rows, K = 4.
    size = len(treated) + len(compared)
    spread = sum(
        sum((change - mean(group)) ** 2 for change in group) / Fraction(len(group) ** 2)
        for group in (treated, compared))
    spread *= Fraction(size, size - 1) * Fraction(2 * size - 1, 2 * size - 4)
    put("I13.n_treat", len(treated))
    put("I13.n_comp", len(compared))
    put("I13.did", effect)
    put("I13.variance_resident_CR1", spread)
    # The 95 percent point of Student's t with 30 degrees of freedom or more (printed tables):
    # above 1.6448, the normal's, and below 1.6973, that with 30.
    assert size - 1 >= 30
    low, high = Fraction("1.6448"), Fraction("1.6973")
    above = effect > 0 and effect**2 > high**2 * spread
    assert above or effect <= 0 or effect**2 < low**2 * spread, "the limit is too near to zero"
    put("I13.limit_above_zero", above)
    return effect, above


def certification(folder, members, put):
    """I17: first certifications per 1,000 person-years of 365.25 days, by arm."""
    first = {}
    for row in rows(folder, "care"):
        day = date(row["certified_on"])
        first[row["resident_id"]] = min(day, first.get(row["resident_id"], day))
    rate = {}
    for treated, arm in ((True, "treat"), (False, "comp")):
        people = events = days = 0
        for person, member in members.items():
            certified = first.get(person)
            if member.treated != treated or certified and certified <= member.index:
                continue
            happened = certified is not None and certified <= member.left
            followed = ((certified if happened else member.left) - member.index).days
            if followed > 0:
                people, events, days = people + 1, events + happened, days + followed
        rate[arm] = Fraction(events, days) * Fraction("365.25") * 1000
        put(f"I17.{arm}.n", people)
        put(f"I17.{arm}.events", events)
        put(f"I17.{arm}.person_days", days)
        put(f"I17.{arm}.rate", rate[arm])
    put("I17.rate_ratio", rate["treat"] / rate["comp"])


def benefits(folder, members, put):
    """I19: the benefit in force on each first of a month; returns yen and person-months by arm."""
    records = defaultdict(list)
    for row in rows(folder, "care"):
        records[row["resident_id"]].append(
            (date(row["certified_on"]), int(row["benefit_yen_month"])))
    yen, months = {True: 0, False: 0}, {True: 0, False: 0}
    design, means = [], []
    for person, member in members.items():
        own = []
        for day in BENEFIT_DAYS:
            if member.index <= Date(2023, 3, 31) and member.left >= day:
                in_force = [record for record in records[person] if record[0] <= day]
                latest = [record for record in in_force if record[0] == max(in_force)[0]]
                assert len(latest) < 2, person
                own.append(latest[0][1] if latest else 0)
        yen[member.treated] += sum(own)
        months[member.treated] += len(own)
        if own:
            design.append((1, int(member.treated), member.age, int(member.female)))
            means.append(Fraction(sum(own), len(own)))
    for treated, arm in ((True, "treat"), (False, "comp")):
        put(f"I19.{arm}_yen", yen[treated])
        put(f"I19.{arm}_pm", months[treated])
        put(f"I19.{arm}_mean", Fraction(yen[treated], months[treated]))
    coefficients, variances = least_squares(design, means)
    put("I19.ols_n", len(means))
    put("I19.ols_treat", coefficients[1])
    put("I19.ols_variance_HC1", variances[1])
    return yen, months


def payment(steady, percent, effect, gate, yen, months, put):
    """I23: A + B + C + D and the tax on it, each in whole yen."""
    a = min(9_000 * steady, 1_200_000)
    b = 0 if percent < 30 else 300_000 if percent < 40 else 600_000 if percent < 50 else 900_000
    c = max(0, min(800_000, (effect * 100 * 40_000).__floor__()))
    c = c if gate else c // 2
    saving = (Fraction(yen[False], months[False]) - Fraction(yen[True], months[True])).__floor__()
    d = max(0, min(10_000_000, (Fraction(3, 10) * saving * months[True]).__floor__()))
    total = a + b + c + d
    put("I23.A", a)
    put("I23.B", b)
    put("I23.C", c)
    put("I23.saving_per_person_month", saving)
    put("I23.D", d)
    put("I23.total", total)
    put("I23.tax", total // 10)
    put("I23.total_with_tax", total + total // 10)


def main(folder, out):
    put = Figures()
    members = population(folder, put)
    participants = {person: member for person, member in members.items() if member.treated}
    steady, percent = attendance(folder, valid_attendances(folder, participants, put), put)
    effect, gate = social(members, health(folder, participants, put), put)
    certification(folder, members, put)
    payment(steady, percent, effect, gate, *benefits(folder, members, put), put)
    put.write(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
