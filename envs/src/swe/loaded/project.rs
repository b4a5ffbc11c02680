//! A project as plain files, and an instance of ours in SWE-smith's format.

use crate::swe::{
    files::{Node, Tree},
    given::is_given_file,
    guest::ROOT,
    types::{Def, Origin, relative},
};
use serde_json::{Value, json};

/// A project with what judges it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The folder of the package, as the project names it.
    pub package: String,
    /// All files by their paths in the project, in the order of paths; without the history.
    pub files: Vec<(String, Vec<u8>)>,
    /// The ids of the tests, as unittest says them.
    pub tests: Vec<String>,
}

/// An instance in SWE-smith's format: the repaired project, and the line of the file of instances.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// What the folder of its source is to be called.
    pub source: String,
    /// The files of the source, repaired, by their paths.
    pub files: Vec<(String, Vec<u8>)>,
    /// The entry: `instance_id`, `repo`, `patch` (which makes the bug), `FAIL_TO_PASS`, `PASS_TO_PASS`, `problem_statement`.
    pub entry: Value,
}

fn files_of(tree: &Tree) -> Vec<(String, Vec<u8>)> {
    let files = tree.walk(ROOT).filter_map(|(path, node)| match node {
        Node::File { blob, .. } if is_given_file(path) => {
            Some((relative(path).to_owned(), blob.bytes().to_vec()))
        }
        _ => None,
    });
    files.collect()
}

impl Def {
    /// The project at the start of an episode.
    #[must_use]
    pub fn project(&self) -> Project {
        Project {
            package: relative(&self.package).to_owned(),
            files: files_of(&self.start),
            tests: self.ids.clone(),
        }
    }

    /// The instance in SWE-smith's format, by the name of `owner/repository` with a `.` and seven digits or more behind it.
    ///
    /// Tests are named as pytest does. Nothing for an instance that was itself loaded
    /// without a plan.
    #[must_use]
    pub fn instance(&self, id: &str, source: &str) -> Option<Instance> {
        let right: Vec<usize> = self.sites.iter().map(|site| site.right).collect();
        let repaired = crate::swe::choices::project(&self.start, &self.sites, &right)?;
        let (mut failing, mut passing) = (vec![], vec![]);
        for (test, name) in self.ids.iter().enumerate() {
            let name = of_pytest(name, |path| self.start.is_file(&format!("{ROOT}/{path}")))?;
            match self.judged.passes(test) {
                true => passing.push(name),
                false => failing.push(name),
            }
        }
        let fence = crate::swe::text::FENCE;
        let (_, issue) = self.goal.instruction.split_once(&format!("{fence}\n"))?;
        let (issue, _) = issue.rsplit_once(&format!("\n{fence}\n"))?;
        let bug = reversed(&self.gold.patch)?;
        Some(Instance {
            source: source.to_owned(),
            files: files_of(&repaired),
            entry: json!({
                "instance_id": id,
                "repo": format!("swesmith/{source}"),
                "patch": bug,
                "FAIL_TO_PASS": failing,
                "PASS_TO_PASS": passing,
                "problem_statement": issue,
            }),
        })
    }

    /// What a loaded instance comes to, in half a line.
    pub(super) fn described(&self) -> String {
        let Origin::Loaded {
            unplanned,
            left_out,
        } = self.origin
        else {
            return "drawn".to_owned();
        };
        let failing = self.ids.len() - self.judged.passing();
        let left = match left_out {
            0 => String::new(),
            n => format!(
                "; {n} tests left out that do not pass here after the repair, or fail before it"
            ),
        };
        let plan = match unplanned {
            None => "distances are exact".to_owned(),
            Some(why) => format!("no distances, since {why}"),
        };
        format!(
            "played: {failing} tests to mend, {} to keep, {plan}{left}",
            self.judged.passing()
        )
    }
}

/// A test's name as pytest has it.
pub(super) fn of_pytest(id: &str, is_file: impl Fn(&str) -> bool) -> Option<String> {
    let module = super::ids::module(id, is_file)?;
    let rest = id.get(module.len() + 1..)?;
    // What stands in brackets are parameters, whatever they look like.
    let (test, parameters) = rest.split_at(rest.find('[').unwrap_or(rest.len()));
    Some(format!(
        "{module}.py::{}{parameters}",
        test.replace('.', "::")
    ))
}

/// The difference the other way round: what makes a bug, of what repairs it.
fn reversed(patch: &str) -> Option<String> {
    let files = crate::swe::files::patch::parse(patch.as_bytes()).ok()?;
    Some(files.iter().map(|file| written(&file.reversed())).collect())
}

/// A file's changes as they stand in a difference.
fn written(file: &crate::swe::files::patch::FilePatch) -> String {
    let turned = |name: &str, to: &str| match name.split_once('/') {
        Some((_, rest)) => format!("{to}/{rest}"),
        None => name.to_owned(),
    };
    let mut text = format!(
        "--- {}\n+++ {}\n",
        turned(&file.old, "a"),
        turned(&file.new, "b")
    );
    for hunk in &file.hunks {
        text += &String::from_utf8_lossy(&hunk.written());
    }
    text
}
