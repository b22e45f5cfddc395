#!/usr/bin/env python3
"""The settlement of the genki contract in polars, as an expert would write it by hand.

    settle_polars.py CLEAN_DIR OUT.json

Validates all six tables and refuses like the contract does: types, codes, ranges, missing required
values, unique keys, references. Then I01-I13, I17, I19, I23 and I24 of INDICATORS.md, with the
names of Tests/Oracles/genki_city.json.
"""

import sys
from datetime import date

import polars as pl

from settle_common import (
    CHECKLIST, EQ5D, EQ5D_CONSTANT, LEVELS, benefits, certification, payment, social, write,
)

c = pl.col
YEAR = (date(2022, 4, 1), date(2023, 3, 31))
if len(sys.argv) != 3:
    sys.exit(__doc__)
_, data, out = sys.argv
problems = []


def read(name, schema, required, key):
    """Typed columns; a cell of another type or an unknown code stops the read."""
    with open(f"{data}/{name}.csv", encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split(",")
    if header != list(schema):
        sys.exit(f"{name}: columns {header}")
    try:
        frame = pl.read_csv(f"{data}/{name}.csv", schema=schema)
    except pl.exceptions.PolarsError as error:
        sys.exit(f"{name}: {error}")
    for column in required:
        if frame[column].null_count():
            problems.append(f"{name}.{column}: {frame[column].null_count()} missing")
    if key and frame.select(pl.struct(key).is_duplicated().any()).item():
        problems.append(f"{name}: repeated key")
    return frame


def check(frame, name, **conditions):
    """Counts the rows where a condition is false; missing is not false."""
    bad = frame.select((~condition).sum().alias(rule) for rule, condition in conditions.items())
    problems.extend(f"{name}.{rule}: {n} rows" for rule, n in bad.row(0, named=True).items() if n)


# ---- read and validate
code = pl.Enum
residents = read(
    "residents",
    {"resident_id": pl.String, "birth_date": pl.Date, "sex": code(["F", "M"]),
     "district": pl.String, "enrolled_on": pl.Date, "consent": code(["Y", "N"]),
     "moved_out_on": pl.Date, "died_on": pl.Date, "updated_on": pl.Date},
    ["resident_id", "birth_date", "sex", "district", "consent", "updated_on"], ["resident_id"])
programs = read(
    "programs",
    dict.fromkeys(["program_id", "provider_id", "provider_name", "category"], pl.String),
    ["program_id", "provider_id", "provider_name", "category"], ["program_id"])
if problems:
    sys.exit("\n".join(problems))
person = pl.Enum(residents["resident_id"])      # a reference to another person stops the read
programme = pl.Enum(programs["program_id"])
residents = residents.with_columns(c("resident_id").cast(person))
programs = programs.with_columns(c("program_id").cast(programme))

participation = read(
    "participation",
    {"participant_id": person, "program_id": programme, "date": pl.Date, "minutes": pl.Int16,
     "kind": code(["trial", "regular"])},
    ["participant_id", "program_id", "date", "minutes", "kind"], None)
check(participation, "participation", minutes=c("minutes").is_between(10, 480))
key = participation.select(     # the three columns of the key in one integer: far cheaper to sort
    (c("participant_id").to_physical().cast(pl.UInt64) * programs.height
     + c("program_id").to_physical()) * 2**20 + c("date").to_physical().cast(pl.UInt64))
key = key.to_series().sort()
if (key.diff() == 0).any():
    problems.append("participation: repeated key")
del key

small = dict.fromkeys(CHECKLIST + list(EQ5D) + ["subjective_health", "social_freq"], pl.Int8)
health = read(
    "health",
    {"resident_id": person, "measured_on": pl.Date, "wave": code(["baseline", "followup"]),
     "grip_kg": pl.Float64, "gait_mps": pl.Float64, **small},
    ["resident_id", "measured_on", "wave"], ["resident_id", "wave"])
check(
    health, "health", grip_kg=c("grip_kg").is_between(3, 70),
    gait_mps=c("gait_mps").is_between(0.1, 3), social_freq=c("social_freq").is_between(1, 6),
    **{k: c(k).is_between(0, 1) for k in CHECKLIST},
    **{k: c(k).is_between(1, 5) for k in (*EQ5D, "subjective_health")})
comparison = read("comparison", {"resident_id": person, "index_on": pl.Date},
                  ["resident_id", "index_on"], ["resident_id"])
care = read(
    "care", {"resident_id": person, "certified_on": pl.Date, "level": code(LEVELS),
             "benefit_yen_month": pl.Int64},
    ["resident_id", "certified_on", "level", "benefit_yen_month"], ["resident_id", "certified_on"])
if problems:
    sys.exit("\n".join(problems))

# ---- population and valid attendances, every row accounted for
month_day = lambda day: day.dt.month().cast(pl.Int32) * 100 + day.dt.day()
everyone = residents.join(comparison, on="resident_id", how="left").select(
    "resident_id", "birth_date", consent=c("consent") == "Y",
    treated=c("enrolled_on").is_not_null(), index=pl.coalesce("enrolled_on", "index_on"),
    exit=pl.min_horizontal("died_on", "moved_out_on", pl.lit(date(2024, 3, 31)))
).with_columns(
    age=c("index").dt.year() - c("birth_date").dt.year()
    - (month_day(c("index")) < month_day(c("birth_date"))).cast(pl.Int32))
members = everyone.filter(c("consent") & (c("age") >= 65)).select(
    "resident_id", "treated", "index", "exit")
participants = members.filter("treated").drop("treated")
figures = {
    "POP.residents": everyone.height, "POP.population": members.height,
    "POP.participants": participants.height,
    "POP.comparison": members.height - participants.height,
    "POP.under65": (everyone["age"] < 65).sum(), "POP.no_consent": (~everyone["consent"]).sum()}
by_arm = lambda frame, *sums: [     # (rows, sums) of participants, then of comparison residents
    row[1:] for row in frame.group_by("treated").agg(pl.len(), *sums).sort(
        "treated", descending=True).iter_rows()]
rows = (
    participation.lazy()
    .join(participants.lazy(), left_on="participant_id", right_on="resident_id")
    .with_columns(early=c("date") < c("index"), late=c("date") > c("exit")))
flow = rows.select(pl.len(), c("early").sum(), c("late").sum())
year = (
    rows.filter(c("date").is_between(*YEAR) & ~c("early") & ~c("late"))
    .select("participant_id", "program_id", "date", "minutes", regular=c("kind") == "regular"))
flow, year = pl.collect_all([flow, year])
of_population, early, late = flow.row(0)
figures |= {
    "VALID.rows": participation.height, "VALID.rows_of_population": of_population,
    "VALID.before_enrolment": early, "VALID.after_exit": late,
    "VALID.valid": of_population - early - late}

# ---- attendance
month_number = lambda day: day.dt.year() * 12 + day.dt.month()
of_year = year.lazy()
# The days of a trial and of the 90 days after it all lie in the year.
trials = of_year.filter(
    ~c("regular") & (c("date") <= date(2022, 9, 30))
).group_by("participant_id").agg(trial=c("date").min())
each, minutes, tried, continuing, by_provider, by_month = pl.collect_all([
    of_year.group_by("participant_id").agg(
        days=c("date").n_unique(), regular=c("date").filter("regular").n_unique()),
    of_year.select(c("minutes").cast(pl.Int64).sum()),
    trials.select(pl.len()),
    of_year.filter(c("regular") & (c("date") <= date(2022, 12, 29)))
    .join(trials, on="participant_id")
    .filter((c("date") - c("trial")).dt.total_days().is_between(1, 90))
    .select(c("participant_id").n_unique()),
    of_year.group_by("program_id").agg(c("participant_id").unique())
    .join(programs.lazy(), on="program_id").explode("participant_id")
    .group_by("provider_id").agg(n=c("participant_id").n_unique()).sort("provider_id"),
    of_year.group_by(month=month_number(c("date"))).agg(n=c("participant_id").n_unique())
    .sort("month")])
counts, minutes = each["days"], minutes.item()
tried, continuing = tried.item(), continuing.item()
steady, regulars = (each["regular"] >= 24).sum(), (each["regular"] >= 1).sum()
figures |= {
    "I01.count": len(counts), "I02.count": steady, "I03.x": steady, "I03.n": regulars,
    "I03.rate": steady / regulars, "I04.total": counts.sum(), "I04.mean": counts.mean(),
    "I04.variance": counts.var(),
    **{f"I05.p{p}": counts.quantile(p / 100, "linear") for p in (10, 25, 50, 75, 90)},
    "I06.minutes": minutes, "I06.hours": minutes // 60,
    "I07.x": continuing, "I07.n": tried, "I07.rate": continuing / tried}
figures |= {f"I08.by_provider.{provider}": n for provider, n in by_provider.iter_rows()}
figures["I08.hhi"] = ((by_provider["n"] / by_provider["n"].sum()) ** 2).sum()
figures |= {f"I24.by_month.{(month - 1) // 12}-{(month - 1) % 12 + 1:02d}": n
            for month, n in by_month.iter_rows()}

# ---- health
hits = lambda first, last: pl.sum_horizontal(
    c(k).fill_null(0) for k in CHECKLIST[first - 1:last])
risk = ((hits(1, 20) >= 10) | (hits(6, 10) >= 3) | (hits(11, 12) == 2) | (hits(13, 15) >= 2)
        | (hits(16, 16) == 1) | (hits(18, 20) >= 1) | (hits(21, 25) >= 2))
levels = sum((c(k) for k in EQ5D), pl.lit(0, pl.Int32))
loss = sum(
    (c(k).replace_strict(range(1, 6), loss, return_dtype=pl.Float64) for k, loss in EQ5D.items()),
    pl.lit(EQ5D_CONSTANT))
waves = health.select(
    "resident_id", "wave", grip=c("grip_kg"), gait=c("gait_mps"), risk=risk, levels=levels,
    weekly=(c("social_freq") <= 3).cast(pl.Int8),
    value=pl.when(levels == 5).then(1.0).otherwise(1 - loss))
before, after = (waves.filter(c("wave") == wave).drop("wave") for wave in ("baseline", "followup"))
both = members.select("resident_id", "treated").join(before, on="resident_id").join(
    after, on="resident_id", suffix="1")
pairs = both.filter("treated")
change = lambda name: (pairs[name + "1"] - pairs[name]).drop_nulls()


def describe(name, values):
    figures.update({f"{name}.n": len(values), f"{name}.sum": values.sum(),
                    f"{name}.mean": values.mean(), f"{name}.variance": values.var()})


describe("I09", change("grip"))
gait = change("gait").round(2)
improved = (gait >= 0.05 - 1e-9).sum()
figures |= {
    "I10.n": len(gait), "I10.median": gait.quantile(0.5, "linear"),
    "I10.q25": gait.quantile(0.25, "linear"), "I10.q75": gait.quantile(0.75, "linear"),
    "I10.improved": improved, "I10.share": improved / len(gait)}
table = {(a, b): n for a, b, n in pairs.group_by("risk", "risk1").len().iter_rows()}
figures["I11.n"] = pairs.height
figures |= {f"I11.n{a:d}{b:d}": table.get((a, b), 0) for a in (False, True) for b in (False, True)}
figures["I11.discordant"] = figures["I11.n01"] + figures["I11.n10"]
describe("I12.levels", change("levels"))
describe("I12.value", change("value"))

changed = both.select("treated", change=c("weekly1") - c("weekly")).drop_nulls()
i13, effect, gate = social(*by_arm(changed, c("change").sum(), c("change").var().alias("variance")))
figures |= i13

# ---- long-term care
certified = care.group_by("resident_id").agg(certified=c("certified_on").min())
followed = members.join(certified, on="resident_id", how="left").select(
    "treated", event=(c("certified") <= c("exit")).fill_null(False),
    days=(pl.min_horizontal("certified", "exit") - c("index")).dt.total_days()
).filter(c("days") > 0)
figures |= certification(*by_arm(followed, c("event").sum(), c("days").sum()))
# The number counts the first days of months up to a day; a record is in force from its day until
# the day before the resident's next one.
START = 2023 * 12 + 3
followed = members.filter(c("index") <= date(2023, 3, 31)).select(
    "resident_id", "treated", last=month_number(c("exit")))
day_before = lambda day: day - pl.duration(days=1)
next_one = lambda column: c(column).shift(-1)
in_force = care.sort("resident_id", "certified_on").select(
    "resident_id", "benefit_yen_month", start=month_number(day_before(c("certified_on"))),
    end=month_number(day_before(pl.when(c("resident_id") == next_one("resident_id"))
                         .then(next_one("certified_on"))))
).join(followed, on="resident_id").select(
    "treated", yen=c("benefit_yen_month") * (
        pl.min_horizontal("end", "last") - pl.max_horizontal("start", START)).clip(0))
months = by_arm(followed, (c("last") - START).clip(0).sum())
figures |= benefits(*[(yen, count) for (_, yen), (_, count) in
                      zip(by_arm(in_force, c("yen").sum()), months)])
figures |= payment(figures, effect, gate)
write(figures, out)
