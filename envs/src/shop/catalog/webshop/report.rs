//! What a load met.

use serde::Serialize;

/// Problems kept in full; further ones are only counted.
const KEPT: usize = 20;

/// What was read, what was skipped and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LoadReport {
    /// Products in the catalogue.
    pub products: u32,
    /// Records that could not be used, of all three files.
    pub skipped: u64,
    /// Products left out because their id had occurred before.
    pub repeated: u64,
    /// Products that got WebShop's placeholder attribute.
    pub without_attributes: u64,
    /// Products with a synthetic instruction.
    pub synthetic: u64,
    /// Human instructions attached to products.
    pub human: u64,
    /// A file ended or broke before its last record; what came before is used.
    pub cut_short: bool,
    /// The first twenty problems in the order met.
    pub problems: Vec<Problem>,
}

/// One record that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Name of the file.
    pub file: String,
    /// Number of the record in its file, from 1.
    pub record: u64,
    /// The field at fault, or `"record"`.
    pub field: String,
    /// What was expected.
    pub message: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "{} record {}, {}: {}",
            self.file, self.record, self.field, self.message
        )
    }
}

/// Collects a report.
#[derive(Default)]
pub(super) struct Reporter {
    pub(super) report: LoadReport,
}

impl Reporter {
    /// Notes a record, or a part of one, that is left out.
    pub(super) fn skip(&mut self, file: &str, record: u64, field: &str, message: &str) {
        self.report.skipped += 1;
        self.note(file, record, field, message);
    }

    /// Notes that a file ends early.
    pub(super) fn cut_short(&mut self, file: &str, record: u64, message: &str) {
        self.report.cut_short = true;
        self.note(file, record, "record", message);
    }

    fn note(&mut self, file: &str, record: u64, field: &str, message: &str) {
        if self.report.problems.len() < KEPT {
            self.report.problems.push(Problem {
                file: file.to_owned(),
                record,
                field: field.to_owned(),
                message: message.to_owned(),
            });
        }
    }

    /// The first problem in words.
    pub(super) fn first_problem(&self) -> String {
        self.report
            .problems
            .first()
            .map_or_else(|| "it is empty".to_owned(), ToString::to_string)
    }
}
