//! The last step of a program: what is asked for, and what is easily taken for it.

mod cells;
mod python;
mod work;

/// How many owners a list of the largest names.
pub(super) const LARGEST: usize = 3;

/// What a program returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Final {
    /// How many rows.
    Count,
    /// How many owners; with nobody among them, or without.
    Owners {
        /// Whether nobody counts.
        nobody: bool,
    },
    /// The sum of the amounts.
    Sum,
    /// Their mean.
    Mean,
    /// Their median.
    Median,
    /// The sum of the quantities.
    SumMeasure,
    /// The largest quantity.
    MostMeasure,
    /// For each word of the first category the median.
    MedianByKind,
    /// The mean.
    MeanByKind,
    /// Or the largest.
    MostByKind,
    /// For each word of the first category how many amounts are missing.
    MissingByKind,
    /// How many are not.
    RecordedByKind,
    /// Or how many rows there are.
    CountByKind,
    /// The owners with the most in all, the largest first.
    Top {
        /// Whether nobody may be among them.
        nobody: bool,
    },
    /// Those with the least.
    Bottom,
    /// Those with the largest single amount.
    TopSingle,
    /// Rows of each month.
    ByMonth,
    /// Rows of each month, whatever the year.
    ByMonthAlone,
    /// Owners of each month.
    OwnersByMonth,
    /// The percentage of rows of this word of the first category.
    Share(&'static str),
    /// The same of all lines of the file.
    ShareOfLines(&'static str),
    /// As a fraction of 1.
    Fraction(&'static str),
    /// For each region, for each word of the second category, how many rows; words that do not occur with 0.
    Pivot,
    /// Without those.
    PivotSparse,
    /// The other way round.
    PivotTurned,
    /// Numbers of rows whose amount is more than twice the median, sorted.
    Outliers,
    /// Twice the mean.
    OutliersMean,
    /// In the order of the file.
    OutliersUnsorted,
    /// The longest time between two days that follow each other.
    Gap,
    /// As they stand in the file.
    GapUnsorted,
    /// From the first to the last.
    Span,
    /// How much larger the mean of one word of the first category is than that of another.
    Difference(&'static str, &'static str),
    /// The same of medians.
    DifferenceMedian(&'static str, &'static str),
    /// A table: word, rows, sum.
    Table,
    /// Without its header.
    TableBare,
    /// With means.
    TableMeans,
}

impl Final {
    /// What it is called where kinds of steps are told apart: the right ones have names of their own.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Owners { .. } => "owners",
            Self::Sum => "sum",
            Self::Mean => "mean",
            Self::Median => "median",
            Self::SumMeasure | Self::MostMeasure => "quantity",
            Self::MedianByKind | Self::MeanByKind | Self::MostByKind => "by kind",
            Self::MissingByKind | Self::RecordedByKind | Self::CountByKind => "missing",
            Self::Top { .. } | Self::Bottom | Self::TopSingle => "top",
            Self::ByMonth | Self::ByMonthAlone | Self::OwnersByMonth => "by month",
            Self::Share(_) | Self::ShareOfLines(_) | Self::Fraction(_) => "share",
            Self::Pivot | Self::PivotSparse | Self::PivotTurned => "pivot",
            Self::Outliers | Self::OutliersMean | Self::OutliersUnsorted => "outliers",
            Self::Gap | Self::GapUnsorted | Self::Span => "gap",
            Self::Difference(..) | Self::DifferenceMedian(..) => "difference",
            Self::Table | Self::TableBare | Self::TableMeans => "table",
        }
    }

    /// What it works out, in the words of its comment.
    fn said(&self) -> &'static str {
        match self {
            Self::Count => "how many rows",
            Self::Owners { nobody: true } => "how many values of <owner>",
            Self::Owners { nobody: false } => "how many values of <owner>, <nobody> aside",
            Self::Sum => "the sum",
            Self::Mean => "the mean",
            Self::Median => "the median",
            Self::SumMeasure => "the sum",
            Self::MostMeasure => "the largest",
            Self::MedianByKind => "the median for each <kind>",
            Self::MeanByKind => "the mean for each <kind>",
            Self::MostByKind => "the largest for each <kind>",
            Self::MissingByKind => "how many have no <value>, for each <kind>",
            Self::RecordedByKind => "how many have a <value>, for each <kind>",
            Self::CountByKind => "how many there are, for each <kind>",
            Self::Top { nobody: false } => "the largest totals, <nobody> aside",
            Self::Top { nobody: true } => "the largest totals",
            Self::Bottom => "the smallest totals",
            Self::TopSingle => "the largest values",
            Self::ByMonth => "how many in each month",
            Self::ByMonthAlone => "how many in each month of the year",
            Self::OwnersByMonth => "how many values of <owner> in each month",
            Self::Share(_) => "the share",
            Self::ShareOfLines(_) => "the share of the file",
            Self::Fraction(_) => "the fraction",
            Self::Pivot => "how many for each <region> and <way>",
            Self::PivotSparse => "how many for each <region> and <way> that occur together",
            Self::PivotTurned => "how many for each <way> and <region>",
            Self::Outliers => "more than twice the median",
            Self::OutliersMean => "more than twice the mean",
            Self::OutliersUnsorted => "more than twice the median, in the order of the file",
            Self::Gap => "the longest gap",
            Self::GapUnsorted => "the longest gap, in the order of the file",
            Self::Span => "the days from first to last",
            Self::Difference(..) => "the difference of the means",
            Self::DifferenceMedian(..) => "the difference of the medians",
            Self::Table => "a table",
            Self::TableBare => "a table without a header",
            Self::TableMeans => "a table of means",
        }
    }
}
