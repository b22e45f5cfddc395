#!/usr/bin/env python3
"""Figures of the contracts written from published rules, from their records, in exact fractions.

    published_contracts.py DATASETS                      prints contract, year, figure as "n/d"
    published_contracts.py DATASETS --pfs PFS CONTRACTS  settles both languages and compares

DATASETS is Datasets/published-contracts. Written from the published rules as cited in each
contract's README, not from the contract texts; shares no code with the engine. Standard library
only.
"""

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction as F
from pathlib import Path


def read(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return date.fromisoformat(text)


def fiscal(text, first_month=4):
    on = day(text)
    return on.year if on.month >= first_month else on.year - 1


def age(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def half_up(value, decimals):
    """Of figures that are not negative."""
    scaled = value * 10**decimals + F(1, 2)
    return F(scaled.numerator // scaled.denominator, 10**decimals)


def percent(part, whole, decimals):
    return half_up(F(100 * part, whole), decimals)


def down(value, quantum=1):
    return (value / quantum).__floor__() * F(quantum)


def reported(folder, year):
    return {row["figure"]: F(row["value"]) for row in read(folder, "reported")
            if row["period"] == str(year)}


def sagae(at):
    users, visits = read(at, "registered_persons"), read(at, "event_visits")
    couples = read(at, "marriages")
    out = {}
    for year in (2023, 2024):
        n = min(30, sum(fiscal(row["married_on"]) == year for row in couples))
        fees = [740_000,
                5_000 * min(300, sum(fiscal(row["visited_on"]) == year for row in visits)),
                30_000 * min(30, sum(fiscal(row["registered_on"]) == year for row in users)),
                40_000 * n + 1_000 * n * n]
        out[year] = {"participation_fee": fees[1], "registration_fee": fees[2],
                     "marriage_fee": fees[3], "total": sum(fees)}
    return out


def hachioji(at):
    of_2018, of_2019 = reported(at, 2018), reported(at, 2019)
    rate = of_2019["examined_persons"] / of_2019["referred_persons"] * 100
    steps = 0 if rate < 79 else 4_880_000 if rate >= 87 else 1_808_000 + 384_000 * int(rate - 79)
    first = 2_441_000 * min(F(1), max(F(0), (of_2018["screening_rate"] - 9) / 10))
    return {2017: {"total": 0}, 2018: {"total": first},
            2019: {"total": steps + (2_441_000 if of_2019["early_cancers"] >= 1 else 0)}}


def maebashi(at):
    june = sum(F(row["pedestrians"]) for row in read(at, "daily_counts")
               if row["counted_on"].startswith("2024-06"))
    step = sum(june >= bound for bound in (41_411, 43_663, 45_915))
    return {2021: {"total": 0}, 2022: {"total": 0}, 2023: {"total": 0},
            2024: {"pedestrians_in_month": june, "award": 1_900_000 * step,
                   "total": 7_400_000 + 1_900_000 * step}}


def kobe(at):
    counted = [row for row in read(at, "patients") if row["left_out"] == "evaluable"]
    measured = [row for row in counted if row["kidney"]]
    stable = sum(row["kidney"] == "kidney_stable" for row in measured)
    rates = [percent(sum(bool(row["completed_on"]) for row in counted), len(counted), 1),
             percent(sum(row["habits"] == "improved" for row in counted), len(counted), 0),
             percent(stable, len(measured), 1)]
    fees = [down(min(F(7_860_000), 7_860_000 * rate / target), 10_000)
            for rate, target in zip(rates, (80, 75, 80))]
    total = 10_480_000 + sum(fees)
    return {2019: {"evaluated_number": len(counted), "kidney_rate": rates[2], "kidney_fee": fees[2],
                   "total": total, "due": total - reported(at, 2019)["interim payments"]}}


def mima(at, together):
    people = {row["resident_id"]: row for row in read(at, "residents")}
    courses = [row for row in read(at, "courses")
               if people[row["resident_id"]]["status_code"] == "eligible_person"]
    born = {who: day(row["birth_date"]) for who, row in people.items()}
    out, paid = {}, 0
    for year in range(2019, 2024):
        chosen = [row for row in courses if fiscal(row["course_end"]) == year
                  or together and fiscal(row["course_end"]) < year]
        without = [row for row in chosen if row["habit_start"] == "no_habit" and row["habit_end"]]
        risky = [row for row in chosen if int(row["motor_start"]) >= 3 and row["motor_end"]
                 and age(born[row["resident_id"]], day(row["course_start"])) >= 65]
        rates = [percent(sum(row["habit_end"] == "habit" for row in without), len(without), 1),
                 percent(sum(int(row["motor_end"]) < 3 for row in risky), len(risky), 1)]
        most = F(300_000) * (year - 2018 if together else 1)
        total = sum(down(min(most, most * rate / target), 1_000)
                    for rate, target in zip(rates, (60, 70)))
        out[year] = {"participation_number": len(chosen),
                     "participant_number": len({row["resident_id"] for row in chosen}),
                     "habit_rate": rates[0], "motor_rate": rates[1], "total": total - paid}
        paid = total if together else 0
    return out


def toyota(at):
    people = {row["person_id"]: day(row["birth_date"]) for row in read(at, "participant_list")}
    programmes = {row["programme_id"]: row["provider_id"] for row in read(at, "programmes")}
    months = defaultdict(set)
    for row in read(at, "attendance"):
        months[row["user_id"], fiscal(row["attended_on"], 7)].add(row["attended_on"][:7])
    out = {}
    for year in (2021, 2022):
        new, kept, users = Counter(), Counter(), []
        for row in read(at, "programme_users"):
            if age(people[row["person_id"]], date(year + 1, 6, 30)) < 65:
                continue
            attended = len(months[row["user_id"], year])
            if not attended:
                continue
            users.append(row["person_id"])
            provider = programmes[row["programme_id"]]
            new[provider] += fiscal(row["first_day"], 7) == year
            kept[provider] += attended >= 6
        out[year] = (users, new, kept)
    return out


def toyota_city(at):
    out = {}
    for year, (users, _, _) in toyota(at).items():
        saved = reported(at, year)["benefit_reduction"]
        shares = min(F(1), F(len(users), 5_000)) + min(F(1), saved / 200_000_000)
        out[year] = {"participation_number": len(users), "participant_number": len(set(users)),
                     "total": shares * 50_000_000}
    return out


def toyota_providers(at):
    return {year: {"total": 3_000 * sum(new.values()) + 10_000 * sum(kept.values()),
                   **{f"new_fee[{code}]": 3_000 * count for code, count in new.items()},
                   **{f"continuing_fee[{code}]": 10_000 * count for code, count in kept.items()},
                   **{f"due[{code}]": 3_000 * new[code] + 10_000 * kept[code] for code in new}}
            for year, (_, new, kept) in toyota(at).items()}


def longest_run(months):
    best = 0
    for month in months:
        length = 1
        while month + length in months:
            length += 1
        best = max(best, length)
    return best


def shizuoka(at):
    runs = defaultdict(set)
    for row in read(at, "attendance"):
        on = day(row["attended_on"])
        runs[row["resident_id"]].add(12 * on.year + on.month)
    target = [row for row in read(at, "residents") if row["care_certificate"] == "not_certified"
              and age(day(row["birth_date"]), day(row["joined_on"])) >= 65]
    lengths = [longest_run(runs[row["resident_id"]]) for row in target]
    continuing = sum(length >= 3 for length in lengths)
    short = sum(1 <= length < 3 for length in lengths)
    delayed = reported(at, 2024)["delayed_number"] >= 100
    level = F(continuing, 500) * 50 + F(short, 900) * 20 + 30 * delayed
    fee = down(27_000_000 * level / 100)
    return {2024: {"continuing_number": continuing, "short_term_number": short, "outcome": level,
                   "outcome_fee": fee, "total": 6_000_000 + fee}}


def okayama(at):
    pairs = [row for row in read(at, "members") if row["bmi_end"] and F(row["bmi_start"]) >= 25]
    rate = percent(sum(F(row["bmi_end"]) < 25 for row in pairs), len(pairs), 1)
    whole = F(92_500_000)
    shares = {2019: reported(at, 2019)["registrants"] / 15_000,
              2020: reported(at, 2020)["aware_share"] / 60,
              2021: reported(at, 2021)["regulars"] / 5_000, 2022: rate / 20}
    return {year: {"total": down(min(whole, whole * share))} for year, share in shares.items()}


def fukuoka(at):
    rows = read(at, "patients")

    def share(column, arm):
        known = [row[column] for row in rows if row["mailing"] == arm and row[column]]
        return F(100 * known.count("improved"), len(known))

    def cost(arm):
        known = [row["cost_after"] for row in rows if row["mailing"] == arm and row["cost_after"]]
        return sum(map(F, known)) / len(known)

    effects = [half_up(share(column, "sent") - share(column, "not_sent"), 1)
               for column in ("duplicate_drugs", "interacting_drugs")]
    ratio = half_up(cost("sent") / cost("not_sent") * 100, 1)
    levels = [min(F(1), max(F(0), share))
              for share in (effects[0] / 20, effects[1] / 20, (100 - ratio) / 10)]
    outcome = 40 * levels[0] + 30 * levels[1] + 30 * levels[2]
    return {2021: {"duplicate_effect": effects[0], "cost_ratio": ratio, "outcome": outcome,
                   "total": down(10_000_000 + 47_600_000 * outcome / 100)}}


def omuta(at):
    order = ["support1", "support2", "care1", "care2", "care3", "care4", "care5"]
    out = {}
    for year in (2019, 2020):
        rows = [row for row in read(at, "care_users")
                if fiscal(row["assessed_on"]) == year and row["level_end"]]
        kept = sum(order.index(row["level_end"]) <= order.index(row["level_start"]) for row in rows)
        rate = percent(kept, len(rows), 1)
        level = 0 if rate < 60 else 50 if rate < 70 else 75 if rate < 80 else 100
        first = [row["level_end"] for row in rows if row["level_start"] == "care1"]
        out[year] = {"kept_rate": rate, "total": 34_000 * level,
                     "care1_to_care2": percent(first.count("care2"), len(first), 1)}
    return out


def justice(at):
    released = {row["youth_id"]: (row["arm"], day(row["released_on"]))
                for row in read(at, "youths")}
    hit = {row["youth_id"] for row in read(at, "sanctions")
           if 1 <= (day(row["decided_on"]) - released[row["youth_id"]][1]).days <= 365}

    def share(arm):
        group = [who for who, (own, _) in released.items() if own == arm]
        return F(sum(who in hit for who in group), len(group))

    index = half_up(100 * share("supported") / share("not_supported"), 1)
    given = reported(at, 2023)
    outcome = (20 * (given["continued_share"] >= 60) + 20 * (given["learning_months"] >= 6)
               + 20 * (given["plan_share"] >= 50) + 40 * min(F(1), max(F(0), (100 - index) / 30)))
    return {2023: {"resanction_index": index, "outcome": outcome,
                   "total": down(71_220_000 * outcome / 100)}}


def hiroshima(at):
    rows = read(at, "city_counts")

    def total(column, wave, without):
        return sum(F(row[column]) for row in rows if row["wave"] == wave and row["city"] != without)

    more = total("screened_persons", "after_service", "shobara") \
        - total("screened_persons", "before_service", "shobara")
    rates = [half_up(100 * total("examined_persons", wave, "fukuyama")
                     / total("referred_persons", wave, "fukuyama"), 2)
             for wave in ("before_service", "after_service")]
    fee = 2_289_500
    split = {"cost_sharing[State grant (half, at most 10,000,000 yen)]": down(F(fee, 2), 1_000),
             "cost_sharing[Hiroshima Prefecture]": fee - down(F(fee, 2), 1_000)}
    return {2018: {"total": 0},
            2019: {"screened_more": more, "total": fee if more > 0 else 0, **split},
            2020: {"rate_after": rates[1], "rate_more": rates[1] - rates[0], **split,
                   "total": fee if rates[1] > rates[0] else 0}}


def guidance(at):
    worth = {"interview": 70, "check_up_interview": 90, "telephone": 30, "mail": 30}
    points = Counter()
    for row in read(at, "contacts"):
        points[row["guided_id"]] += worth[row["contact_kind"]]
    finished, rest = 0, 0
    for row in read(at, "guided"):
        own = points[row["guided_id"]] + 20 * (row["behaviour"] == "behaviour_changed")
        if row["waist_end"] and row["weight_end"] \
                and F(row["waist_start"]) - F(row["waist_end"]) >= 2 \
                and F(row["weight_start"]) - F(row["weight_end"]) >= 2:
            own += 180
        finished += own >= 180
        rest += 0 if own >= 180 else down(F(24_000 * own, 180))
    total = 24_000 * finished + rest
    return {2024: {"finished_number": finished, "unfinished_amount": rest, "total": total,
                   "tax": down(F(total, 10)), "payable": total + down(F(total, 10))}}


def diabetes(at):
    """The dollars of each person by the end of each year of April to March."""
    sessions = defaultdict(list)
    for row in read(at, "sessions"):
        sessions[row["beneficiary_id"]].append(
            (row["attended_on"], int(row["programme_month"]), F(row["session_weight"])))

    def earned(own):
        own = sorted(own)
        start = own[0][2]
        lost = lambda a, b: any(weight <= start * F(95, 100) for _, m, weight in own if a <= m <= b)
        number = lambda a, b: sum(a <= m <= b for _, m, _ in own)
        dollars = 25 + 50 * (number(1, 6) >= 4) + 90 * (number(1, 6) >= 9) + 160 * lost(1, 12)
        for a, b in ((7, 9), (10, 12)):
            dollars += (60 if lost(a, b) else 15) * (number(a, b) >= 2)
        for a, b in ((13, 15), (16, 18), (19, 21), (22, 24)):
            dollars += 50 * (number(a, b) >= 2 and lost(a, b))
        return dollars

    out, paid = {}, 0
    for year in (2018, 2019, 2020):
        seen = [[item for item in own if fiscal(item[0]) <= year] for own in sessions.values()]
        total = sum(earned(own) for own in seen if own)
        out[year] = {"total": total - paid}
        paid = total
    return out


def qof(at):
    given = reported(at, "2025-P12")
    rate = 100 * given["chol004_done"] / (given["chol004_register"] - given["chol004_adjusted"])
    points = [44 * min(F(1), max(F(0), (rate - 20) / 30)),
              27 * min(F(1), max(F(0), (given["dm036_rate"] - 38) / 52))]
    price = half_up(F("225.49") * given["list_size"] * given["practice_prevalence"]
                    / given["national_prevalence"], 2)
    total = half_up(price * (sum(points) + given["points_of_other_indicators"]), 2)
    monthly = half_up(F(120_000) * F(60, 100) / 12, 2)
    out = {f"2025-P{number}": {"aspiration_fee": monthly * number, "total": monthly, "due": monthly}
           for number in range(1, 12)}
    out["2025-P12"] = {"chol004_points": points[0], "dm036_points": points[1],
                       "achievement_fee": total, "total": total - 11 * monthly}
    return out


def financing(at):
    zones = Counter()
    for row in read(at, "facilities"):
        zones[row["zone_name"]] += int(row["inhabitants"])
    shares = {zone: F(16_000 * count, sum(zones.values())) for zone, count in zones.items()}
    pot = sum(half_up(share, 2) for share in shares.values())
    given = reported(at, "2024-P3")
    claim = given["invoice_amount"] * F(20, 100)
    return {"2024-P3": {**{f"exact_share[{zone}]": share for zone, share in shares.items()},
                   **{f"pot[{zone}]": half_up(share, 2) for zone, share in shares.items()},
                   "staff_spread": F("3.39934634239519"),  # published: STDEVP (1, 3, 9)
                   "payers[Payer 1]": claim / 10, "payers[Payer 2]": claim * 6 / 10,
                   "payers[Payer 3]": claim * 3 / 10,
                   "total": pot + 10 * (18 - given["declared_number"]) + claim}}


def clamped(part, whole):
    return min(F(1), max(F(0), F(part) / F(whole)))


def practices(at):
    rules = {"chd015": (33, 40, 90), "chd016": (14, 46, 90), "chol003": (38, 70, 95),
             "chol004": (44, 20, 50), "hyp008": (38, 40, 85), "hyp009": (14, 40, 85),
             "stia014": (8, 40, 90), "stia015": (6, 46, 90), "dm036": (27, 38, 90),
             "dm034": (4, 50, 90), "dm035": (2, 50, 90), "ast012": (15, 45, 80)}
    out = {}
    for year, price in ((2021, F("201.16")), (2024, F("220.62"))):
        given = reported(at, year)
        points = {name: most * clamped(given[f"{name}_rate"] - low, high - low)
                  for name, (most, low, high) in rules.items()}
        fee = price * sum(points.values()) * given["practice_list"] / given["average_list"]
        out[year] = {**{f"{name}_points": own for name, own in points.items()},
                     "all_points": sum(points.values()), "total": half_up(fee, 2)}
    return out


def merit(at):
    given = reported(at, 2018)
    bounds = [F(text) for text in
              "0 26.89 40.49 50 57.07 64.79 73.08 82.71 96.44".split()]  # deciles 2 to 10
    rate = given["measure_110_rate"]
    decile = max(place for place, low in enumerate(bounds, 2) if rate >= low)
    low = bounds[decile - 2]
    part = 0 if decile == 10 else (rate - low) / (bounds[decile - 1] - low)
    first = half_up(max(F(3), decile + part), 4)
    quality = first + 3 + 3 + 6
    whole = {name: max(F(1), half_up(most * given[f"{name}_done"] / given[f"{name}_of"], 0))
             for name, most in (("prescribed", 10), ("sent", 20), ("received", 20),
                                ("access", 40))}
    exchange = sum(whole.values()) + given["registry_points"]
    activity = min(F(40), given["activity_points"]) / 40 * 15
    score = quality + min(F(100), exchange) / 4 + activity
    # From the threshold of 15 points to 100 an increase of up to 5 percent, scaled.
    change = (score - 15) / 85 * 5 / 100 * given["scaling_factor"]
    assert score > 15
    return {2018: {"measure_110_points": first, "quality_points": quality,
                   "quality_share": half_up(quality / 60 * 100, 4), "exchange_points": exchange,
                   "final_score": score, "total": half_up(change * given["medicare_charges"], 2)}}


def quality(at):
    given = reported(at, 2016)
    amount, score = given["quantity_amount"], given["checked_quality"]
    gated = down(amount * score / 100, F(1, 100)) if score >= 50 else F(0)
    change = 30 if score > 80 else 0 if score >= 50 else -10
    extra = half_up(amount * change / 100, 2)
    return {2016: {"gated_bonus": gated, "quality_supplement": extra,
                   "total": gated + amount + extra}}


def facilities(at):
    cents = {"delivery": 459, "new_planning": 183, "vaccinated": 92, "fourth_visit": 37,
             "curative_care": 18}
    weights = [170, 130, 126, 114, 90, 70, 60, 52, 52, 50, 30, 28, 28]
    assert sum(weights) == 1000
    fees = F(sum(cents[row["service_type"]] * int(row["verified_times"])
                 for row in read(at, "verified_services")), 100)
    share = F(sum(weights[int(row["quality_area"][-2:]) - 1] * int(row["area_score"])
                  for row in read(at, "quality_visits")), 1000)
    return {2015: {"fees_earned": fees, "weighted_quality": share,
                   "total": down(fees * share / 100, F(1, 100))}}


def ina(at):
    rows = read(at, "fitness_records")
    pairs = [row for row in rows if row["fitness_age_end"]]
    better = sum(int(row["fitness_age_end"]) < int(row["fitness_age_start"]) for row in pairs)
    rate = percent(better, len(pairs), 1)
    award = 0 if rate < 60 else 800_000 if rate < 80 else 1_200_000
    fee = max(50_000 * better, award)
    return {2019: {"enrolled_number": len(rows), "measured_number": len(pairs),
                   "better_number": better, "better_rate": rate,
                   "fee_from_rate": 50_000 * down(len(pairs) * rate / 100),
                   "three_payments[1]": fee - 2 * (fee // 3), "three_payments[3]": fee // 3,
                   "total": fee}}


def after_months(on, count):
    """The day that corresponds to `on` so many civil months later, or the last of its month."""
    year, month = divmod(12 * on.year + on.month - 1 + count, 12)
    for number in range(on.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue


def toyonaka(at):
    joined = {row["smoker_id"]: day(row["joined_day"]) for row in read(at, "smokers")}
    latest = {}
    for row in read(at, "abstinence_reports"):
        on, start = day(row["report_day"]), joined[row["smoker_id"]]
        # Months 12 to 14 after the day: from the day after eleven months to fourteen months.
        if after_months(start, 11) < on <= after_months(start, 14):
            latest[row["smoker_id"]] = max(latest.get(row["smoker_id"], (date.min,)), (
                on, row["said_abstinent"], row["test_result"]))
    people = [who for who, on in joined.items() if on <= date(2021, 2, 28)]
    said = [latest[who] for who in people if who in latest and latest[who][1] == "said_yes"]
    tested = sum(report[2] == "test_negative" for report in said)
    total = 30_000 * len(people) + 78_000 * tested
    return {2021: {"quit_number": len(people), "said_number": len(said),
                   "abstinent_number": tested,
                   "abstinent_rate": percent(tested, len(people), 2),
                   "total": min(total, 61_000_000)}}


def months(at):
    totals = [10 * (18 - int(row["declared_times"])) for row in read(at, "monthly_declarations")]
    return {f"2016-P{number}": {"month_total": own, "total": 2 * own,
                                "quarter_so_far": 2 * sum(totals[:number - 1]) + own}
            for number, own in enumerate(totals, 1)}


def sakai(at):
    rows = read(at, "attendees")
    counted = [row for row in rows if row["care_state"] == "no_certificate"
               and row["living_in"] == "this_city"
               and age(day(row["attendee_birth"]), day(row["admitted_on"])) >= 65]
    share = percent(sum(row["delayed_course"] == "course_delayed" for row in counted),
                    len(counted), 0)
    total = min(F(10_000_000), reported(at, 2021)["evaluation_spent"]) \
        + down(44_340_000 * clamped(share - 50, 30))
    return {2021: {"admitted_number": len(rows), "counted_number": len(counted),
                   "delayed_share": share, "total": total,
                   "two_accounts[General account]": min(total, 6_000_000),
                   "two_accounts[Care insurance account]": total - min(total, 6_000_000)}}


def tenri(at):
    costs = Counter()
    for row in read(at, "receipts"):
        if row["cost_kind"] != "entertainment_cost" and fiscal(row["paid_day"]) == 2018:
            costs[row["receiver"]] += int(row["receipt_amount"])
    paid = {who: min(cost, 1_200_000) for who, cost in costs.items()}
    people = read(at, "trainees")
    kept = percent(sum(bool(row["cognition_end"]) and int(row["cognition_end"])
                       >= int(row["cognition_start"]) for row in people), len(people), 1)
    share = percent(sum(int(row["sessions_attended"]) for row in people),
                    sum(int(row["sessions_held"]) for row in people), 1)
    all_met = kept >= 60 and share >= 80 and reported(at, 2018)["safety_confirmed"] >= 1
    bonus = 900_000 if all_met else 0
    return {2018: {"trainees_kept_rate": kept, "attended_share": share, "bonus_fee": bonus,
                   **{f"cost_fee[{who}]": amount for who, amount in paid.items()},
                   "total": min(3_000_000, sum(paid.values()) + bonus)}}


def saijo(at):
    out = {}
    for year in (2018, 2022):
        own = [row for row in read(at, "local_projects") if fiscal(row["judged_on"]) == year]
        grants = {row["project_name"]: 10_000 * int(row["sold_units"]) for row in own
                  if row["goal_state"] == "goal_met"}
        out[year] = {"judged_number": len(own), "total": sum(grants.values()),
                     **{f"due[{name}]": amount for name, amount in grants.items()}}
    return out


def housing(at):
    out, before = {}, 0
    for year in (2025, 2026):
        end = date(year + 1, 3, 31)
        days = []
        for row in read(at, "tenancies"):
            start = day(row["moved_in"])
            if start > end:
                continue
            last = min(day(row["moved_out"]), end) if row["moved_out"] else end
            stayed = (last - start).days + 1
            if stayed >= 90 or row["leaving_reason"] == "moved_to_own_home":
                days.append(stayed)
        fee = 1_700 * sum(days)
        out[year] = {"stay_days": sum(days), "qualified_number": len(days), "stay_fee": fee,
                     "due": fee - before}
        before = fee
    return out


def savings(at):
    out = {}
    for year in (2025, 2026, 2027):
        given = reported(at, year)
        whole = given["benchmark_cost"]
        saved = whole - given["actual_cost"]
        least = 4 - 2 * clamped(given["assigned_persons"] - 5_000, 15_000)
        grade = given["care_quality"]
        level = 0 if grade < 40 else min(F(100), 40 + (grade - 40) * 60 / 50)
        share = loss = F(0)
        if saved / whole * 100 >= least:
            share = down(min(saved * level / 200, whole / 10))
        if -saved / whole * 100 >= least:
            loss = -down(-max(saved * F(3, 10), -whole / 20))
        out[year] = {"minimum_rate": least, "savings_share": share, "loss_share": loss,
                     "total": share + loss + 1_200 * given["assigned_persons"]}
    return out


def jobs(at):
    wages = defaultdict(set)
    for row in read(at, "pay_months"):
        wages[row["jobseeker_id"]].add(day(row["wage_month"]))
    out, before = {}, 0
    for year in (2025, 2026):
        end = date(year + 1, 3, 31)
        people = [row for row in read(at, "jobseekers") if day(row["attached_on"]) <= end]
        early = [row for row in people if row["withdrew_on"] and day(row["withdrew_on"]) <= end
                 and (day(row["withdrew_on"]) - day(row["attached_on"])).days < 90]
        held = sum(longest_run({12 * on.year + on.month for on in wages[row["jobseeker_id"]]
                                if on <= end}) >= 6 for row in people)
        anyway = -((-len(people)) // 5)
        earned = 60_000 * (len(people) - len(early)) + 420_000 * max(0, held - anyway)
        out[year] = {"attached_number": len(people), "withdrawn_number": len(early),
                     "sustained_number": held, "deadweight": anyway, "due": earned - before}
        before = earned
    return out


def cohorts(at):
    out, expected, paid = {}, F(0), 0
    rows = [(fiscal(row["freed_on"]), int(row["convictions_after"]))
            for row in read(at, "released")]
    for year in (2025, 2026, 2027):
        own = [events for when, events in rows if when == year]
        so_far = [events for when, events in rows if when <= year]
        alone = reported(at, year)["cohort_expected"]
        expected += alone
        reduction = half_up(100 - 100 * sum(own) / alone, 1)
        pooled = half_up(100 - 100 * sum(so_far) / expected, 1)
        fee = 50_000 * len(own) if reduction >= 10 else 0
        paid += fee
        again = max(0, 50_000 * len(so_far) - paid) if year == 2027 and pooled >= F("7.5") else 0
        out[year] = {"cohort_reduction": reduction, "all_reduction": pooled, "cohort_fee": fee,
                     "cohorts_paid": paid, "pooled_fee": again, "total": fee + again}
    return out


def shared_out(amount, parts):
    """Whole yen in proportion to `parts`; the rest goes to the largest fractions, then by code."""
    exact = {code: F(amount) * part / sum(parts.values()) for code, part in parts.items()}
    whole = {code: int(value) for code, value in exact.items()}
    order = sorted(exact, key=lambda code: (whole[code] - exact[code], code))
    for code in order[:amount - sum(whole.values())]:
        whole[code] += 1
    return whole


def two_rounds(at):
    points = Counter()
    for row in read(at, "scored_cases"):
        points[row["performer_code"]] += int(row["case_points"])
    claims = {code: min(1_000_000, 20_000 * own) for code, own in points.items()}
    first_pot = min(3_000_000, sum(claims.values()))
    first, second = shared_out(first_pot, claims), shared_out(3_000_000 - first_pot, points)
    return {2025: {"first_pot": first_pot, "second_pot": 3_000_000 - first_pot,
                   **{f"first_round[{code}]": amount for code, amount in first.items()},
                   **{f"second_round[{code}]": amount for code, amount in second.items()},
                   "total": 3_000_000}}


def towns(at):
    people, steps = read(at, "steppers"), defaultdict(list)
    joined = {row["stepper_id"]: day(row["started_walking"]) for row in people}
    for row in read(at, "step_days"):
        if 0 <= (day(row["step_day"]) - joined[row["stepper_id"]]).days < 7:
            steps[row["stepper_id"]].append(int(row["steps_taken"]))
    means = {who: half_up(F(sum(own), len(own)), 1) for who, own in steps.items()}
    below = [row for row in people if means.get(row["stepper_id"], 8_000) < 8_000]
    insufficient = sum(row["class_place"] == "in_a_class" for row in below)
    rates, fees = {}, {}
    for town in read(at, "town_list"):
        number = sum(row["town_row"] == town["town_row"] for row in people)
        rates[town["home_town"]] = F(100 * number, int(town["aged_40_over"]))
        fees[town["home_town"]] = 2_000 * number if rates[town["home_town"]] >= 20 else 0
    return {2022: {"insufficient_number": insufficient, "below_8000_number": len(below),
                   "insufficient_rate": percent(insufficient, len(people), 1),
                   **{f"town_rate[{name}]": rate for name, rate in rates.items()},
                   **{f"town_fee[{name}]": fee for name, fee in fees.items()},
                   "total": sum(fees.values()) + 5_000 * insufficient}}


def purchasing(at):
    """Points for achievement 9x + 0.5 and for improvement 10y - 0.5, the greater, in whole points."""
    discharges = read(at, "hospital_discharges")

    def survival(diagnosis, year):
        own = [row["thirty_days_later"] == "still_living" for row in discharges
               if row["main_diagnosis"] == diagnosis and fiscal(row["discharged_on"], 10) == year]
        return percent(sum(own), len(own), 2) if len(own) >= 25 else None

    def points(rate, before, threshold, benchmark):
        """Of a rate that is better if higher; a ratio is given with its sign turned."""
        if rate is None or before is None:
            return None
        if rate >= benchmark:
            return 10
        reached = F(1, 2) + 9 * (rate - threshold) / (benchmark - threshold) \
            if rate >= threshold else F(0)
        way = benchmark - before
        gone = 10 * (rate - before) / way - F(1, 2) if rate > before and way > 0 else F(0)
        return half_up(max(reached, gone, F(0)), 0)

    def shared(parts):
        there = [(weight, value) for weight, value in parts if value is not None]
        return sum(weight * value for weight, value in there) / sum(weight for weight, _ in there)

    bounds = {"heart_attack": (84, 88), "heart_failure": (87, 91), "lung_infection": (86, 90)}
    out = {}
    for year in (2015, 2016):
        given = reported(at, year)
        of_conditions = {name: points(survival(name, year), survival(name, 2014), *map(F, own))
                         for name, own in bounds.items()}
        answers = [row["nurses_explained"] == "always_explained"
                   for row in read(at, "patient_surveys") if fiscal(row["returned_on"], 10) == year]
        always = percent(sum(answers), len(answers), 2) if len(answers) >= 100 else None
        episodes = [row for row in read(at, "cost_episodes")
                    if fiscal(row["episode_began"], 10) == year]
        ratio = half_up(sum(F(row["episode_cost"]) for row in episodes)
                        / sum(F(row["usual_cost"]) for row in episodes), 2)
        outcome = shared([(1, value) for value in of_conditions.values()])
        experience = points(always, given["always_rate_before"], F(78), F(86))
        efficiency = points(-ratio, -given["spending_ratio_before"], F("-0.99"), F("-0.80"))
        process = points(given["vaccinated_share"], given["vaccinated_share_before"], F(47), F(87))
        total = half_up(shared([(10, 10 * process), (40, 10 * outcome), (25, 10 * efficiency),
                                (25, None if experience is None else 10 * experience)]), 12)
        base = given["operating_payments"] * F("0.0175")
        lost, earned = -half_up(base, 2), half_up(base * total / 100 * given["exchange_slope"], 2)
        out[year] = {"spending_ratio": ratio, "outcome_points": outcome,
                     "process_points": process, "efficiency_points": efficiency,
                     "total_performance": total, "withheld_part": lost, "earned_part": earned,
                     "total": lost + earned,
                     **{f"{name}_points": value for name, value in of_conditions.items()
                        if value is not None},
                     **({"experience_points": experience} if always is not None else {})}
    return out


def last_day_after(on, months):
    """The last day of months that begin on the day after: the day before the corresponding one."""
    first = on + timedelta(days=1)
    index = 12 * first.year + first.month - 1 + months
    try:
        return date(index // 12, index % 12 + 1, first.day) - timedelta(days=1)
    except ValueError:  # That month has no such day: its last day.
        index += 1
        return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


def frailty(at):
    best = defaultdict(F)
    for row in read(at, "test_trials"):
        key = row["test_day_id"], row["trial_kind"]
        best[key] = max(best[key], F(row["trial_reading"])) if key in best \
            else F(row["trial_reading"])
    days = defaultdict(list)
    for row in read(at, "test_days"):
        own = [best.get((row["test_day_id"], kind))
               for kind in ("one_leg_seconds", "grip_right_kg", "grip_left_kg")]
        if None not in own and day(row["tested_day"]) <= date(2020, 3, 31):
            days[row["member_id"]].append((day(row["tested_day"]), *own))

    def points(record, man):
        _, standing, right, left = record
        grip = half_up((right + left) / 2, 0)
        good, fair = (60, 20) if man else (50, 15)
        return (10 if standing >= 120 else 7 if standing >= good else 4 if standing >= fair
                else 1) + (3 if grip >= (28 if man else 18) else 0)

    def strength(own):
        return "weak" if own <= 4 else "fair" if own <= 9 else "strong"

    prices = {("weak", "strong"): 30_000, ("fair", "strong"): 18_000, ("strong", "strong"): 6_000,
              ("weak", "fair"): 15_000, ("fair", "fair"): 4_000}
    number = again = awards = 0
    for row in read(at, "frailty_members"):
        began = day(row["began_on"])
        if age(day(row["member_birth"]), began) < 60:
            continue
        number += 1
        own = sorted(days[row["member_id"]])
        first = [record for record in own if 0 <= (record[0] - began).days < 30]
        target = last_day_after(began, 6)
        # The fifth to the seventh month after the day.
        months = [record for record in own
                  if last_day_after(began, 4) < record[0] <= last_day_after(began, 7)]
        if not first or not months:
            continue
        later = min(months, key=lambda record: (abs((record[0] - target).days), record[0]))
        again += 1
        man = row["member_sex"] == "sex_male"
        awards += prices.get((strength(points(first[0], man)), strength(points(later, man))), 0)
    joining = sum(12_000 - 100 * rank for rank in range(min(number, 60))) \
        + 6_000 * max(0, min(number, 100) - 60)
    follow_up = sum(3_000 + 50 * rank for rank in range(min(again, 40))) \
        + 5_000 * max(0, min(again, 80) - 40)
    second = follow_up + min(awards, 1_200_000)
    return {"2019-P1": {"frailty_number": number, "joining_fee": joining,
                        "tax": down(F(joining * 8, 108)), "due": joining},
            "2019-P2": {"frailty_number": number, "measured_again_number": again,
                        "award_sum": awards, "follow_up_fee": follow_up, "total": second,
                        "tax": down(F(second * 10, 110)), "due": second}}


def bunkyo(at):
    grades = {row["period"]: row["grade"] for row in read(at, "reported")}
    out = {}
    for year in (2022, 2023, 2024):
        people = [row for row in read(at, "screened_residents") if fiscal(row["offered_on"]) == year
                  and age(day(row["screened_birth"]), date(year + 1, 3, 31)) in (55, 60, 65, 70, 75)]
        measured = [row for row in people if row["measured_on"]]
        rates = [percent(len(measured), len(people), 1),
                 percent(sum(bool(row["habit_course_on"]) for row in measured), len(measured), 1)]
        first = 0 if rates[0] < 7 else 100 if rates[0] >= 10 else 50 + 50 * (rates[0] - 7) / 3
        second = 0 if rates[1] < 15 else 60 if rates[1] < 20 else 100
        grade = {"A": 100, "B": 80, "C": 50, "D": 0}[grades[str(year)]]
        total = 3_300_000 + down(11_000 * F(first)) + 11_000 * second + 11_000 * grade
        out[year] = {"measured_rate": rates[0], "course_rate": rates[1], "committee_level": grade,
                     "total": total, "tax": down(F(total * 10, 110)), "due": total}
    return out


CONTRACTS = {  # contract -> records, figures
    "sagae-marriages": ("sagae", sagae), "hachioji-screening": ("hachioji", hachioji),
    "maebashi-street": ("maebashi", maebashi), "kobe-nephropathy": ("kobe", kobe),
    "mima-conditioning": ("mima", lambda at: mima(at, False)),
    "mima-conditioning-cumulative": ("mima", lambda at: mima(at, True)),
    "toyota-city": ("toyota", toyota_city), "toyota-providers": ("toyota", toyota_providers),
    "shizuoka-prevention": ("shizuoka", shizuoka), "okayama-health": ("okayama", okayama),
    "fukuoka-medication": ("fukuoka", fukuoka), "omuta-care-level": ("omuta", omuta),
    "moj-learning": ("justice", justice), "hiroshima-screening": ("hiroshima", hiroshima),
    "health-guidance": ("guidance", guidance), "mdpp-2018": ("diabetes", diabetes),
    "qof": ("qof", qof), "performance-based-financing": ("financing", financing),
    "qof-indicators": ("points", practices), "mips-2018": ("merit", merit),
    "quality-bonus": ("quality", quality), "rwanda-facilities": ("facilities", facilities),
    "facility-months": ("months", months), "ina-fitness": ("ina", ina),
    "toyonaka-quit": ("toyonaka", toyonaka), "sakai-prevention": ("sakai", sakai),
    "tenri-dementia": ("tenri", tenri), "saijo-grants": ("saijo", saijo),
    "supported-housing": ("housing", housing), "shared-savings": ("savings", savings),
    "job-programme": ("jobs", jobs), "second-chance": ("cohorts", cohorts),
    "provider-pot": ("two-rounds", two_rounds), "steps-towns": ("towns", towns),
    "hospital-purchasing": ("purchasing", purchasing), "iizuka-frailty": ("frailty", frailty),
    "bunkyo-screening": ("bunkyo", bunkyo),
}
SCALES = ["kihon-checklist", "jages-48", "j-chs-2020", "jst-ic", "bmi", "eq-5d-5l"]


def settled(pfs, contract, data, year, priors, bundle):
    command = [pfs, "settle", contract, "--data", data, "--period", str(year), "--format", "json"]
    for prior in priors:
        command += ["--prior", prior]
    run = subprocess.run([*command, "--output", bundle], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{contract} {year}: exit code {run.returncode}\n{run.stderr}")
    document = json.loads(run.stdout)
    return {figure["name"]: figure["exact"] and F(figure["exact"])
            for figure in document["figures"]}


def names(folder):
    """English name -> Japanese name of a contract's vocabulary, of words and of texts."""
    pairs = {}
    for line in (folder / "vocabulary.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith('"'):
            english, japanese = line[1:-1].split('"', 1)
            pairs[english] = japanese.strip().strip("「」")
        elif line and not line.startswith("#"):
            english, japanese = line.split()
            pairs[english] = japanese
    return pairs


def in_japanese(name, pairs):
    block, bracket, key = name.partition("[")
    key = key[:-1]
    return pairs.get(block, block) + (f"[{pairs.get(key, key)}]" if bracket else "")


def compare(pfs, datasets, contracts):
    checked = wrong = 0
    for name, (folder, figures) in CONTRACTS.items():
        for tongue in ("en", "ja"):
            pairs = names(contracts / name) if tongue == "ja" else {}
            with tempfile.TemporaryDirectory() as place:
                priors = []
                for year, expected in figures(datasets / folder).items():
                    found = settled(pfs, contracts / name / f"contract.{tongue}.pfs",
                                    datasets / folder, year, priors, Path(place, str(year)))
                    priors.append(Path(place, str(year)))
                    for figure, value in expected.items():
                        checked += 1
                        own = in_japanese(figure, pairs)
                        if found.get(own) != value:
                            wrong += 1
                            print(f"{name} {tongue} {year} {own}: {found.get(own)}, not {value}")
    for name in SCALES:
        for tongue in ("en", "ja"):
            text = contracts / "scales" / f"{name}.{tongue}.pfs"
            other = "ja" if tongue == "en" else "en"
            there = subprocess.run([pfs, "translate", "--to", other, text], capture_output=True)
            if there.stdout != (contracts / "scales" / f"{name}.{other}.pfs").read_bytes():
                wrong += 1
                print(f"{text.name}: its translation is another text")
            subprocess.run([pfs, "format", "--check", text], check=True, capture_output=True)
            subprocess.run([pfs, "check", text], check=True, capture_output=True)
            with tempfile.TemporaryDirectory() as place:
                found = settled(pfs, text, datasets.parent / "scales", 2025, [], Path(place, "b"))
            for figure, value in found.items():
                if figure.startswith(("agreement", "一致率")) and "." not in figure:
                    checked += 1
                    if value != 100:
                        wrong += 1
                        print(f"{name} {tongue}: {figure} is {value} percent")
    print(f"{checked} figures compared, {wrong} differ")
    return 1 if wrong else 0


def main(arguments):
    if len(arguments) == 4 and arguments[1] == "--pfs":
        return compare(arguments[2], Path(arguments[0]), Path(arguments[3]))
    if len(arguments) != 1:
        print(__doc__.strip())
        return 2
    exact = {name: {str(year): {figure: f"{F(value).numerator}/{F(value).denominator}"
                                for figure, value in expected.items()}
                    for year, expected in figures(Path(arguments[0], folder)).items()}
             for name, (folder, figures) in CONTRACTS.items()}
    print(json.dumps(exact, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
