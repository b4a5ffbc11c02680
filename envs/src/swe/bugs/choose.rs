//! Candidates in an order that a seed decides.

use super::{Candidate, Category, Edit, FileEdits, Operator, python, sites};
use crate::swe::repos::{RepoError, Repository};
use std::collections::BTreeMap;
use truestep_core::chance::{Chance, Seed};

/// What a bug consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One mistake.
    Single,
    /// Two mistakes in one file.
    SameFile,
    /// Two or three mistakes, each in another file, every file importing another of them or imported by it.
    AcrossFiles,
    /// A function that has lost its body.
    Feature,
    /// A guard against what comes from outside that is gone.
    Vulnerability,
}

/// How many candidates of a shape of several mistakes are offered at most where no less is asked for.
const MAX_COMBINED: usize = 200;

/// Every mistake that can be made in a project, looked for once for candidates of any shape.
pub struct Mistakes(Vec<Candidate>);

impl Mistakes {
    /// All of them.
    ///
    /// # Errors
    /// If a source of the project is no Python this reads.
    pub fn of(repository: &Repository) -> Result<Self, RepoError> {
        sites::all(repository).map(Self)
    }

    /// Candidates of a shape in drawn order: operators take turns, so that those with many places do not crowd out the others.
    /// Of shapes of several mistakes there are `most` at most; how many does not change which come first.
    #[must_use]
    pub fn candidates(
        &self,
        repository: &Repository,
        shape: Shape,
        seed: Seed,
        most: usize,
    ) -> Vec<Candidate> {
        let stream = format!("swe/bugs/{shape:?}/{}", repository.skeleton);
        let mut chance = seed.stream(&stream).sampled();
        let wanted = |one: &&Candidate| match (one.operators[0].category(), shape) {
            (Category::Security, shape) => shape == Shape::Vulnerability,
            (_, shape) if one.operators == [Operator::FeatureRemoval] => shape == Shape::Feature,
            (_, shape) => !matches!(shape, Shape::Vulnerability | Shape::Feature),
        };
        let some = self.0.iter().filter(wanted).cloned().collect();
        let ordered = taking_turns(some, &mut chance);
        match shape {
            Shape::Single | Shape::Feature | Shape::Vulnerability => ordered,
            Shape::SameFile | Shape::AcrossFiles => {
                combined(repository, &ordered, (shape, most), &mut chance)
            }
        }
    }
}

/// Candidates of one shape, as [`Mistakes::candidates`] gives them.
///
/// # Errors
/// If a source of the project is no Python this reads.
pub fn candidates(
    repository: &Repository,
    shape: Shape,
    seed: Seed,
) -> Result<Vec<Candidate>, RepoError> {
    let all = Mistakes::of(repository)?;
    Ok(all.candidates(repository, shape, seed, MAX_COMBINED))
}

/// All of them, each in the order drawn among its operator's, the operators one after another in drawn order.
fn taking_turns(all: Vec<Candidate>, chance: &mut impl Chance) -> Vec<Candidate> {
    let mut by_operator: BTreeMap<Operator, Vec<Candidate>> = BTreeMap::new();
    for candidate in all {
        by_operator
            .entry(candidate.operators[0])
            .or_default()
            .push(candidate);
    }
    let mut queues: Vec<Vec<Candidate>> = by_operator.into_values().collect();
    shuffle(&mut queues, chance);
    queues.iter_mut().for_each(|queue| shuffle(queue, chance));
    let mut ordered = vec![];
    while !queues.is_empty() {
        for queue in &mut queues {
            ordered.extend(queue.pop());
        }
        queues.retain(|queue| !queue.is_empty());
    }
    ordered
}

/// Any order, all equally likely.
fn shuffle<T>(some: &mut [T], chance: &mut impl Chance) {
    for end in (1..some.len()).rev() {
        some.swap(end, chance.below(end as u32 + 1) as usize);
    }
}

/// Mistakes put together, each mistake with its next partners in drawn order.
fn combined(
    repository: &Repository,
    ordered: &[Candidate],
    (shape, most): (Shape, usize),
    chance: &mut impl Chance,
) -> Vec<Candidate> {
    let mut all = vec![];
    for (index, first) in ordered.iter().enumerate() {
        if all.len() == most {
            break;
        }
        let wanted = match shape {
            Shape::AcrossFiles => 2 + chance.below(2) as usize,
            _ => 2,
        };
        let mut together = first.clone();
        for partner in ordered[index + 1..].iter().chain(&ordered[..index]) {
            if together.operators.len() == wanted {
                break;
            }
            if fits(repository, &together, partner, shape)
                && let Some(both) = join(repository, &together, partner)
            {
                together = both;
            }
        }
        if together.operators.len() == wanted {
            all.push(together);
        }
    }
    all
}

/// Whether a mistake may be added: another operator, another function, and the file that the shape asks for.
fn fits(repository: &Repository, together: &Candidate, partner: &Candidate, shape: Shape) -> bool {
    let path = partner.files[0].path.as_str();
    let paths: Vec<&str> = together
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let placed = match shape {
        Shape::SameFile => paths.contains(&path),
        _ => {
            !paths.contains(&path)
                && paths.iter().any(|other| {
                    imports(repository, path, other) || imports(repository, other, path)
                })
        }
    };
    let same_function = together
        .functions
        .iter()
        .any(|name| partner.functions.contains(name));
    placed && !same_function && !together.operators.contains(&partner.operators[0])
}

/// Whether one file of the package imports another.
fn imports(repository: &Repository, importing: &str, imported: &str) -> bool {
    let stem = imported
        .rsplit('/')
        .next()
        .and_then(|name| name.strip_suffix(".py"));
    let text = repository.file(importing).unwrap_or_default();
    stem.is_some_and(|stem| text.contains(&format!("from .{stem} import")))
}

/// Both mistakes, if their places do not overlap and the files are still Python.
fn join(repository: &Repository, first: &Candidate, second: &Candidate) -> Option<Candidate> {
    let mut files: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
    for file in first.files.iter().chain(&second.files) {
        files
            .entry(&file.path)
            .or_default()
            .extend(file.edits.iter().cloned());
    }
    let mut joined = vec![];
    for (path, mut edits) in files {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let apart = edits
            .windows(2)
            .all(|pair| pair[0].span.end < pair[1].span.start);
        let text = super::apply(repository.file(path)?, &edits)?;
        if !apart || python::parse(&text).is_err() {
            return None;
        }
        joined.push(FileEdits {
            path: path.to_owned(),
            edits,
        });
    }
    Some(Candidate {
        operators: [first.operators.clone(), second.operators.clone()].concat(),
        functions: [first.functions.clone(), second.functions.clone()].concat(),
        files: joined,
    })
}
