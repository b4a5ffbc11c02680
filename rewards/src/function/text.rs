/// Answers as the search agents compare them.
///
/// # Formula
/// Normalised: lower-case, ASCII punctuation stripped, the words a, an, the dropped, blanks collapsed ([`normalised`]). F1: 2PR/(P + R)
/// over the multiset of words ([`token_f1`]).
/// # Source
/// Rajpurkar et al. 2016, arXiv 1606.05250, <https://arxiv.org/abs/1606.05250>, evaluation script.
/// # Our reading and deviations
/// None.
/// # Needs
/// Two texts.
/// # Range
/// 0..=1.
/// # Known exploits
/// Listing every candidate answer has a positive F1.
/// # Worked example
/// `in the year 1889` against `1889`: P = 1/3, R = 1, F1 = 1/2.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagged<'a> {
    /// The text between the tags.
    pub inside: &'a str,
    /// The text after the closing tag.
    pub after: &'a str,
}

/// The normalised form of an answer.
#[must_use]
pub fn normalised(text: &str) -> String {
    let lower = text.to_lowercase();
    let plain = lower.chars().filter(|c| !c.is_ascii_punctuation());
    let (mut out, mut word) = (String::new(), String::new());
    // The end of the text ends the last word.
    for c in plain.chain([' ']) {
        if is_word(c) {
            word.push(c);
            continue;
        }
        // An article stands between any two other characters: "the–end" loses it too.
        let article = ["a", "an", "the"].contains(&word.as_str());
        out.push_str(if article { " " } else { &word });
        word.clear();
        out.push(c);
    }
    out.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// Whether a character belongs to a word: letters, digits and the underscore.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// F1 over the words of two normalised texts; 0 if either has none in common.
#[must_use]
pub fn token_f1(prediction: &str, truth: &str) -> f64 {
    let (p, t) = (normalised(prediction), normalised(truth));
    let p: Vec<&str> = p.split_whitespace().collect();
    let mut left: Vec<&str> = t.split_whitespace().collect();
    let all = left.len();
    let mut common = 0;
    for word in &p {
        if let Some(at) = left.iter().position(|w| w == word) {
            left.swap_remove(at);
            common += 1;
        }
    }
    if common == 0 {
        return 0.0;
    }
    let (precision, recall) = (
        f64::from(common) / p.len() as f64,
        f64::from(common) / all as f64,
    );
    2.0 * precision * recall / (precision + recall)
}

/// Rounded to four decimals, half to even on the binary value as Python does.
#[must_use]
pub fn four_decimals(x: f64) -> f64 {
    format!("{x:.4}").parse().unwrap_or(x)
}

/// Every `<tag>…</tag>` of a text, in order.
#[must_use]
pub fn tagged<'a>(text: &'a str, tag: &str) -> Vec<Tagged<'a>> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let mut out = Vec::new();
    let mut rest = text;
    while let Some((_, begun)) = rest.split_once(&open) {
        let Some((inside, after)) = begun.split_once(&close) else {
            break;
        };
        out.push(Tagged { inside, after });
        rest = after;
    }
    out
}
