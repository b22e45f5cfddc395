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
contract.*             the figures of Contracts/yamaguchi-genki, by their names there, as recorded
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


MONTHS = {"FY2025": 4, "FY2026": 12}


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


def stayed_after_trial(attended):
    """People with a trial; those of them with a regular attendance 1 to 90 days after the first."""
    first_trial = {}
    for person, _, day, _, kind in attended:
        if kind == "trial":
            first_trial[person] = min(day, first_trial.get(person, day))
    stayed = {
        person
        for person, _, day, _, kind in attended
        if kind == "regular" and person in first_trial
        and 1 <= (day - first_trial[person]).days <= 90
    }
    return len(first_trial), len(stayed)


def half_up(value, decimals):
    """四捨五入: to the nearest, halves away from zero."""
    scaled = abs(value) * 10**decimals + Fraction(1, 2)
    size = Fraction(scaled.numerator // scaled.denominator, 10**decimals)
    return size if value >= 0 else -size


def down(value, decimals):
    """切捨て: toward zero. For values that are not negative."""
    assert value >= 0
    scaled = value * 10**decimals
    return Fraction(scaled.numerator // scaled.denominator, 10**decimals)


def linear(value, low, high):
    """0 percent below `low`, 100 percent from `high`, straight between them."""
    return max(Fraction(0), min(Fraction(100), 100 * (value - low) / (high - low)))


def contract(put, period, of, after_trial):
    """Articles 6 to 11 of the contract on the figures `of(name)`."""
    name = lambda label: f"contract.{label}"
    people = "attendance.enrolled"
    providers = [key.rsplit(".", 1)[1] for key in put.values if key.startswith("services.begun.")]
    put(name("reach"), of(f"{people}.participants"))
    for each in providers:
        put(name(f"regular_by_provider[{each}]"), of(f"{people}.regular_participants.{each}"))
    put(name("continuing_rate.numerator"), of(f"{people}.continuing"))
    put(name("continuing_rate.denominator"), of(f"{people}.regular_participants"))
    put(name("continuing_rate"), half_up(100 * of(f"{people}.continuing_rate"), 1))
    tried, stayed = after_trial
    put(name("trial_to_regular.numerator"), stayed)
    put(name("trial_to_regular.denominator"), tried)
    put(name("trial_to_regular"), half_up(Fraction(100 * stayed, tried), 1))
    services = {each: of(f"services.begun.{each}") for each in providers}
    services = {each: count for each, count in services.items() if count}
    for each, count in services.items():
        put(name(f"services_by_provider[{each}]"), count)

    put(name("grip_change"), half_up(of("health.in_period.grip.mean"), 2))
    well, lost = of("health.in_period.checklist.n00"), of("health.in_period.checklist.n01")
    put(name("kept_well"), half_up(100 * well / (well + lost), 1))
    put(name("eq_change"), half_up(of("health.in_period.eq5d_value_unconfirmed.mean"), 3))
    put(name("social_change"), half_up(of("health.in_period.social_weekly.change_pp"), 1))

    rate = of(name("continuing_rate"))
    level = 0 if rate < 40 else 40 if rate < 50 else 70 if rate < 60 else 100
    put(name("continuing_level"), level)
    put(name("wellness_level"), linear(of(name("kept_well")), 50, 75))
    put(name("social_level"), linear(of(name("social_change")), 0, 10))
    put(name("outcome"), down(
        (40 * level + 30 * of(name("wellness_level")) + 30 * of(name("social_level"))) / 100, 1))

    fees = {"base_fee": 600_000 * MONTHS[period],
            "reach_fee": min(2_000 * of(name("reach")), 1_000_000)}
    for each in providers:
        price = 3_000 * of(name(f"regular_by_provider[{each}]"))
        fees[f"class_fee[{each}]"] = min(price, 400_000)
    for each, count in services.items():
        fees[f"service_fee[{each}]"] = min(100_000 * count, 200_000)
    fees["outcome_fee"] = down(750_000 * MONTHS[period] * of(name("outcome")) / 100, 0)
    for label, yen in fees.items():
        put(name(label), yen)
    total = sum(fees.values())
    assert total <= 24_000_000  # neither the year's cap nor the term's cap is reached
    put(name("total"), total)
    put(name("tax"), down(Fraction(total, 10), 0))
    put(name("due"), total + of(name("tax")))


def main(folder, period, out):
    first, last, months_needed = PERIODS[period]
    put = Figures()
    members = population(folder, last, put)

    provider = {row["program_id"]: row["provider_id"] for row in rows(folder, "programs")}
    attended = [
        (row["participant_id"], row["program_id"], day, int(row["minutes"]), row["kind"])
        for row in rows(folder, "participation")
        if row["participant_id"] in members and first <= (day := date(row["date"])) <= last
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
    contract(put, period, lambda name: Fraction(put.values[name]), stayed_after_trial(enrolled))
    put.write(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
