//! The gate of edits: whoever can say what is wrong with a program.

/// Something that is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong, such as `E999 SyntaxError: invalid syntax`.
    pub problem: String,
}

/// Whoever reads programs.
pub trait Syntax {
    /// What is wrong in a file; nothing for a file of another kind.
    fn findings(&self, path: &str, text: &str) -> Vec<Finding>;
}

/// A gate that is always open.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoSyntax;

impl Syntax for NoSyntax {
    fn findings(&self, _: &str, _: &str) -> Vec<Finding> {
        vec![]
    }
}

/// Findings that an edit of lines `first..=last` (from 0), now `count` lines, brought about: those that were there before,
/// moved with their lines, do not count, nor does what stands above the edit once anything was wrong before.
pub(super) fn new_findings(
    before: &[Finding],
    after: Vec<Finding>,
    (first, last): (usize, usize),
    count: usize,
) -> Vec<Finding> {
    if before.is_empty() {
        return after;
    }
    let taken = (last + 1).saturating_sub(first);
    let moved: Vec<Finding> = before
        .iter()
        .filter(|f| f.line < first || f.line > last)
        .map(|f| Finding {
            line: if f.line < first {
                f.line
            } else {
                (f.line + count).saturating_sub(taken)
            },
            ..f.clone()
        })
        .collect();
    after
        .into_iter()
        .filter(|f| !moved.contains(f) && f.line >= first)
        .collect()
}
