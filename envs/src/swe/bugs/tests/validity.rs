//! What the suites say about bugs.

use super::super::{
    Candidate, Invalid, Issue, Observed, Operator, Shape, Vagueness, Verdict, candidates,
};
use super::{SHAPES, first_project};
use crate::swe::{
    repos::{Repository, SKELETONS, TestCase, draw},
    testing::{Answer, Request, Run, run},
};
use std::collections::{BTreeMap, BTreeSet};
use truestep_core::chance::Seed;

/// What became of the candidates of an operator.
#[derive(Default)]
struct Yield {
    valid: usize,
    survived: usize,
    too_many: usize,
    other: usize,
    flips: usize,
    failing: Vec<usize>,
}

impl Yield {
    fn count(&mut self, expected: &[String], runs: &[&Run]) {
        let verdict = Verdict::of(expected, &runs[0].passed());
        match verdict {
            _ if runs.iter().any(|run| run.passed() != runs[0].passed()) => self.flips += 1,
            Ok(verdict) => {
                self.valid += 1;
                self.failing.push(verdict.fail_to_pass.len());
            }
            Err(Invalid::Survived) => self.survived += 1,
            Err(Invalid::TooMany) => self.too_many += 1,
            Err(_) => self.other += 1,
        }
    }

    fn all(&self) -> usize {
        self.valid + self.survived + self.too_many + self.other + self.flips
    }
}

/// Some candidates of a project, and what Python says about them for each hash seed.
fn tried(repository: &Repository, some: &[Candidate], hash_seeds: u32) -> Option<Vec<Answer>> {
    (0..hash_seeds)
        .map(|hash_seed| {
            let mutants = some
                .iter()
                .map(|candidate| candidate.buggy(repository))
                .collect();
            let request = Request {
                repository,
                coverage: false,
                mutants,
            };
            run(&[request], hash_seed).map(|mut answers| answers.remove(0))
        })
        .collect()
}

#[test]
fn the_first_candidates_give_valid_bugs_and_issues_that_keep_their_secrets() {
    let repository = first_project();
    let tests = repository.tests().unwrap();
    for shape in SHAPES {
        let mut some = candidates(&repository, shape, Seed(9)).unwrap();
        some.truncate(12);
        let Some(answers) = tried(&repository, &some, 1) else {
            return;
        };
        let expected = answers[0].gold.ids();
        let mut valid = 0;
        for (candidate, run) in some.iter().zip(&answers[0].mutants) {
            let Ok(verdict) = Verdict::of(&expected, &run.passed()) else {
                continue;
            };
            valid += 1;
            let observed: Vec<Observed> = run
                .tests
                .iter()
                .filter_map(|(id, message)| {
                    Some(Observed {
                        id: id.clone(),
                        message: message.clone()?,
                    })
                })
                .collect();
            hold_issues(&repository, candidate, &verdict, (&tests, &observed));
        }
        assert!(valid >= 4, "{shape:?}: {valid} of {} are valid", some.len());
    }
}

/// Holds issues of each level to what they may and must say.
fn hold_issues(
    repository: &Repository,
    candidate: &Candidate,
    verdict: &Verdict,
    known: (&[TestCase], &[Observed]),
) {
    let gold = candidate.gold(repository);
    let write = |vagueness| Issue::write(repository, &gold, verdict, known, vagueness, Seed(4));
    let [clear, brief, vague] = [Vagueness::Clear, Vagueness::Brief, Vagueness::Vague].map(write);
    assert!(
        clear.body.contains("Expected:") && brief.body.contains("> "),
        "{clear:?} {brief:?}"
    );
    assert_eq!(vague, write(Vagueness::Vague));
    let told = vague.body.split_once("depend on this:");
    let told = told.map_or("", |(_, rest)| rest.split(". ").next().unwrap());
    let told = told.to_lowercase();
    let words: BTreeSet<&str> = told
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    for (path, name) in &gold.functions {
        assert!(!vague.body.contains(path.as_str()));
        for part in name.split('.').filter(|part| !part.is_empty()) {
            let part = part.trim_matches('_').to_lowercase();
            assert!(!words.contains(part.as_str()), "{part}: {told}");
        }
    }
}

/// Prints how many candidates of each operator are valid bugs. `TRUESTEP_SWE_SEEDS` projects of each skeleton, at most
/// `TRUESTEP_SWE_PLACES` places of each operator in each.
#[test]
#[ignore = "minutes of python3"]
fn yields_of_operators() {
    let number = |name: &str, otherwise: u64| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(otherwise)
    };
    let (seeds, places) = (
        number("TRUESTEP_SWE_SEEDS", 1),
        number("TRUESTEP_SWE_PLACES", 3) as usize,
    );
    let mut yields: BTreeMap<String, Yield> = BTreeMap::new();
    for skeleton in SKELETONS {
        for seed in 0..seeds {
            let repository = draw(skeleton, Seed(seed)).unwrap();
            let some = sample(&repository, Seed(seed), places);
            let Some(answers) = tried(&repository, &some, 3) else {
                return;
            };
            let expected = answers[0].gold.ids();
            for (at, candidate) in some.iter().enumerate() {
                let runs: Vec<_> = answers.iter().map(|answer| &answer.mutants[at]).collect();
                let name = match candidate.operators.as_slice() {
                    [operator] => operator.name().to_owned(),
                    _ if candidate.files.len() == 1 => "(two in one file)".to_owned(),
                    _ => "(across files)".to_owned(),
                };
                yields.entry(name).or_default().count(&expected, &runs);
                yields
                    .entry(format!("[{}]", skeleton.name))
                    .or_default()
                    .count(&expected, &runs);
            }
        }
    }
    eprintln!(
        "{:24} {:>5} {:>5} {:>5} {:>5} {:>5} {:>5} {:>6}",
        "", "tried", "valid", "surv", "many", "other", "flips", "median"
    );
    for (name, counts) in &mut yields {
        counts.failing.sort_unstable();
        let median = counts
            .failing
            .get(counts.failing.len() / 2)
            .copied()
            .unwrap_or(0);
        eprintln!(
            "{name:24} {:5} {:5} {:5} {:5} {:5} {:5} {median:6}",
            counts.all(),
            counts.valid,
            counts.survived,
            counts.too_many,
            counts.other,
            counts.flips
        );
    }
    assert!(
        yields.values().all(|counts| counts.flips == 0),
        "the same tests fail whatever the hash seed"
    );
}

/// At most so many candidates of every operator, and of both shapes of several mistakes.
fn sample(repository: &Repository, seed: Seed, places: usize) -> Vec<Candidate> {
    let mut taken: BTreeMap<Vec<Operator>, usize> = BTreeMap::new();
    let mut some = vec![];
    for shape in [Shape::Single, Shape::Feature] {
        for candidate in candidates(repository, shape, seed).unwrap() {
            let count = taken.entry(candidate.operators.clone()).or_default();
            *count += 1;
            if *count <= places {
                some.push(candidate);
            }
        }
    }
    for shape in [Shape::SameFile, Shape::AcrossFiles] {
        some.extend(
            candidates(repository, shape, seed)
                .unwrap()
                .into_iter()
                .take(places),
        );
    }
    some
}
