#!/usr/bin/env python3
"""Reference cleaner of dirty records: checks that dirty/ and dirty_cp932/ both give clean/.

    clean_records.py Datasets/yamaguchi-genki

Applies the rules in Datasets/README.md from top to bottom. Shares no code with the generator.
"""

import csv
import datetime
import re
import sys
import unicodedata
from decimal import Decimal

TABLES = ["residents", "programs", "participation", "health", "services"]
MISSING = {"", "NA", "不明", "-", "*", "未測定"}
ERAS = {"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018,
        "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
DATES = {"birth_date", "enrolled_on", "moved_out_on", "died_on", "updated_on", "date",
         "measured_on", "recorded_on", "started_on"}
IDS = {"resident_id", "participant_id", "program_id", "provider_id", "service_id", "district"}
AS_WRITTEN = {"provider_name", "category"}


def spelled(**codes):
    return {text: code for code, texts in codes.items() for text in texts.split()}


CODES = {
    "sex": spelled(F="F 女 2 f", M="M 男 1 m"),
    "consent": spelled(Y="Y 同意 ○ 1 有", N="N 不同意 × 0 無"),
    "wave": spelled(baseline="baseline 初回 1", followup="followup 2回目 2"),
    "kind": spelled(trial="trial 体験 T", regular="regular 通常 R"),
}
RANGES = {
    "minutes": (10, 480), "rev": (1, 99), "subjective_health": (1, 5), "social_freq": (1, 6),
    "grip_kg": (3, 70), "gait_mps": (Decimal("0.1"), 3),
    **{f"k{item:02d}": (0, 1) for item in range(1, 26)},
    **{f"eq_{item}": (1, 5) for item in ("mobility", "selfcare", "usual", "pain", "anxiety")},
}


def date(text):
    found = (re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text)
             or re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text))
    if found:
        return datetime.date(*map(int, found.groups())).isoformat()
    found = (re.fullmatch(r"([MTSHR])(\d{1,2})[./](\d{1,2})[./](\d{1,2})", text)
             or re.fullmatch(r"(\D\D)(\d{1,2}|元)年(\d{1,2})月(\d{1,2})日", text))
    era, year, month, day = found.groups()
    year = 1 if year == "元" else int(year)
    assert year >= 1
    return datetime.date(ERAS[era] + year, int(month), int(day)).isoformat()


def cell(column, text):
    """The canonical value of a cell; None for missing."""
    if column in AS_WRITTEN:
        return text
    text = unicodedata.normalize("NFKC", text).strip()
    if text in MISSING:
        return None
    if column in IDS:
        return text.upper()
    if column in DATES:
        return date(text)
    if column in CODES:
        return CODES[column][text]
    value = Decimal(re.sub(r"(kg|m/s|分)$", "", text).replace(",", ""))
    low, high = RANGES[column]
    return value if low <= value <= high else None


def table(folder, name, encoding, header):
    with open(f"{folder}/{name}.csv", encoding=encoding, newline="") as file:
        lines = list(csv.reader(file))
    assert len(lines[0]) == len(header)
    return [{c: cell(c, text) for c, text in zip(header, line, strict=True)} for line in lines[1:]]


def best(rows, key, rank):
    """One row per key: the one of the highest rank."""
    kept = {}
    for row in rows:
        this = tuple(row[column] for column in key)
        if this not in kept or row[rank] > kept[this][rank]:
            kept[this] = row
    return list(kept.values())


def cleaned(folder, encoding, headers):
    tables = {name: table(folder, name, encoding, headers[name]) for name in TABLES}
    tables["residents"] = best(tables["residents"], ["resident_id"], "updated_on")
    known = {row["resident_id"] for row in tables["residents"]}
    tables["participation"] = best(
        [row for row in tables["participation"]
         if row["participant_id"] in known and row["minutes"] is not None],
        ["participant_id", "program_id", "date"], "minutes")
    tables["health"] = best(tables["health"], ["resident_id", "wave"], "rev")
    return tables


def main(folder):
    headers = {}
    for name in TABLES:
        with open(f"{folder}/clean/{name}.csv", encoding="utf-8", newline="") as file:
            headers[name] = next(csv.reader(file))
    different = 0
    for part, encoding in (("dirty", "utf-8-sig"), ("dirty_cp932", "cp932")):
        tables = cleaned(f"{folder}/{part}", encoding, headers)
        for name in TABLES:
            order = lambda row: tuple(str(value) for value in row.values())
            want = sorted(table(f"{folder}/clean", name, "utf-8", headers[name]), key=order)
            # "1.5" and "1.50" are one value: compare values, not texts.
            got = sorted(tables[name], key=order)
            values = lambda rows: {tuple(row.values()) for row in rows}
            same = len(want) == len(got) and values(want) == values(got)
            different += not same
            print(f"{part:<12} {name:<14} {len(got):>6} rows  {'same' if same else 'DIFFERENT'}")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
