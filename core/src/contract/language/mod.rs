//! A linter for what an environment says: instructions and pages that a person might have written.
//!
//! It looks for what glued strings leave behind - a doubled word, "a" before a vowel, "1 units", a sentence without its
//! full stop, a placeholder nobody filled - and for nothing that takes an opinion. Where English itself makes an exception
//! it stands in one list, `exceptions`, with its reason.
//!
//! ```
//! use truestep_core::contract::language::{Register, Rule, read};
//! let faults = read("Buy a elegant lamp", Register::Prose);
//! let rules: Vec<Rule> = faults.iter().map(|fault| fault.rule).collect();
//! assert_eq!(rules, [Rule::Article, Rule::FullStop]);
//! assert!(read("Buy an elegant lamp.", Register::Prose).is_empty());
//! ```

mod exceptions;
mod law;
mod marks;
#[cfg(test)]
mod tests;
mod words;

pub(super) use law::hold;

use std::fmt;

/// What kind of text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Register {
    /// Sentences: an instruction, a description. Every rule applies.
    Prose,
    /// Lines: a page with headings, labels and values. Sentences need not be whole.
    Page,
}

/// What was found to be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// The same word twice in a row.
    DoubledWord,
    /// "a" before a vowel sound, or "an" before a consonant sound.
    Article,
    /// "1 units", "3 unit", "0 months".
    Number,
    /// A sentence that begins with a small letter.
    Capital,
    /// A text that does not end with a full stop, a question mark or an exclamation mark.
    FullStop,
    /// A quotation mark or a bracket without its partner, or with nothing between the two.
    Unbalanced,
    /// Two blanks in a row, or a blank before the end of a line.
    Blank,
    /// Two marks in a row, a blank before a mark, or none after it.
    Punctuation,
    /// A placeholder that was not filled, or the debugging form of a value.
    Placeholder,
    /// Two words for one thing, one asked for and the other refused.
    Opposites,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Rule::DoubledWord => "a word twice in a row",
            Rule::Article => "the wrong one of `a` and `an`",
            Rule::Number => "number and noun disagree",
            Rule::Capital => "a sentence begins with a small letter",
            Rule::FullStop => "no full stop at the end",
            Rule::Unbalanced => "a quotation mark or bracket without its partner or its content",
            Rule::Blank => "a blank too many",
            Rule::Punctuation => "marks and blanks in the wrong order",
            Rule::Placeholder => "a placeholder that was not filled",
            Rule::Opposites => "two words for one thing used as opposites",
        })
    }
}

/// One thing found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which rule is broken.
    pub rule: Rule,
    /// Where: the words around it.
    pub excerpt: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}`", self.rule, self.excerpt)
    }
}

/// Everything that is wrong with `text`, in the order of the rules.
///
/// What stands in quotation marks or backticks is quoted, not said: it is read for its words, not for its sentences. What
/// stands between two lines of three backquotes is not read at all.
#[must_use]
pub fn read(text: &str, register: Register) -> Vec<Fault> {
    let mut faults = vec![];
    let text = &without_fences(text);
    for line in text.lines() {
        words::doubled(line, &mut faults);
        words::articles(line, &mut faults);
        words::numbers(line, &mut faults);
        marks::blanks(line, &mut faults);
        marks::pairs(line, &mut faults);
        marks::punctuation(line, &mut faults);
        marks::placeholders(line, &mut faults);
    }
    if register == Register::Prose {
        marks::capitals(text, &mut faults);
        marks::full_stop(text, &mut faults);
    }
    faults.sort_by_key(|fault| fault.rule);
    faults
}

/// The text without what stands between two lines of three backquotes: a file's or a program's, and nobody's sentence. A fence
/// that is not closed stays, and is found.
fn without_fences(text: &str) -> String {
    let is_fence = |line: &&str| *line == "```";
    let fences = text.lines().filter(is_fence).count();
    let (mut out, mut met) = (String::with_capacity(text.len()), 0);
    for line in text.lines() {
        let fence = usize::from(is_fence(&line));
        met += fence;
        let paired = met < fences || fences % 2 == 0;
        if paired && (fence == 1 || met % 2 == 1) {
            continue;
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// The article a word takes: "a" or "an", by how it is spoken.
///
/// ```
/// use truestep_core::contract::language::article;
/// assert_eq!([article("hour"), article("USB port"), article("LED"), article("sofa")], ["an", "a", "an", "a"]);
/// ```
#[must_use]
pub fn article(word: &str) -> &'static str {
    if words::begins_with_vowel_sound(word) == Some(true) {
        "an"
    } else {
        "a"
    }
}

/// Whether `text` asks for one word of a group and refuses another of the same group: `groups` are words for one thing.
///
/// ```
/// use truestep_core::contract::language::opposites;
/// let groups: &[&[&str]] = &[&["non slip", "slip resistant"]];
/// assert!(opposites("a mat that is non slip and not slip resistant", groups).is_some());
/// assert!(opposites("a mat that is not slip resistant", groups).is_none());
/// ```
#[must_use]
pub fn opposites(text: &str, groups: &[&[&str]]) -> Option<Fault> {
    let text = text.to_lowercase();
    let refused = |word: &str| {
        text.match_indices(word).any(|(at, _)| {
            let before = text[..at].trim_end().rsplit(' ').next().unwrap_or_default();
            exceptions::REFUSALS.contains(&before)
        })
    };
    for group in groups {
        let no = group.iter().find(|word| refused(word));
        let yes = group
            .iter()
            .find(|word| text.contains(**word) && !refused(word));
        if let (Some(no), Some(yes)) = (no, yes) {
            return Some(Fault {
                rule: Rule::Opposites,
                excerpt: format!("{yes} … not {no}"),
            });
        }
    }
    None
}
