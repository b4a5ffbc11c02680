//! The last cells in Python, with names of a line of business in angle brackets; `<before>` asks for the rows before.

pub(super) const MEDIAN: &str = "from statistics import median\n";

pub(super) fn sum_python(what: &str, import: &str) -> String {
    let head = if import.is_empty() {
        String::new()
    } else {
        format!("{import}\n")
    };
    format!(
        "{head}def answer(folder):\n    values = [row[\"<value>\"] for row in <before>]\n    return {what}\n"
    )
}

pub(super) fn owners_python(nobody: bool) -> String {
    let rest = if nobody { "" } else { " - {\"<nobody>\"}" };
    format!("    return len({{row[\"<owner>\"] for row in <before>}}{rest})\n")
}

pub(super) fn by_kind(what: &str) -> String {
    let import = if what.contains("median") {
        format!("{MEDIAN}\n")
    } else {
        String::new()
    };
    format!(
        "{import}def answer(folder):\n    groups = {{}}\n    for row in <before>:\n        \
         groups.setdefault(row[\"<kind>\"], []).append(row[\"<value>\"])\n    return {{name: {what} for name, values in \
         groups.items()}}\n"
    )
}

pub(super) fn missing_by_kind(counts: &str) -> String {
    format!(
        "    counts = {{}}\n    for row in <before>:\n        counts[row[\"<kind>\"]] = counts.get(row[\"<kind>\"], 0) + \
         ({counts})\n    return counts\n"
    )
}

pub(super) const TOP: &str = r#"def answer(folder):
    totals = {}
    for row in <before>:
        if row["<owner>"] != "<nobody>":
            totals[row["<owner>"]] = totals.get(row["<owner>"], 0) + row["<value>"]
    return sorted(totals, key=totals.get, reverse=True)[:3]
"#;

pub(super) const BY_MONTH: &str = r#"from collections import Counter

def answer(folder):
    return dict(Counter(row["<day>"].strftime("%Y-%m") for row in <before>))
"#;

pub(super) const OWNERS_BY_MONTH: &str = r#"from collections import Counter

def answer(folder):
    pairs = {(row["<day>"].strftime("%Y-%m"), row["<owner>"]) for row in <before>}
    return dict(Counter(month for month, owner in pairs))
"#;

pub(super) const SHARE: &str = r#"def answer(folder):
    rows = <before>
    part = sum(row["<kind>"] == "<word>" for row in rows)
    return round(100 * part / len(rows), 1)
"#;

pub(super) const PIVOT: &str = r#"def answer(folder):
    rows = <before>
    columns = sorted({row["<way>"] for row in rows})
    table = {}
    for row in rows:
        line = table.setdefault(row["<region>"], dict.fromkeys(columns, 0))
        line[row["<way>"]] += 1
    return table
"#;

pub(super) const PIVOT_SPARSE: &str = r#"def answer(folder):
    table = {}
    for row in <before>:
        line = table.setdefault(row["<region>"], {})
        line[row["<way>"]] = line.get(row["<way>"], 0) + 1
    return table
"#;

pub(super) const OUTLIERS: &str = r#"from statistics import median

def answer(folder):
    rows = <before>
    values = [row["<value>"] for row in rows]
    most = 2 * (median(values))
    return sorted(row["<id>"] for row in rows if row["<value>"] > most)
"#;

pub(super) const GAP: &str = r#"def answer(folder):
    found = sorted(row["<day>"] for row in <before>)
    return max((later - sooner).days for sooner, later in zip(found, found[1:]))
"#;

pub(super) const DIFFERENCE: &str = r#"def answer(folder):
    def usual(kind):
        values = [row["<value>"] for row in <before> if row["<kind>"] == kind]
        return <mean>
    return round(usual("<a>") - usual("<b>"), 2)
"#;

pub(super) const TABLE: &str = r#"def answer(folder):
    groups = {}
    for row in <before>:
        groups.setdefault(row["<kind>"], []).append(row["<value>"])
    lines = ["<kind>,count,total"]
    for name in sorted(groups):
        values = groups[name]
        lines.append(f"{name},{len(values)},{sum(values):.2f}")
    return "\n".join(lines)
"#;
