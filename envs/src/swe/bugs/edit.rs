//! Edits of texts, their inverses, and the lines they replace.

use super::python::Span;
use serde::{Deserialize, Serialize};

/// One piece of a file replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes that are replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// Edits that do not overlap, in the order of their places; none if they do overlap or reach outside `text`.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let (mut edited, mut at) = (String::with_capacity(text.len() + 16), 0);
    for edit in edits {
        edited.push_str(text.get(at..edit.span.start)?);
        text.get(edit.span.clone())?;
        edited.push_str(&edit.text);
        at = edit.span.end;
    }
    edited.push_str(text.get(at..)?);
    Some(edited)
}

/// The edits that take back `edits`, with places in the edited text.
///
/// They must apply to `text`: see [`apply`].
#[must_use]
pub fn inverse(text: &str, edits: &[Edit]) -> Vec<Edit> {
    let (mut inverses, mut grown, mut shrunk) = (vec![], 0, 0);
    for edit in edits {
        let start = edit.span.start + grown - shrunk;
        inverses.push(Edit {
            span: start..start + edit.text.len(),
            text: text.get(edit.span.clone()).unwrap_or_default().to_owned(),
        });
        grown += edit.text.len();
        shrunk += edit.span.len();
    }
    inverses
}

/// Whole lines of a file replaced by others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hunk {
    /// The first line that is replaced, from 1; where nothing is removed, the line before which is added.
    pub first: usize,
    /// The lines as they are, each with its newline.
    pub removed: Vec<String>,
    /// The lines that take their place, each with its newline.
    pub added: Vec<String>,
}

/// The lines that `edits` replace in `text`, neighbours together.
#[must_use]
pub fn hunks(text: &str, edits: &[Edit]) -> Vec<Hunk> {
    let mut groups: Vec<(Span, Vec<Edit>)> = vec![];
    for edit in edits {
        let lines = lines_around(text, &edit.span);
        match groups.last_mut() {
            Some((around, together)) if lines.start < around.end => {
                around.end = around.end.max(lines.end);
                together.push(edit.clone());
            }
            _ => groups.push((lines, vec![edit.clone()])),
        }
    }
    groups
        .iter()
        .filter_map(|(around, edits)| hunk(text, around, edits))
        .collect()
}

/// The lines of `around` before and after `edits`, without those at both ends that stay as they are.
fn hunk(text: &str, around: &Span, edits: &[Edit]) -> Option<Hunk> {
    let moved: Vec<Edit> = edits
        .iter()
        .map(|edit| Edit {
            span: edit.span.start - around.start..edit.span.end - around.start,
            text: edit.text.clone(),
        })
        .collect();
    let before = text.get(around.clone())?;
    let after = apply(before, &moved)?;
    let mut removed: Vec<&str> = before.split_inclusive('\n').collect();
    let mut added: Vec<&str> = after.split_inclusive('\n').collect();
    let mut first = text[..around.start].matches('\n').count() + 1;
    while !removed.is_empty() && removed.first() == added.first() {
        removed.remove(0);
        added.remove(0);
        first += 1;
    }
    while !removed.is_empty() && removed.last() == added.last() {
        removed.pop();
        added.pop();
    }
    let owned = |lines: Vec<&str>| lines.into_iter().map(str::to_owned).collect();
    (!removed.is_empty() || !added.is_empty()).then(|| Hunk {
        first,
        removed: owned(removed),
        added: owned(added),
    })
}

/// The whole lines that a span touches, newlines included.
#[must_use]
pub fn lines_around(text: &str, span: &Span) -> Span {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let inside = &text[..span.end];
    // A span that already ends with a newline touches no further line, unless it is empty.
    let end = if inside.ends_with('\n') && !span.is_empty() {
        span.end
    } else {
        text[span.end..]
            .find('\n')
            .map_or(text.len(), |at| span.end + at + 1)
    };
    start..end
}
