//! From the text of a skeleton to the files of a project.
//!
//! Directives stand on lines of their own:
//! - `%% file PATH` - what follows belongs to that file;
//! - `%% if FLAG` / `%% unless FLAG`, `%% else`, `%% end` - an optional feature;
//! - `%% alt`, `%% or`, `%% end` - one of several ways to write the same thing;
//! - `%% shuffle`, `%% next`, `%% end` - parts whose order does not matter.
//!
//! Holes are `«...»` (see `arithmetic`). In files of tests `## Sentence.` becomes a test method that carries the sentence as
//! its docstring and is named after it.

use super::{RepoError, Skeleton, SourceFile, arithmetic, words::Words};
use std::collections::BTreeSet;
use truestep_core::chance::{Chance, Sampled, Seed};

/// How deep blocks may stand in each other.
const MAX_DEPTH: usize = 8;
/// Words of a sentence that its test's name takes, and those that it leaves out.
const NAME_WORDS: usize = 9;
const LEFT_OUT: [&str; 5] = ["a", "an", "the", "of", "its"];

/// A part of a skeleton.
enum Piece<'a> {
    /// The file that what follows belongs to.
    File(usize, &'a str),
    /// A line to be filled.
    Line(usize, &'a str),
    /// An optional feature.
    Feature {
        line: usize,
        flag: &'a str,
        wanted: bool,
        then: Vec<Piece<'a>>,
        other: Vec<Piece<'a>>,
    },
    /// One of these.
    Alternatives(Vec<Vec<Piece<'a>>>),
    /// All of these in any order.
    Shuffled(Vec<Vec<Piece<'a>>>),
}

/// A mistake at a line.
type Mistake = (usize, String);

/// All files of a project, in the order of the skeleton.
pub(super) fn render(
    skeleton: &'static Skeleton,
    words: &Words,
    seed: Seed,
) -> Result<Vec<SourceFile>, RepoError> {
    let mut files = vec![];
    for (label, text) in [("source", skeleton.source), ("tests", skeleton.tests)] {
        let stream = seed.stream(&format!("swe/repos/{}/{label}", skeleton.name));
        let mut writer = Writer {
            words,
            chance: stream.sampled(),
            files: vec![],
            names: BTreeSet::new(),
        };
        let mut lines = text.lines().enumerate();
        parse(&mut lines, 0)
            .and_then(|(pieces, end)| match end {
                None => writer.all(&pieces),
                Some((line, word)) => Err((line, format!("`%% {word}` closes nothing"))),
            })
            .map_err(|(line, problem)| RepoError::Skeleton {
                skeleton: skeleton.name,
                line: line + 1,
                problem: format!("({label}) {problem}"),
            })?;
        files.append(&mut writer.files);
    }
    for file in &mut files {
        file.text = tidy(&file.text);
    }
    Ok(files)
}

/// Pieces up to a directive that ends or divides a block, and that directive.
#[allow(
    clippy::type_complexity,
    reason = "private, and said in the line above"
)]
fn parse<'a>(
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
    depth: usize,
) -> Result<(Vec<Piece<'a>>, Option<(usize, &'a str)>), Mistake> {
    let mut pieces = vec![];
    while let Some((at, line)) = lines.next() {
        let Some(directive) = line.trim_start().strip_prefix("%%") else {
            pieces.push(Piece::Line(at, line));
            continue;
        };
        let directive = directive.trim();
        let (word, rest) = directive.split_once(' ').unwrap_or((directive, ""));
        if depth > MAX_DEPTH {
            return Err((at, "blocks stand too deep in each other".to_owned()));
        }
        match word {
            "file" => pieces.push(Piece::File(at, rest)),
            "if" | "unless" => pieces.push(feature(lines, depth, at, word == "if", rest)?),
            "alt" => pieces.push(Piece::Alternatives(parts(lines, depth, at, "or")?)),
            "shuffle" => pieces.push(Piece::Shuffled(parts(lines, depth, at, "next")?)),
            "else" | "or" | "next" | "end" => return Ok((pieces, Some((at, word)))),
            other => return Err((at, format!("unknown directive `{other}`"))),
        }
    }
    Ok((pieces, None))
}

/// An optional feature, up to its end.
fn feature<'a>(
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
    depth: usize,
    line: usize,
    wanted: bool,
    flag: &'a str,
) -> Result<Piece<'a>, Mistake> {
    let mut sides = parts(lines, depth, line, "else")?.into_iter();
    let (then, other) = (
        sides.next().unwrap_or_default(),
        sides.next().unwrap_or_default(),
    );
    if sides.next().is_some() {
        return Err((line, "a feature has one `%% else`".to_owned()));
    }
    Ok(Piece::Feature {
        line,
        flag,
        wanted,
        then,
        other,
    })
}

/// The parts of a block that `divider` divides.
fn parts<'a>(
    lines: &mut impl Iterator<Item = (usize, &'a str)>,
    depth: usize,
    start: usize,
    divider: &str,
) -> Result<Vec<Vec<Piece<'a>>>, Mistake> {
    let mut all = vec![];
    loop {
        let (pieces, end) = parse(lines, depth + 1)?;
        all.push(pieces);
        match end {
            Some((_, "end")) => return Ok(all),
            Some((_, word)) if word == divider => {}
            Some((at, word)) => return Err((at, format!("`%% {word}` does not belong here"))),
            None => return Err((start, "this block has no `%% end`".to_owned())),
        }
    }
}

/// Writes files from pieces.
struct Writer<'a> {
    words: &'a Words,
    chance: Sampled,
    files: Vec<SourceFile>,
    /// Names of tests that are taken in this file.
    names: BTreeSet<String>,
}

impl Writer<'_> {
    fn all(&mut self, pieces: &[Piece<'_>]) -> Result<(), Mistake> {
        pieces.iter().try_for_each(|piece| self.piece(piece))
    }

    fn piece(&mut self, piece: &Piece<'_>) -> Result<(), Mistake> {
        match piece {
            Piece::File(at, path) => {
                let path = self.filled(*at, path)?;
                self.names.clear();
                self.files.push(SourceFile {
                    path,
                    text: String::new(),
                });
                Ok(())
            }
            Piece::Line(at, line) => self.line(*at, line),
            Piece::Feature {
                line,
                flag,
                wanted,
                then,
                other,
            } => {
                let there = self
                    .words
                    .flag(flag)
                    .ok_or_else(|| (*line, format!("the feature `{flag}` is not declared")))?;
                self.all(if there == *wanted { then } else { other })
            }
            Piece::Alternatives(ways) => {
                let drawn = self.chance.below(ways.len() as u32) as usize;
                self.all(&ways[drawn])
            }
            Piece::Shuffled(parts) => {
                let mut order: Vec<usize> = (0..parts.len()).collect();
                while !order.is_empty() {
                    let drawn = order.remove(self.chance.below(order.len() as u32) as usize);
                    self.all(&parts[drawn])?;
                }
                Ok(())
            }
        }
    }

    fn line(&mut self, at: usize, line: &str) -> Result<(), Mistake> {
        let mut line = self.filled(at, line)?;
        let Some(file) = self.files.last_mut() else {
            return if line.is_empty() {
                Ok(())
            } else {
                Err((at, "a line before the first `%% file`".to_owned()))
            };
        };
        if file.path.starts_with("tests/")
            && let Some(sentence) = line.trim_start().strip_prefix("## ")
        {
            let indent = &line[..line.len() - line.trim_start().len()];
            let name = test_name(sentence, &mut self.names);
            line = format!("{indent}def {name}(self) -> None:\n{indent}    \"\"\"{sentence}\"\"\"");
        }
        file.text.push_str(&line);
        file.text.push('\n');
        Ok(())
    }

    /// A line with its holes filled.
    fn filled(&self, at: usize, line: &str) -> Result<String, Mistake> {
        let (mut text, mut rest) = (String::new(), line);
        while let Some((before, after)) = rest.split_once('«') {
            let (hole, behind) = after
                .split_once('»')
                .ok_or_else(|| (at, "a hole is not closed".to_owned()))?;
            text.push_str(before);
            text.push_str(&arithmetic::fill(hole, self.words).map_err(|problem| (at, problem))?);
            rest = behind;
        }
        text.push_str(rest);
        Ok(text.trim_end().to_owned())
    }
}

/// The name of a test that expects what `sentence` says.
fn test_name(sentence: &str, taken: &mut BTreeSet<String>) -> String {
    let lower = sentence.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !LEFT_OUT.contains(word))
        .take(NAME_WORDS)
        .collect();
    let name = format!("test_{}", words.join("_"));
    let mut unique = name.clone();
    let mut number = 2;
    while !taken.insert(unique.clone()) {
        unique = format!("{name}_{number}");
        number += 1;
    }
    unique
}

/// A text as a formatter leaves it: at most two blank lines, one where the next line is indented, one newline at the end.
fn tidy(text: &str) -> String {
    let (mut tidied, mut blank) = (String::with_capacity(text.len()), 0);
    for line in text.lines() {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        let most = if tidied.is_empty() {
            0
        } else if line.starts_with(' ') {
            1
        } else {
            2
        };
        tidied.extend(std::iter::repeat_n('\n', blank.min(most)));
        blank = 0;
        tidied.push_str(line);
        tidied.push('\n');
    }
    tidied
}
