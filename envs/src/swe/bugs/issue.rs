//! The issue that somebody files: what is expected, what happens, at three levels of vagueness.
//!
//! Every sentence comes from the suite: what a failing test expects is its docstring, what it is about its class's. An issue
//! says nothing that the tests do not, and a vague one says less, never something else.

use super::{Gold, Operator, Verdict};
use crate::swe::repos::{Repository, TestCase, skeleton};
use truestep_core::chance::{Chance, Seed};

/// How much an issue tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Vagueness {
    /// What failing tests expect and, where the message of one tells it, what was seen instead.
    Clear,
    /// One expectation that does not hold, and what it is about.
    Brief,
    /// What a user of the library notices; never a file, a function or a test.
    Vague,
}

/// What a failing test said, as whoever ran it saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The test.
    pub id: String,
    /// The last line of its trace: `AssertionError: 3 != 4`.
    pub message: String,
}

/// An issue.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Issue {
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
}

/// Expectations that a clear issue lists at most.
const MOST_LISTED: usize = 4;
/// Longest message of a test that is quoted.
const LONGEST_MESSAGE: usize = 160;

impl Issue {
    /// The issue about a bug that fails the tests of `verdict`.
    ///
    /// `tests` are the project's; `observed` may be empty, and then a clear issue does not say what was seen.
    #[must_use]
    pub fn write(
        repository: &Repository,
        gold: &Gold,
        verdict: &Verdict,
        (tests, observed): (&[TestCase], &[Observed]),
        vagueness: Vagueness,
        seed: Seed,
    ) -> Self {
        let failing: Vec<&TestCase> = tests
            .iter()
            .filter(|test| verdict.fail_to_pass.binary_search(&test.id).is_ok())
            .collect();
        let mut chance = seed.stream("swe/issue").sampled();
        let lead = failing
            .get(chance.below(failing.len().max(1) as u32) as usize)
            .copied();
        let writer = Writer {
            repository,
            gold,
            failing,
            observed,
        };
        match (lead, vagueness) {
            (Some(lead), Vagueness::Clear) => writer.clear(lead, &mut chance),
            (Some(lead), Vagueness::Brief) => writer.brief(lead, &mut chance),
            (Some(lead), Vagueness::Vague) => writer.vague(lead, &mut chance),
            (None, _) => writer.unknown(),
        }
    }
}

/// What an issue is written from.
struct Writer<'a> {
    repository: &'a Repository,
    gold: &'a Gold,
    failing: Vec<&'a TestCase>,
    observed: &'a [Observed],
}

/// One of some phrases.
fn one_of<'a>(chance: &mut impl Chance, phrases: &[&'a str]) -> &'a str {
    phrases[chance.below(phrases.len() as u32) as usize]
}

/// Names that sentences begin with, and that keep their capital.
const NAMES: [&str; 2] = ["December", "Kelvin"];

/// With a small letter, unless the first word is a name or an abbreviation.
fn continued(sentence: &str) -> String {
    let first = sentence.split(' ').next().unwrap_or_default();
    let first = first.trim_end_matches([',', ';', ':', '.']);
    let plain = first.chars().skip(1).all(|c| c.is_ascii_lowercase());
    if plain && !NAMES.contains(&first) {
        let mut letters = sentence.chars();
        letters
            .next()
            .map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect())
    } else {
        sentence.to_owned()
    }
}

impl Writer<'_> {
    fn package(&self) -> &str {
        &self.repository.package
    }

    fn theme(&self) -> &'static str {
        skeleton(self.repository.skeleton).map_or("what it does", |skeleton| skeleton.theme)
    }

    /// Whether what is missing was never there.
    fn is_unwritten(&self) -> bool {
        self.gold.operators.contains(&Operator::FeatureRemoval)
    }

    /// What a test said, short enough to quote: where in memory a thing lies says nothing.
    fn message(&self, id: &str) -> Option<&str> {
        let seen = self.observed.iter().find(|seen| seen.id == id)?;
        let message = seen.message.trim();
        let is_short = !message.is_empty() && message.len() <= LONGEST_MESSAGE;
        (is_short && !message.contains('\n') && !message.contains(" at 0x")).then_some(message)
    }

    /// Whether what a test said tells what is wrong; that something is not true does not.
    fn is_telling(&self, id: &str) -> bool {
        let says_little = |message: &str| {
            ["False is not true", "True is not false"]
                .iter()
                .any(|little| message.ends_with(little))
        };
        self.message(id)
            .is_some_and(|message| !says_little(message))
    }

    /// Whether a test meets an exception that is none of its own.
    fn raises(&self, id: &str) -> bool {
        let seen = self.observed.iter().find(|seen| seen.id == id);
        seen.is_some_and(|seen| !seen.message.trim().starts_with("AssertionError"))
    }

    fn clear(&self, lead: &TestCase, chance: &mut impl Chance) -> Issue {
        // One that says how it fails, if there is one: the drawn one or the next behind it.
        let drawn = self.failing.iter().position(|test| *test == lead);
        let turned = self.failing.iter().cycle().skip(drawn.unwrap_or_default());
        let turned = turned.take(self.failing.len()).copied();
        let lead = turned
            .clone()
            .find(|test| self.is_telling(&test.id))
            .or_else(|| turned.clone().find(|test| self.message(&test.id).is_some()))
            .unwrap_or(lead);
        let openings = match self.is_unwritten() {
            true => [
                "The documentation describes this, and it cannot be used yet.",
                "I need what is described below, and there is nothing there.",
                "One part of what is documented was never written.",
            ],
            false => [
                "Since the last change some documented behaviour does not hold any more.",
                "I ran into behaviour that contradicts the documentation.",
                "Something regressed: what is described below used to hold.",
            ],
        };
        let opening = one_of(chance, &openings);
        let mut body = format!("{opening}\n\nExpected:\n");
        let mut listed: Vec<&TestCase> = vec![lead];
        listed.extend(self.failing.iter().copied().filter(|test| *test != lead));
        for test in listed.iter().take(MOST_LISTED) {
            body.push_str(&format!(
                "- {}: {}\n",
                test.subject,
                continued(&test.sentence)
            ));
        }
        if listed.len() > MOST_LISTED {
            body.push_str(&format!("- and {} more\n", listed.len() - MOST_LISTED));
        }
        if let Some(message) = self.message(&lead.id) {
            body.push_str(&format!(
                "\nFor the first of these I get:\n\n    {message}\n"
            ));
        }
        body.push_str(&format!(
            "\nVersion: `{}` from the main branch.\n",
            self.package()
        ));
        let told = continued(&lead.sentence);
        let title = match self.is_unwritten() {
            true => format!("{}: a part is not written yet", lead.subject),
            false => format!("No longer true: {}", told.trim_end_matches('.')),
        };
        Issue { title, body }
    }

    fn brief(&self, lead: &TestCase, chance: &mut impl Chance) -> Issue {
        let opening = one_of(
            chance,
            &[
                "This is what I rely on, and it does not happen:",
                "According to the documentation the following should be true, but it is not:",
                "I expected this, and got something else:",
            ],
        );
        let head = match self.is_unwritten() {
            true => "a part is not written yet",
            false => "not as documented",
        };
        Issue {
            title: format!("{}: {head}", lead.subject),
            body: format!("{opening}\n\n> {}\n", lead.sentence),
        }
    }

    fn vague(&self, lead: &TestCase, chance: &mut impl Chance) -> Issue {
        let tails = match self.is_unwritten() {
            true => [
                "It may be one function only; the rest is fine.",
                "Everything else that we have tried works.",
                "A colleague did not find it either.",
            ],
            false => [
                "I have not found out when exactly, but it can be reproduced.",
                "It only happens in some cases; most of what we do is fine.",
                "A colleague sees the same. Nothing else was changed on our side.",
            ],
        };
        let tail = one_of(chance, &tails);
        let (package, theme, told) = (self.package(), self.theme(), continued(&lead.sentence));
        let (head, seen, relied) = match (self.is_unwritten(), self.raises(&lead.id)) {
            (true, _) => (
                "something documented is not there yet",
                "something that its documentation describes cannot be used yet",
                format!("We would like to depend on this: {told} So far it does not work."),
            ),
            (false, raises) => (
                match raises {
                    true => "errors since the last update",
                    false => "wrong results since the last update",
                },
                match raises {
                    true => "since the last update we get errors where there should be none",
                    false => "since the last update we get results that cannot be right",
                },
                format!("We depend on this: {told} That is not what happens any more."),
            ),
        };
        // What is said of every bug of the project alike gives no place away; a sentence can.
        let body = match self.names_the_place(&told) {
            true => format!("We use `{package}` for {theme}, and {seen}. {tail}\n"),
            false => format!("{relied} {tail}\n"),
        };
        Issue {
            title: format!("{package}: {head}"),
            body,
        }
    }

    /// Whether a text has the name of a file or function that the repair touches, as a word of its own.
    fn names_the_place(&self, text: &str) -> bool {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .map(str::to_lowercase)
            .collect();
        let stems = self
            .gold
            .files
            .iter()
            .filter_map(|file| file.path.rsplit('/').next()?.strip_suffix(".py"));
        let names = self
            .gold
            .functions
            .iter()
            .flat_map(|(_, name)| name.split('.'));
        stems
            .chain(names)
            .map(|name| name.trim_matches('_').to_lowercase())
            .any(|name| !name.is_empty() && words.contains(&name))
    }

    /// No failing test: only for a bug that was not validated.
    fn unknown(&self) -> Issue {
        Issue {
            title: format!("{}: something is wrong", self.package()),
            body: format!(
                "We use `{}` for {}, and something is wrong.\n",
                self.package(),
                self.theme()
            ),
        }
    }
}
