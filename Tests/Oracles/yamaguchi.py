#!/usr/bin/env python3
"""Exact figures of the illustrative Yamaguchi contract for one period.

    yamaguchi.py CLEAN_DIR FY2025|FY2026 OUT.json

Population: consent Y, 65 or over at enrolment (birthday rule), enrolled on or before the last day
of the period. The records go beyond the period, so every figure says by its dates what it uses:

attendance.*           rows of the population dated in the period
attendance.enrolled.*  the same, without rows before enrolment or after the person left
health.in_period.*     people whose follow-up was measured in the period
health.to_date.*       people whose follow-up was measured on or before the period's last day
health.whole_file.*    people with both waves, whenever measured
services.*             services that began in the period
"""

import sys
from collections import defaultdict
from datetime import date as Date
from fractions import Fraction

from exact import (
    Figures, age, at_risk, changes, date, describe, eq5d_levels, eq5d_value, mean, number, rows,
    transitions,
)

# period -> first day, last day, distinct months of regular participation that count as continuing
PERIODS = {
    "FY2025": (Date(2025, 12, 1), Date(2026, 3, 31), 3),
    "FY2026": (Date(2026, 4, 1), Date(2027, 3, 31), 6),
}


def statutory_age(birth, day):
    """年齢計算ニ関する法律: attained at the end of the day before the birthday."""
    return age(birth, Date.fromordinal(day.toordinal() + 1))


def population(folder, last, put):
    """resident_id -> (enrolled_on, last day before death, moving out or the end of records)."""
    members, by_statute = {}, 0
    counts = defaultdict(int)
    for row in rows(folder, "residents"):
        counts["residents"] += 1
        enrolled, birth = date(row["enrolled_on"]), date(row["birth_date"])
        if enrolled is None:
            counts["not_enrolled"] += 1
        elif enrolled > last:
            counts["enrolled_later"] += 1
        elif row["consent"] != "Y":
            counts["no_consent"] += 1
        else:
            by_statute += statutory_age(birth, enrolled) >= 65
            if age(birth, enrolled) < 65:
                counts["under65"] += 1
            else:
                left = [day for day in (date(row["died_on"]), date(row["moved_out_on"])) if day]
                members[row["resident_id"]] = (enrolled, min(left, default=Date.max))
    for reason in ("residents", "not_enrolled", "enrolled_later", "no_consent", "under65"):
        put(f"population.{reason}", counts[reason])
    put("population.members", len(members))
    put("population.members_by_statute", by_statute)
    return members


def attendance(put, name, attended, provider, months_needed):
    """Figures of the attendances (person, programme, day, minutes, kind)."""
    days = {(person, day) for person, _, day, _, _ in attended}
    trial = {person for person, _, _, _, kind in attended if kind == "trial"}
    months, months_at = defaultdict(set), defaultdict(set)
    people_at, regular_at = defaultdict(set), defaultdict(set)
    for person, programme, day, _, kind in attended:
        people_at[provider[programme]].add(person)
        if kind == "regular":
            months[person].add((day.year, day.month))
            months_at[provider[programme], person].add((day.year, day.month))
            regular_at[provider[programme]].add(person)
    continuing = {person for person, of_person in months.items() if len(of_person) >= months_needed}
    put(f"{name}.rows", len(attended))
    put(f"{name}.minutes", sum(minutes for _, _, _, minutes, _ in attended))
    put(f"{name}.days", len(days))
    put(f"{name}.participants", len({person for person, _ in days}))
    put(f"{name}.trial_participants", len(trial))
    put(f"{name}.regular_participants", len(months))
    put(f"{name}.trial_and_regular_participants", len(trial & months.keys()))
    put(f"{name}.continuing", len(continuing))
    put(f"{name}.continuing_rate", Fraction(len(continuing), len(months)))
    for each in sorted(set(provider.values())):
        put(f"{name}.participants.{each}", len(people_at[each]))
        put(f"{name}.regular_participants.{each}", len(regular_at[each]))
        put(f"{name}.continuing.{each}", sum(
            at == each and len(of_person) >= months_needed
            for (at, _), of_person in months_at.items()))


def health(put, name, pairs):
    """Figures of the (baseline, follow-up) pairs of rows."""
    put(f"{name}.pairs", len(pairs))
    transitions(
        put, f"{name}.checklist", [(at_risk(before), at_risk(after)) for before, after in pairs])
    describe(put, f"{name}.grip", changes(pairs, lambda row: number(row["grip_kg"])))
    describe(put, f"{name}.eq5d_levels", changes(pairs, eq5d_levels))
    # The value set is an unconfirmed copy: see exact.py.
    describe(put, f"{name}.eq5d_value_unconfirmed", changes(pairs, eq5d_value))

    weekly = [
        (int(before["social_freq"]) <= 3, int(after["social_freq"]) <= 3)
        for before, after in pairs
        if before["social_freq"] and after["social_freq"]
    ]
    transitions(put, f"{name}.social_weekly", weekly)
    if weekly:
        before, after = mean([pair[0] for pair in weekly]), mean([pair[1] for pair in weekly])
        put(f"{name}.social_weekly.share_before", before)
        put(f"{name}.social_weekly.share_after", after)
        put(f"{name}.social_weekly.change_pp", 100 * (after - before))


def main(folder, period, out):
    first, last, months_needed = PERIODS[period]
    put = Figures()
    members = population(folder, last, put)

    provider = {row["program_id"]: row["provider_id"] for row in rows(folder, "programs")}
    attended = [
        (row["participant_id"], row["program_id"], date(row["date"]), int(row["minutes"]), row["kind"])
        for row in rows(folder, "participation")
        if row["participant_id"] in members and first <= date(row["date"]) <= last
    ]
    attendance(put, "attendance", attended, provider, months_needed)
    enrolled = [row for row in attended if members[row[0]][0] <= row[2] <= members[row[0]][1]]
    attendance(put, "attendance.enrolled", enrolled, provider, months_needed)

    waves = {"baseline": {}, "followup": {}}
    for row in rows(folder, "health"):
        waves[row["wave"]][row["resident_id"]] = row
    pairs = [
        (waves["baseline"][person], after)
        for person, after in waves["followup"].items()
        if person in members and person in waves["baseline"]
    ]
    measured = lambda pair: date(pair[1]["measured_on"])
    health(put, "health.in_period", [pair for pair in pairs if first <= measured(pair) <= last])
    health(put, "health.to_date", [pair for pair in pairs if measured(pair) <= last])
    health(put, "health.whole_file", pairs)

    begun = [
        row["provider_id"]
        for row in rows(folder, "services")
        if first <= date(row["started_on"]) <= last
    ]
    put("services.begun", len(begun))
    for each in sorted(set(provider.values())):
        put(f"services.begun.{each}", begun.count(each))
    put.write(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
