//! The cell that works a last step out.

use super::{
    Final,
    cells::{
        BY_MONTH, DIFFERENCE, GAP, MEDIAN, OUTLIERS, OWNERS_BY_MONTH, PIVOT, PIVOT_SPARSE, SHARE,
        TABLE, TOP, by_kind, missing_by_kind, owners_python, sum_python,
    },
};

impl Final {
    /// The cell, with names in angle brackets.
    pub(in crate::data) fn python(&self) -> String {
        let code = match self {
            Self::Count => "    return len(<before>)\n".to_owned(),
            Self::Owners { nobody } => owners_python(*nobody),
            Self::Sum => sum_python("round(sum(values), 2)", ""),
            Self::Mean => sum_python("round(sum(values) / len(values), 2)", ""),
            Self::Median => sum_python("round(median(values), 2)", MEDIAN),
            Self::SumMeasure => {
                "    return sum(row[\"<measure>\"] for row in <before>)\n".to_owned()
            }
            Self::MostMeasure => {
                "    return max(row[\"<measure>\"] for row in <before>)\n".to_owned()
            }
            Self::MedianByKind => by_kind("round(median(values), 3)"),
            Self::MeanByKind => by_kind("round(sum(values) / len(values), 3)"),
            Self::MostByKind => by_kind("round(max(values), 3)"),
            Self::MissingByKind => missing_by_kind("row[\"<value>\"] == \"<missing>\""),
            Self::RecordedByKind => missing_by_kind("row[\"<value>\"] != \"<missing>\""),
            Self::CountByKind => missing_by_kind("True"),
            Self::Top { nobody: false } => TOP.to_owned(),
            Self::Top { nobody: true } => TOP.replace(
                "        if row[\"<owner>\"] != \"<nobody>\":\n            ",
                "        ",
            ),
            Self::Bottom => TOP.replace(", reverse=True", ""),
            Self::TopSingle => TOP.replace(
                "totals.get(row[\"<owner>\"], 0) + row[\"<value>\"]",
                "max(totals.get(row[\"<owner>\"], 0), row[\"<value>\"])",
            ),
            Self::ByMonth => BY_MONTH.to_owned(),
            Self::ByMonthAlone => BY_MONTH.replace("%Y-%m", "%m"),
            Self::OwnersByMonth => OWNERS_BY_MONTH.to_owned(),
            Self::Share(word) => SHARE.replace("<word>", word),
            Self::ShareOfLines(word) => SHARE
                .replace("<word>", word)
                .replace("len(rows)", "len(load(folder, \"<events>\"))"),
            Self::Fraction(word) => SHARE.replace("<word>", word).replace("100 * part", "part"),
            Self::Pivot => PIVOT.to_owned(),
            Self::PivotSparse => PIVOT_SPARSE.to_owned(),
            Self::PivotTurned => PIVOT
                .replace("<region>", "<turned>")
                .replace("<way>", "<region>")
                .replace("<turned>", "<way>"),
            Self::Outliers => OUTLIERS.to_owned(),
            Self::OutliersMean => OUTLIERS.replace("median(values)", "sum(values) / len(values)"),
            Self::OutliersUnsorted => OUTLIERS.replace("sorted(", "list("),
            Self::Gap => GAP.to_owned(),
            Self::GapUnsorted => GAP.replace("sorted(", "list("),
            Self::Span => GAP.replace(
                "max((later - sooner).days for sooner, later in zip(found, found[1:]))",
                "(found[-1] - found[0]).days",
            ),
            Self::Difference(one, other) => DIFFERENCE
                .replace("<mean>", "sum(values) / len(values)")
                .replace("<a>", one)
                .replace("<b>", other),
            Self::DifferenceMedian(one, other) => format!("{MEDIAN}\n{DIFFERENCE}")
                .replace("<mean>", "median(values)")
                .replace("<a>", one)
                .replace("<b>", other),
            Self::Table => TABLE.to_owned(),
            Self::TableBare => TABLE.replace("[\"<kind>,count,total\"]", "[]"),
            Self::TableMeans => {
                TABLE.replace("{sum(values):.2f}", "{sum(values) / len(values):.2f}")
            }
        };
        let code = match code.contains("def answer(folder):") {
            true => code,
            false => format!("def answer(folder):\n{code}"),
        };
        format!(
            "# The answer: {}.\n{code}\nprint(answer(\"data\"))\n",
            self.said()
        )
    }
}
