#!/usr/bin/env python3
"""The settlement of the genki contract in DuckDB, as an expert would write it by hand.

    settle_duckdb.py CLEAN_DIR OUT.json [--tables residents,programs,participation,health]

Validates the tables named (default: all six) and refuses like the contract does: types, codes,
ranges, missing required values, unique keys, references. Then I01-I06, I08-I12, I24 and payments A
and B of INDICATORS.md, with the names of Tests/Oracles/genki_city.json.
"""

import argparse
import json
import math
import sys
from fractions import Fraction

import duckdb

CHECKLIST = [f"k{i:02d}" for i in range(1, 26)]
EQ5D = {
    "eq_mobility": [0.0, 0.063865, 0.112618, 0.179043, 0.242916],
    "eq_selfcare": [0.0, 0.043632, 0.076660, 0.124265, 0.159659],
    "eq_usual": [0.0, 0.050407, 0.091131, 0.147929, 0.174786],
    "eq_pain": [0.0, 0.044545, 0.068178, 0.131436, 0.191203],
    "eq_anxiety": [0.0, 0.071779, 0.110496, 0.168171, 0.195961],
}
YEAR = "date between date '2022-04-01' and date '2023-03-31'"

arguments = argparse.ArgumentParser()
arguments.add_argument("data")
arguments.add_argument("out")
arguments.add_argument(
    "--tables", default="residents,comparison,programs,participation,health,care")
options = arguments.parse_args()
tables = options.tables.split(",")
problems = []
db = duckdb.connect(config={"preserve_insertion_order": False})
one = lambda sql: db.execute(sql).fetchone()


def read(name, columns, check):
    """A table of typed columns, with its problems counted; a cell of another type stops the read.

    `check` maps a rule to the expression that counts the rows which break it.
    """
    with open(f"{options.data}/{name}.csv", encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split(",")
    if header != list(columns):
        sys.exit(f"{name}: columns {header}")
    try:
        db.execute(
            f"create table {name} as from read_csv("
            f"'{options.data}/{name}.csv', header=true, auto_detect=false, delim=',', quote='\"', "
            # Blocks of 4 MB: the default, 32 MB, leaves one of two cores idle on this size.
            f"escape='\"', buffer_size=4000000, columns={columns})")
    except duckdb.Error as error:
        sys.exit(f"{name}: {error}")
    for bad, what in zip(one(f"select {', '.join(check.values())} from {name}"), check):
        if bad:
            problems.append(f"{name}: {what}: {bad} rows")


def missing(*columns):
    return {f"{column} missing": f"count(*) - count({column})" for column in columns}


def outside(low, high, *columns):
    return {f"{column} out of range": f"count(*) filter ({column} not between {low} and {high})"
            for column in columns}


def repeated(table, key):
    return {"repeated key":
            f"count(*) - (select count(*) from (select distinct {key} from {table}))"}


# ---- read and validate
read("residents",
     {"resident_id": "varchar", "birth_date": "date", "sex": "enum('F', 'M')",
      "district": "varchar", "enrolled_on": "date", "consent": "enum('Y', 'N')",
      "moved_out_on": "date", "died_on": "date", "updated_on": "date"},
     missing("resident_id", "birth_date", "sex", "district", "consent", "updated_on")
     | repeated("residents", "resident_id"))
read("programs",
     dict.fromkeys(["program_id", "provider_id", "provider_name", "category"], "varchar"),
     missing("program_id", "provider_id", "provider_name", "category")
     | repeated("programs", "program_id"))
if problems:
    sys.exit("\n".join(problems))
for id_type, table, column in (("person_id", "residents", "resident_id"),
                               ("programme_id", "programs", "program_id")):
    # As an enum, an id costs one or four bytes, and an unknown one stops the read.
    db.execute(f"create type {id_type} as enum (select {column} from {table})")
read("participation",
     {"participant_id": "person_id", "program_id": "programme_id", "date": "date",
      "minutes": "smallint", "kind": "enum('trial', 'regular')"},
     missing("participant_id", "program_id", "date", "minutes", "kind")
     | outside(10, 480, "minutes")
     | repeated("participation", "participant_id, program_id, date"))
small = dict.fromkeys([*CHECKLIST, *EQ5D, "subjective_health", "social_freq"], "tinyint")
read("health",
     {"resident_id": "person_id", "measured_on": "date", "wave": "enum('baseline', 'followup')",
      "grip_kg": "decimal(4, 1)", "gait_mps": "decimal(4, 2)", **small},
     missing("resident_id", "measured_on", "wave") | outside(3, 70, "grip_kg")
     | outside("0.1", "3.0", "gait_mps") | outside(0, 1, *CHECKLIST)
     | outside(1, 5, *EQ5D, "subjective_health") | outside(1, 6, "social_freq")
     | repeated("health", "resident_id, wave"))
if "comparison" in tables:
    read("comparison", {"resident_id": "person_id", "index_on": "date"},
         missing("resident_id", "index_on") | repeated("comparison", "resident_id"))
if "care" in tables:
    read("care",
         {"resident_id": "person_id", "certified_on": "date",
          "level": "enum('S1', 'S2', 'C1', 'C2', 'C3', 'C4', 'C5')", "benefit_yen_month": "bigint"},
         missing("resident_id", "certified_on", "level", "benefit_yen_month")
         | outside(0, 10**9, "benefit_yen_month") | repeated("care", "resident_id, certified_on"))
if problems:
    sys.exit("\n".join(problems))

# ---- population and valid attendances, every row accounted for
db.execute("""
    create table participants as
    select resident_id::person_id as person, enrolled_on,
           least(died_on, moved_out_on, date '2024-03-31') as exit_on
    from residents
    where enrolled_on is not null and consent = 'Y'
      and year(enrolled_on) - year(birth_date)
        - (month(enrolled_on) * 100 + day(enrolled_on)
           < month(birth_date) * 100 + day(birth_date))::int >= 65""")
figures = {}
rows, of_population, early, late = one("""
    select (select count(*) from participation), count(*),
           count(*) filter (date < enrolled_on), count(*) filter (date > exit_on)
    from participation join participants on participant_id = person""")
figures |= {
    "VALID.rows": rows, "VALID.rows_of_population": of_population,
    "VALID.before_enrolment": early, "VALID.after_exit": late,
    "VALID.valid": of_population - early - late}
db.execute(f"""
    create table attended as
    select person, program_id, date, minutes, kind
    from participation join participants on participant_id = person
    where {YEAR} and date >= enrolled_on and date <= exit_on""")

# ---- attendance
quantile = lambda p, of: f"quantile_cont({of}, {p})"
people, steady, regulars, total, mean, variance, *quantiles = one(f"""
    with each as (
      select count(distinct date) as days,
             count(distinct date) filter (kind = 'regular') as regular_days
      from attended group by person)
    select count(*), count(*) filter (regular_days >= 24), count(*) filter (regular_days >= 1),
           sum(days)::bigint, avg(days), var_samp(days),
           {', '.join(quantile(p, 'days') for p in (0.1, 0.25, 0.5, 0.75, 0.9))}
    from each""")
minutes = one("select sum(minutes)::bigint from attended")[0]
figures |= {
    "I01.count": people, "I02.count": steady, "I03.x": steady, "I03.n": regulars,
    "I03.rate": steady / regulars, "I04.total": total, "I04.mean": mean, "I04.variance": variance,
    **{f"I05.p{p}": value for p, value in zip((10, 25, 50, 75, 90), quantiles)},
    "I06.minutes": minutes, "I06.hours": minutes // 60}
by_provider = db.execute("""
    select provider_id, count(distinct person)
    from attended join programs on attended.program_id = programs.program_id::programme_id
    group by all order by all""").fetchall()
figures |= {f"I08.by_provider.{provider}": n for provider, n in by_provider}
every = sum(n for _, n in by_provider)
figures["I08.hhi"] = sum((n / every) ** 2 for _, n in by_provider)
figures |= {f"I24.by_month.{month}": n for month, n in db.execute("""
    select strftime(date_trunc('month', date), '%Y-%m') as month, count(distinct person)
    from attended group by all order by all""").fetchall()}
reward = min(9_000 * steady, 1_200_000)
percent = Fraction(100 * steady, regulars)
step = 0 if percent < 30 else 300_000 if percent < 40 else 600_000 if percent < 50 else 900_000
figures |= {"I23.A": reward, "I23.B": step}

# ---- health
hits = lambda first, last: "+".join(f"coalesce({k}, 0)" for k in CHECKLIST[first - 1:last])
db.execute(f"""
    create table waves as
    select resident_id as person, wave, grip_kg as grip, gait_mps as gait,
           {hits(1, 20)} >= 10 or {hits(6, 10)} >= 3 or {hits(11, 12)} = 2 or {hits(13, 15)} >= 2
           or {hits(16, 16)} = 1 or {hits(18, 20)} >= 1 or {hits(21, 25)} >= 2 as risk,
           {'+'.join(EQ5D)} as levels,
           case when levels = 5 then 1.0::double
                else 1 - 0.060924::double - {
                    ' - '.join(f'({loss}::double[])[{k}]' for k, loss in EQ5D.items())}
           end as value
    from health join participants on resident_id = person""")
db.execute("""
    create table pairs as
    select b.risk as risk0, f.risk as risk1, (f.grip - b.grip)::double as grip,
           (f.gait - b.gait)::double as gait, f.levels - b.levels as levels,
           f.value - b.value as value
    from waves b join waves f using (person)
    where b.wave = 'baseline' and f.wave = 'followup'""")
for name, column in (("I09", "grip"), ("I12.levels", "levels"), ("I12.value", "value")):
    values = one(f"select count({column}), sum({column}), avg({column}), var_samp({column}) "
                 "from pairs")
    figures |= {f"{name}.{what}": value
                for what, value in zip(("n", "sum", "mean", "variance"), values)}
n, median, q25, q75, improved = one(f"""
    select count(gait), {quantile(0.5, 'gait')}, {quantile(0.25, 'gait')},
           {quantile(0.75, 'gait')}, count(*) filter (gait >= 0.05)
    from pairs""")
figures |= {"I10.n": n, "I10.median": median, "I10.q25": q25, "I10.q75": q75,
            "I10.improved": improved, "I10.share": improved / n}
table = {(a, b): n for a, b, n in
         db.execute("select risk0, risk1, count(*) from pairs group by all").fetchall()}
figures["I11.n"] = sum(table.values())
figures |= {f"I11.n{a:d}{b:d}": table.get((a, b), 0) for a in (False, True) for b in (False, True)}
figures["I11.discordant"] = figures["I11.n01"] + figures["I11.n10"]

if not all(math.isfinite(value) for value in figures.values()):
    sys.exit("a figure does not exist")
with open(options.out, "w", encoding="utf-8") as file:
    json.dump(figures, file, indent=1)
