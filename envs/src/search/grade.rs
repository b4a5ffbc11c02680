//! How answers are graded: each published way by its name.
//!
//! Success here is [`exact_match`] with any accepted form of the answer; of a number it is to be written in digits besides
//! ([`digits`]): SQuAD's normalisation deletes the sign of `-4` and the point of `.4`. The others are stated beside it, so that a
//! published reward can be had from what a record says; where two papers mean different things by one name, both are here.

use std::collections::BTreeMap;
use truestep_core::rational::Rational;

/// SQuAD's normalisation: small letters, ASCII punctuation deleted, the articles deleted, blanks collapsed.
///
/// Rajpurkar and others 2016, `evaluate-v1.1.py`; the order matters: `U.S.A.` becomes `usa`, `co-op` becomes `coop`.
/// Search-R1 (`qa_em.py`) and StepSearch use the same.
///
/// ```
/// use truestep_envs::search::grade::squad;
/// assert_eq!(squad("The  U.S.A., a co-op"), "usa coop");
/// assert_eq!(squad("1,000 \u{bd} caf\u{e9}"), "1000 \u{bd} caf\u{e9}");
/// ```
#[must_use]
pub fn squad(text: &str) -> String {
    let lower = text.to_lowercase();
    let kept: String = lower
        .chars()
        .filter(|c| !c.is_ascii_punctuation())
        .collect();
    let words = kept.split_whitespace();
    let words: Vec<&str> = words
        .filter(|w| !matches!(*w, "a" | "an" | "the"))
        .collect();
    words.join(" ")
}

/// Whether an answer equals any accepted form, both normalised by [`squad`]. An answer that normalises to nothing equals none.
#[must_use]
pub fn exact_match(answer: &str, accepted: &[String]) -> bool {
    let answer = squad(answer);
    !answer.is_empty() && accepted.iter().any(|form| squad(form) == answer)
}

/// The digits of an answer that is a whole number written in digits and nothing else: articles, quotation marks and a full
/// stop at the end aside. No sign, no point, no comma, no fraction and no word for a number is read, and no leading zero is
/// dropped, so that an answer that equals a number by its digits is an [`exact_match`] too.
///
/// ```
/// use truestep_envs::search::grade::digits;
/// assert_eq!(digits(" \"4\". "), Some("4".to_owned()));
/// assert_eq!(digits("04"), Some("04".to_owned()));
/// for none in ["-4", "+4", "4.0", ".4", "4th", "four", "4 4", ""] {
///     assert_eq!(digits(none), None);
/// }
/// ```
#[must_use]
pub fn digits(text: &str) -> Option<String> {
    const QUOTES: [char; 3] = ['"', '\'', '`'];
    let is_article = |word: &str| matches!(word.to_lowercase().as_str(), "a" | "an" | "the");
    let mut words = text.split_whitespace().filter(|word| !is_article(word));
    let (word, None) = (words.next()?, words.next()) else {
        return None;
    };
    let word = word.trim_matches(QUOTES).trim_end_matches('.');
    let word = word.trim_end_matches(QUOTES);
    let all = word.bytes().all(|byte| byte.is_ascii_digit());
    (all && !word.is_empty()).then(|| word.to_owned())
}

/// Search-R1's sub-EM (`subem_check`): whether any accepted form is contained in the answer, both normalised.
#[must_use]
pub fn sub_exact_match(answer: &str, accepted: &[String]) -> bool {
    let answer = squad(answer);
    accepted.iter().any(|form| answer.contains(&squad(form)))
}

/// Best F1 over the accepted forms, words counted as often as they occur: SQuAD's, and StepSearch's before it rounds.
#[must_use]
pub fn counter_f1(answer: &str, accepted: &[String]) -> Rational {
    best(accepted, |form| {
        let (answer, form) = (squad(answer), squad(form));
        let (mine, theirs) = (counts(&answer), counts(&form));
        let shared: u64 = mine
            .iter()
            .map(|(word, n)| (*n).min(theirs.get(word).copied().unwrap_or(0)))
            .sum();
        harmonic(shared, mine.values().sum(), theirs.values().sum())
    })
}

/// Best F1 over the accepted forms with each shared word counted once and full lengths below the line: PiCA's.
#[must_use]
pub fn set_f1(answer: &str, accepted: &[String]) -> Rational {
    best(accepted, |form| {
        let (answer, form) = (squad(answer), squad(form));
        let (mine, theirs) = (counts(&answer), counts(&form));
        let shared = mine
            .keys()
            .filter(|word| theirs.contains_key(*word))
            .count();
        harmonic(shared as u64, mine.values().sum(), theirs.values().sum())
    })
}

/// [`counter_f1`] with HotpotQA's guard: where either side is yes, no or noanswer, F1 is 0 unless both are the same.
#[must_use]
pub fn guarded_f1(answer: &str, accepted: &[String]) -> Rational {
    let closed = |text: &str| matches!(text, "yes" | "no" | "noanswer");
    best(accepted, |form| {
        let (mine, theirs) = (squad(answer), squad(form));
        match mine != theirs && (closed(&mine) || closed(&theirs)) {
            true => Rational::from_integer(0),
            false => counter_f1(answer, &[form.to_owned()]),
        }
    })
}

fn best(accepted: &[String], grade: impl Fn(&str) -> Rational) -> Rational {
    let grades = accepted.iter().map(|form| grade(form));
    grades.max().unwrap_or_else(|| Rational::from_integer(0))
}

fn counts(text: &str) -> BTreeMap<&str, u64> {
    let mut counts = BTreeMap::new();
    for word in text.split_whitespace() {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

/// 2PR / (P + R) with P = shared / mine and R = shared / theirs, which is 2 · shared / (mine + theirs).
fn harmonic(shared: u64, mine: u64, theirs: u64) -> Rational {
    match shared {
        0 => Rational::from_integer(0),
        _ => Rational::new((2 * shared) as i64, (mine + theirs) as i64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(list: &[&str]) -> Vec<String> {
        list.iter().map(|&form| form.to_owned()).collect()
    }

    #[test]
    fn exact_match_takes_any_form_and_never_nothing() {
        let accepted = forms(&["The Beatles", "Fab Four"]);
        for right in ["beatles", " the BEATLES. ", "fab four!", "Fab-Four, the"] {
            let is = right != "Fab-Four, the";
            assert_eq!(exact_match(right, &accepted), is, "{right}");
        }
        assert!(!exact_match("", &forms(&["the"])));
        assert!(!exact_match("Beatles or Fab Four", &accepted));
    }

    #[test]
    fn what_is_right_by_its_digits_is_an_exact_match() {
        for right in ["4", "the 4", " 4. ", "'4'", "\"4.\""] {
            assert_eq!(digits(right).as_deref(), Some("4"), "{right}");
            assert!(exact_match(right, &forms(&["4"])), "{right}");
        }
        for other in ["-4", "+4", ".4", "4%", "#4", "(4)"] {
            assert_eq!(digits(other), None, "{other}");
            assert!(exact_match(other, &forms(&["4"])), "{other}");
        }
    }

    #[test]
    fn sub_exact_match_is_met_by_a_sentence() {
        let accepted = forms(&["Paris"]);
        assert!(sub_exact_match("It is Paris, of course.", &accepted));
        assert!(!sub_exact_match("Par is", &accepted));
    }

    #[test]
    fn the_three_f1_differ_where_their_sources_do() {
        let accepted = forms(&["new york new"]);
        // Counter: 3 shared of 3 and 3. Set: 2 shared words of 3 and 3.
        assert_eq!(
            counter_f1("new york new", &accepted),
            Rational::from_integer(1)
        );
        assert_eq!(set_f1("new york new", &accepted), Rational::new(2, 3));
        let yes = forms(&["yes it is"]);
        assert_eq!(counter_f1("yes", &yes), Rational::new(1, 2));
        assert_eq!(guarded_f1("yes", &yes), Rational::from_integer(0));
        assert_eq!(
            guarded_f1("yes", &forms(&["Yes."])),
            Rational::from_integer(1)
        );
        assert_eq!(counter_f1("", &yes), Rational::from_integer(0));
        assert_eq!(
            counter_f1("york", &forms(&["york", "new york"])),
            Rational::from_integer(1)
        );
    }
}
