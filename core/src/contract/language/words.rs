//! Rules about words: none twice, the right article, numbers that agree.

use super::{
    Fault, Rule,
    exceptions::{
        CAPITALS_AS_WORDS, COUNTED, DOUBLES, LETTERS_WITH_VOWEL, NUMBERED, SPOKEN_WITH_CONSONANT,
        SPOKEN_WITH_VOWEL, SPOKEN_WITH_VOWEL_AFTER_ALL,
    },
};

/// Marks that may open before a word and close after it.
const AROUND: &[char] = &['"', '`', '\'', '(', '[', '“', '”', '‘', '’', ')', ']'];

fn fault(rule: Rule, words: &[&str]) -> Fault {
    Fault {
        rule,
        excerpt: words.join(" "),
    }
}

/// The same word twice with only a blank between.
pub(super) fn doubled(line: &str, faults: &mut Vec<Fault>) {
    let words: Vec<&str> = line.split(' ').collect();
    for pair in words.windows(2) {
        let [first, second] = pair else { continue };
        // A mark between the two makes them two things: "Tea, tea bags".
        let first_bare = first.trim_start_matches(AROUND);
        let second_bare = second.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_word = first_bare.chars().all(|c| c.is_alphabetic() || c == '-')
            && first_bare.chars().any(char::is_alphabetic);
        let same = first_bare.to_lowercase() == second_bare.to_lowercase();
        let may = DOUBLES.contains(&first_bare.to_lowercase().as_str());
        if is_word && same && !may {
            faults.push(fault(Rule::DoubledWord, pair));
        }
    }
}

/// "a" and "an", each before its kind of sound.
pub(super) fn articles(line: &str, faults: &mut Vec<Fault>) {
    let words: Vec<&str> = line.split_whitespace().collect();
    for (at, pair) in words.windows(2).enumerate() {
        let article = pair[0].trim_start_matches(AROUND);
        // A capital letter within a sentence is a name: "vitamin A is".
        let begins = at == 0 || words[at - 1].ends_with(['.', '?', '!', ':']);
        let is_an = match article {
            "a" => false,
            "an" => true,
            "A" if begins => false,
            "An" if begins => true,
            _ => continue,
        };
        if begins_with_vowel_sound(pair[1]).is_some_and(|vowel| vowel != is_an) {
            faults.push(fault(Rule::Article, pair));
        }
    }
}

/// Whether a word is spoken with a vowel first; `None` if it has neither letters nor digits in front.
pub(super) fn begins_with_vowel_sound(word: &str) -> Option<bool> {
    let word = word.trim_start_matches(AROUND);
    let first = word.chars().next()?;
    if first.is_ascii_digit() {
        let number: String = word.chars().take_while(char::is_ascii_digit).collect();
        return Some(number.starts_with('8') || number == "11" || number == "18");
    }
    if !first.is_alphabetic() {
        return None;
    }
    let part: String = word.chars().take_while(|c| c.is_alphanumeric()).collect();
    let by_letter = LETTERS_WITH_VOWEL.contains(first.to_ascii_lowercase());
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 1 {
        return Some(by_letter);
    }
    let all_capitals = part.chars().all(|c| !c.is_lowercase());
    if all_capitals && !CAPITALS_AS_WORDS.contains(&part.as_str()) {
        return Some(by_letter);
    }
    let lower = part.to_lowercase() + " ";
    let begins = |list: &[&str]| list.iter().any(|start| lower.starts_with(start));
    if begins(SPOKEN_WITH_VOWEL_AFTER_ALL) || begins(SPOKEN_WITH_VOWEL) {
        return Some(true);
    }
    let is_vowel = "aeiou".contains(first.to_ascii_lowercase());
    Some(is_vowel && !begins(SPOKEN_WITH_CONSONANT))
}

/// "1 unit", "3 units", and nothing counted that is not there.
pub(super) fn numbers(line: &str, faults: &mut Vec<Fault>) {
    let words: Vec<&str> = line.split_whitespace().collect();
    for (at, pair) in words.windows(2).enumerate() {
        let number = pair[0].trim_start_matches(AROUND);
        if number.is_empty() || !number.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let before = at.checked_sub(1).map(|i| words[i].to_lowercase());
        if before.is_some_and(|word| NUMBERED.contains(&word.as_str())) {
            continue;
        }
        let noun = pair[1]
            .trim_end_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        let singular = COUNTED.contains(&noun.as_str());
        let plural = noun
            .strip_suffix('s')
            .is_some_and(|stem| COUNTED.contains(&stem));
        let wrong = match number {
            "0" => singular || plural,
            "1" => plural,
            _ => singular,
        };
        if wrong {
            faults.push(fault(Rule::Number, pair));
        }
    }
}
