"""Reads a 総合振込 file of the Japanese Bankers Association, by the published layout alone.

No package of a registry reads such files, so this reader was written from the table that banks publish, without
the program's own code: records of 120 bytes in JIS X 0201, a header, one record for each transfer, a trailer with
the totals, an end. Whatever is not as the table says is an error. The bytes are decoded by Python's own codec.
"""

import re

HEADER = [("kind", 1), ("business", 2), ("code", 1), ("payer", 10), ("name", 40), ("day", 4), ("bank", 4),
          ("bank name", 15), ("branch", 3), ("branch name", 15), ("account kind", 1), ("account", 7), ("blank", 17)]
TRANSFER = [("kind", 1), ("bank", 4), ("bank name", 15), ("branch", 3), ("branch name", 15), ("clearing", 4),
            ("account kind", 1), ("account", 7), ("name", 30), ("amount", 10), ("new", 1), ("customer", 10),
            ("customer 2", 10), ("by", 1), ("mark", 1), ("blank", 7)]
TRAILER = [("kind", 1), ("count", 6), ("sum", 12), ("blank", 101)]
END = [("kind", 1), ("blank", 119)]
DIGITS = {"kind", "business", "code", "payer", "day", "bank", "branch", "clearing", "account kind", "account",
          "amount", "new", "customer", "customer 2", "by", "count", "sum"}
# Capital letters, digits, large kana from ｱ to ﾝ with their voice marks, and the signs that banks admit.
CHARACTERS = re.compile(r"[0-9A-Zｦｱ-ﾝﾞﾟ ()｢｣/.\\-]*")


def fields(record, layout):
    """The fields of a record by name."""
    assert sum(width for _, width in layout) == 120
    if len(record) != 120:
        raise ValueError(f"a record of {len(record)} bytes")
    found, place = {}, 0
    for name, width in layout:
        part = record[place:place + width]
        place += width
        text = part.decode("shift_jis")
        if len(text) != width:
            raise ValueError(f"{name}: a character of more than a byte")
        if name in DIGITS and not re.fullmatch(r"[0-9]+", text):
            raise ValueError(f"{name}: digits are missing")
        if name in ("blank", "mark") and text.strip(" "):
            raise ValueError(f"{name}: something stands there")
        if not CHARACTERS.fullmatch(text):
            raise ValueError(f"{name}: a character that banks do not admit")
        if text.startswith(" ") and name.endswith("name"):
            raise ValueError(f"{name}: not left-aligned")
        found[name] = text.rstrip(" ")
    return found


def read(content):
    """Header, transfers and trailer of a file, whose totals are those of its transfers."""
    if b"\r\n" in content:
        if not content.endswith(b"\r\n"):
            raise ValueError("the last record has no line end")
        records = content[:-2].split(b"\r\n")
    else:
        records = [content[place:place + 120] for place in range(0, len(content), 120)]
    if len(records) < 3:
        raise ValueError("records are missing")
    header, trailer = fields(records[0], HEADER), fields(records[-2], TRAILER)
    transfers = [fields(record, TRANSFER) for record in records[1:-2]]
    kinds = [header["kind"]] + [t["kind"] for t in transfers] + [trailer["kind"], fields(records[-1], END)["kind"]]
    if kinds != ["1"] + ["2"] * len(transfers) + ["8", "9"]:
        raise ValueError("records stand in another order")
    if (header["business"], header["code"]) != ("21", "0"):
        raise ValueError("not 総合振込 in JIS")
    month, day = int(header["day"][:2]), int(header["day"][2:])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise ValueError("no day of the year")
    if int(trailer["count"]) != len(transfers) or int(trailer["sum"]) != sum(int(t["amount"]) for t in transfers):
        raise ValueError("the totals are not those of the transfers")
    for one in transfers:
        if one["account kind"] not in "1249" or int(one["amount"]) == 0:
            raise ValueError("a transfer to no account or of nothing")
    return header, transfers, trailer
