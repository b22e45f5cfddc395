#!/usr/bin/env python3
"""The settlement of the genki contract in DuckDB, as an expert would write it by hand.

    settle_duckdb.py CLEAN_DIR OUT.json

Validates all six tables and refuses like the contract does: types, codes, ranges, missing required
values, unique keys, references. Then I01-I13, I17, I19, I23 and I24 of INDICATORS.md, with the
names of Tests/Oracles/genki_city.json.
"""

import sys

import duckdb

from settle_common import (
    CHECKLIST, EQ5D, EQ5D_CONSTANT, LEVELS, benefits, certification, payment, social, write,
)

YEAR = "date between date '2022-04-01' and date '2023-03-31'"
if len(sys.argv) != 3:
    sys.exit(__doc__)
_, data, out = sys.argv
problems = []
db = duckdb.connect(config={"preserve_insertion_order": False})
one = lambda sql: db.execute(sql).fetchone()


def read(name, columns, check):
    """A table of typed columns, with its problems counted; a cell of another type stops the read.

    `check` maps a rule to the expression that counts the rows which break it.
    """
    with open(f"{data}/{name}.csv", encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split(",")
    if header != list(columns):
        sys.exit(f"{name}: columns {header}")
    try:
        db.execute(
            f"create table {name} as from read_csv("
            f"'{data}/{name}.csv', header=true, auto_detect=false, delim=',', quote='\"', "
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
read("comparison", {"resident_id": "person_id", "index_on": "date"},
     missing("resident_id", "index_on") | repeated("comparison", "resident_id"))
read("care",
     {"resident_id": "person_id", "certified_on": "date", "level": f"enum{tuple(LEVELS)}",
      "benefit_yen_month": "bigint"},
     missing("resident_id", "certified_on", "level", "benefit_yen_month")
     | repeated("care", "resident_id, certified_on"))
if problems:
    sys.exit("\n".join(problems))

# ---- population and valid attendances, every row accounted for
db.execute("""
    create table everyone as
    with dated as (
      select residents.* replace (residents.resident_id::person_id as resident_id),
             coalesce(enrolled_on, index_on) as index_on
      from residents
      left join comparison on residents.resident_id::person_id = comparison.resident_id)
    select resident_id as person, consent = 'Y' as consent, enrolled_on is not null as treated,
           index_on, least(died_on, moved_out_on, date '2024-03-31') as exit_on,
           year(index_on) - year(birth_date)
             - (month(index_on) * 100 + day(index_on)
                < month(birth_date) * 100 + day(birth_date))::int as age
    from dated""")
db.execute("""
    create table members as
    select person, treated, index_on, exit_on from everyone where consent and age >= 65""")
db.execute("create table participants as select * from members where treated")
figures = dict(zip(
    ("POP.residents", "POP.population", "POP.participants", "POP.comparison", "POP.under65",
     "POP.no_consent"),
    one("""
        select count(*), (select count(*) from members), (select count(*) from participants),
               (select count(*) from members where not treated), count(*) filter (age < 65),
               count(*) filter (not consent)
        from everyone""")))
rows, of_population, early, late = one("""
    select (select count(*) from participation), count(*),
           count(*) filter (date < index_on), count(*) filter (date > exit_on)
    from participation join participants on participant_id = person""")
figures |= {
    "VALID.rows": rows, "VALID.rows_of_population": of_population,
    "VALID.before_enrolment": early, "VALID.after_exit": late,
    "VALID.valid": of_population - early - late}
db.execute(f"""
    create table attended as
    select person, program_id, date, minutes, kind
    from participation join participants on participant_id = person
    where {YEAR} and date >= index_on and date <= exit_on""")

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
# The days of a trial and of the 90 days after it all lie in the year.
continuing, tried = one("""
    with first as (
      select person, min(date) as trial from attended
      where kind = 'trial' and date <= date '2022-09-30' group by person)
    select count(distinct person), (select count(*) from first)
    from attended join first using (person)
    where kind = 'regular' and date between trial + 1 and trial + 90""")
figures |= {"I07.x": continuing, "I07.n": tried, "I07.rate": continuing / tried}
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

# ---- health
hits = lambda first, last: "+".join(f"coalesce({k}, 0)" for k in CHECKLIST[first - 1:last])
db.execute(f"""
    create table waves as
    select resident_id as person, treated, wave, grip_kg as grip, gait_mps as gait,
           (social_freq <= 3)::int as weekly,
           {hits(1, 20)} >= 10 or {hits(6, 10)} >= 3 or {hits(11, 12)} = 2 or {hits(13, 15)} >= 2
           or {hits(16, 16)} = 1 or {hits(18, 20)} >= 1 or {hits(21, 25)} >= 2 as risk,
           {'+'.join(EQ5D)} as levels,
           case when levels = 5 then 1.0::double
                else 1 - {EQ5D_CONSTANT}::double - {
                    ' - '.join(f'({loss}::double[])[{k}]' for k, loss in EQ5D.items())}
           end as value
    from health join members on resident_id = person""")
db.execute("""
    create table both_waves as
    select b.treated, f.weekly - b.weekly as weekly, b.risk as risk0, f.risk as risk1,
           (f.grip - b.grip)::double as grip, (f.gait - b.gait)::double as gait,
           f.levels - b.levels as levels, f.value - b.value as value
    from waves b join waves f using (person)
    where b.wave = 'baseline' and f.wave = 'followup'""")
db.execute("create view pairs as select * from both_waves where treated")
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

by_arm = lambda sql: db.execute(    # participants, then comparison residents
    f"select columns(* exclude treated) from ({sql} group by treated) order by treated desc"
).fetchall()
i13, effect, gate = social(*by_arm("""
    select treated, count(weekly), sum(weekly)::bigint, var_samp(weekly) from both_waves"""))
figures |= i13

# ---- long-term care
figures |= certification(*by_arm("""
    with certified as (
      select resident_id as person, min(certified_on) as certified_on from care group by all),
    followed as (
      select treated, coalesce(certified_on <= exit_on, false) as event,
             least(certified_on, exit_on) - index_on as days
      from members left join certified using (person))
    select treated, count(*), count(*) filter (event), sum(days)::bigint
    from followed where days > 0"""))
# The number counts the first days of months up to a day; a record is in force from its day until
# the day before the resident's next one.
month_number = lambda day: f"year({day}) * 12 + month({day})"
START = 2023 * 12 + 3
db.execute(f"""
    create view followed as
    select person, treated, {month_number('exit_on')} as last
    from members where index_on <= date '2023-03-31'""")
yen = by_arm(f"""
    with care as (
      select *, lead(certified_on) over (partition by resident_id order by certified_on) as next_on
      from care)
    select treated, sum(benefit_yen_month * greatest(
               0, least({month_number('(next_on - 1)')}, last)
                  - greatest({month_number('(certified_on - 1)')}, {START})))::bigint
    from care join followed on resident_id = person""")
months = by_arm(f"select treated, sum(greatest(0, last - {START}))::bigint from followed")
figures |= benefits(*[(*of_yen, *of_months) for of_yen, of_months in zip(yen, months)])
figures |= payment(figures, effect, gate)
write(figures, out)
