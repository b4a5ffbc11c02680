//! The cells of the steps in Python, with names of a line of business in angle brackets; `<before>` asks for the rows before.

pub(super) const READ_STRIPPED: &str = r#"# Read a file: a dictionary for each line, without blanks around what stands in it.
import csv

def load(folder, name):
    with open(f"{folder}/{name}.csv", newline="") as file:
        return [{key: text.strip() for key, text in line.items()} for line in csv.DictReader(file)]

print(len(load("data", "<events>")), "lines in <events>.csv")
"#;

pub(super) const READ_PLAIN: &str = r#"# Read a file: a dictionary for each line.
import csv

def load(folder, name):
    with open(f"{folder}/{name}.csv", newline="") as file:
        return list(csv.DictReader(file))

print(len(load("data", "<events>")), "lines in <events>.csv")
"#;

pub(super) const ONCE: &str = r#"# The first line of each <by>.
def once(folder):
    first = {}
    for row in <before>:
        first.setdefault(row["<by>"], row)
    return list(first.values())

print(len(once("data")), "<many>")
"#;

pub(super) const EVERY: &str = r#"# Every line.
def once(folder):
    return <before>

print(len(once("data")), "<many>")
"#;

pub(super) const KNOWN: &str = r#"# Amounts as numbers; what has none is left out.
def known(folder):
    rows = []
    for row in <before>:
        if row["<value>"] != "<missing>":
            rows.append(row | {"<value>": float(row["<value>"])})
    return rows

print(len(known("data")), "<many> with <value>")
"#;

pub(super) const KNOWN_ZERO: &str = r#"# Amounts as numbers; what has none counts as 0.
def known(folder):
    rows = []
    for row in <before>:
        value = 0.0 if row["<value>"] == "<missing>" else float(row["<value>"])
        rows.append(row | {"<value>": value})
    return rows

print(len(known("data")), "<many> with <value>")
"#;

pub(super) const KNOWN_PLAIN: &str = r#"# Amounts as numbers.
def known(folder):
    return [row | {"<value>": float(row["<value>"])} for row in <before>]

print(len(known("data")), "<many> with <value>")
"#;

pub(super) const DAYS: &str = r#"# Days as days, in both spellings.
from datetime import date

def day(text):
    if "/" in text:
        number, month, year = text.split("/")
        return date(int(year), int(month), int(number))
    return date.fromisoformat(text)

def dated(folder):
    return [row | {"<day>": day(row["<day>"])} for row in <before>]

print(len(dated("data")), "<many> with a day")
"#;

pub(super) const DAYS_ONE: &str = r#"# Days as days; what is not written in the usual way is left out.
from datetime import date

def dated(folder):
    rows = [row for row in <before> if "/" not in row["<day>"]]
    return [row | {"<day>": date.fromisoformat(row["<day>"])} for row in rows]

print(len(dated("data")), "<many> with a day")
"#;

pub(super) const SCALE: &str = r#"# Quantities in <small>.
def scaled(folder):
    rows = []
    for row in <before>:
        factor = <factor> if row["<unit>"] == "<large>" else 1
        rows.append(row | {"<measure>": int(row["<measure>"]) * factor})
    return rows

print(sum(row["<measure>"] for row in scaled("data")), "in all")
"#;

pub(super) const SCALE_NOTHING: &str = r#"# Quantities as numbers.
def scaled(folder):
    return [row | {"<measure>": int(row["<measure>"])} for row in <before>]

print(sum(row["<measure>"] for row in scaled("data")), "in all")
"#;

pub(super) const SCALE_EVERYTHING: &str = r#"# Quantities in <small>, all from <large>.
def scaled(folder):
    return [row | {"<measure>": int(row["<measure>"]) * <factor>} for row in <before>]

print(sum(row["<measure>"] for row in scaled("data")), "in all")
"#;

pub(super) const MERGE: &str = r#"# Both files together, the amounts of the old one divided by 100.
def merged(folder):
    rows = load(folder, "<events>")
    for row in load(folder, "<old>"):
        if row["<value>"] != "<missing>":
            row["<value>"] = str(int(row["<value>"]) / 100)
        rows.append(row)
    return rows

print(len(merged("data")), "lines")
"#;

pub(super) const MERGE_PLAIN: &str = r#"# Both files together.
def merged(folder):
    return load(folder, "<events>") + load(folder, "<old>")

print(len(merged("data")), "lines")
"#;

pub(super) const MERGE_NOTHING: &str = r#"# The new file.
def merged(folder):
    return load(folder, "<events>")

print(len(merged("data")), "lines")
"#;

pub(super) const JOIN: &str = r#"# The <region> of each <one>.
def joined(folder):
    regions = {row["<owner>"]: row["<region>"].capitalize() for row in load(folder, "<owners>")}
    return [row | {"<region>": regions[row["<owner>"]]} for row in <before> if row["<owner>"] in regions]

print(len(joined("data")), "<many> with a <region>")
"#;

pub(super) const JOIN_LAST: &str = r#"# The <region> of each <one>, from the side of <owners>.csv.
def joined(folder):
    regions = {row["<owner>"]: row["<region>"].capitalize() for row in load(folder, "<owners>")}
    rows = {row["<owner>"]: row for row in <before>}
    return [rows[owner] | {"<region>": regions[owner]} for owner in regions if owner in rows]

print(len(joined("data")), "<many> with a <region>")
"#;

pub(super) const CHOOSE: &str = r#"# Those that are asked about.
def chosen(folder):
    return [row for row in <before> if <conditions>]

print(len(chosen("data")), "<many> are asked about")
"#;
