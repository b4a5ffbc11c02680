//! How a task is made: a project, a bug that its tests notice, the places of the plan, and the issue.

use super::{
    Template,
    state::{instruction, look_into, state_goal},
};
use crate::swe::{
    bugs::{Candidate, Gold, Issue, Mistakes, Observed, Shape, Vagueness, Verdict},
    choices,
    files::{Limits, Tree},
    given::ProjectFiles,
    guest::{Guest, ROOT, Report},
    hidden::Hidden,
    plan,
    repos::{Repository, Skeleton, TestCase, draw},
    shell::commands::git::{self, Author},
    text,
    types::{Def, Judged, Look, MOST_TESTS, Origin, SUITE, Site, TEST, site_fact},
};
use std::collections::BTreeMap;
use truestep_core::{
    chance::Seed,
    digest::Digest,
    model::{Goal, HostFault},
    truth::FactSet,
};

/// Bugs of a project that are tried.
const TRIED: usize = 10;
/// Tests that a bug fails, at least: one alone could be passed by its one expected value.
const LEAST_FAILING: usize = 2;
/// Failing tests any of whose code shows what is expected.
const MOST_SHOWN_TESTS: usize = 8;

/// What a project may grow to: far more than it is, and little enough to be copied and written down at every step.
pub(in crate::swe) const LIMITS: Limits = Limits {
    file_bytes: 1 << 20,
    tree_bytes: 8 << 20,
    entries: 5_000,
    path_bytes: 512,
};

/// What a task is drawn from.
#[derive(Clone, Copy, Debug)]
pub(in crate::swe) struct Drawn {
    pub(in crate::swe) skeleton: &'static Skeleton,
    pub(in crate::swe) vagueness: Vagueness,
    pub(in crate::swe) seed: Seed,
}

/// A project that passes its tests, ready to be given bugs.
struct Project {
    repository: Repository,
    tests: Vec<TestCase>,
    ids: Vec<String>,
    mistakes: Mistakes,
    /// Single ones in drawn order.
    singles: Vec<Candidate>,
    hidden: Hidden,
}

/// A task; nothing where the draw led nowhere.
///
/// # Errors
/// A [`HostFault`] if no interpreter is to be had.
pub(in crate::swe) fn made(
    guest: &Guest,
    template: &Template,
    drawn: &Drawn,
) -> Result<Option<Def>, HostFault> {
    let Some(project) = project(guest, drawn)? else {
        return Ok(None);
    };
    let others = match template.shape {
        Shape::Single => vec![],
        shape => {
            let mistakes = &project.mistakes;
            mistakes.candidates(&project.repository, shape, drawn.seed, TRIED)
        }
    };
    let bugs = match template.shape {
        Shape::Single => &project.singles,
        _ => &others,
    };
    for bug in bugs.iter().take(TRIED) {
        if let Some(def) = with_bug(guest, template, drawn, &project, bug)? {
            return Ok(Some(def));
        }
    }
    Ok(None)
}

fn project(guest: &Guest, drawn: &Drawn) -> Result<Option<Project>, HostFault> {
    let Ok(repository) = draw(drawn.skeleton, drawn.seed) else {
        return Ok(None);
    };
    let (Ok(tests), Ok(mistakes)) = (repository.tests(), Mistakes::of(&repository)) else {
        return Ok(None);
    };
    let singles = mistakes.candidates(&repository, Shape::Single, drawn.seed, 0);
    let ids: Vec<String> = tests.iter().map(|test| test.id.clone()).collect();
    let Some(tree) = tree(&repository, None) else {
        return Ok(None);
    };
    if ids.len() > MOST_TESTS || !guest.test(&ProjectFiles::project(&tree), &ids)?.all_pass() {
        return Ok(None);
    }
    let Some(hidden) = Hidden::written(guest, &repository, drawn)? else {
        return Ok(None);
    };
    Ok(Some(Project {
        repository,
        tests,
        ids,
        mistakes,
        singles,
        hidden,
    }))
}

/// The project with a bug, in a history of one commit.
fn tree(repository: &Repository, bug: Option<&Candidate>) -> Option<Tree> {
    let buggy = bug.map(|bug| bug.buggy(repository)).unwrap_or_default();
    let text = |path: &str, text: &str| {
        let changed = buggy.iter().find(|file| file.path == path);
        changed.map_or(text.to_owned(), |file| file.text.clone())
    };
    let files = repository.files.iter();
    let files = files.map(|file| {
        (
            format!("{ROOT}/{}", file.path),
            text(&file.path, &file.text),
        )
    });
    let mut tree = Tree::new(files, LIMITS).ok()?;
    tree.create_folders("/tmp").ok()?;
    let author = Author {
        name: "Maintainer".into(),
        mail: "maintainer@example.org".into(),
        seconds: 1_767_139_200,
    };
    git::record(&mut tree, ROOT, &author, "The project as it is").ok()?;
    Some(tree.sealed())
}

fn with_bug(
    guest: &Guest,
    template: &Template,
    drawn: &Drawn,
    project: &Project,
    bug: &Candidate,
) -> Result<Option<Def>, HostFault> {
    let gold = bug.gold(&project.repository);
    let Some(start) = tree(&project.repository, Some(bug)) else {
        return Ok(None);
    };
    let Some(mut sites) = plan::sites(&project.repository, &start, (bug, &gold), &project.singles)
    else {
        return Ok(None);
    };
    if let Some(first) = sites.first_mut() {
        first.role = template.role();
    }
    let report = guest.test(&ProjectFiles::project(&start), &project.ids)?;
    let passed = report
        .tests
        .iter()
        .map(|test| (test.id.clone(), test.passed));
    let Ok(verdict) = Verdict::of(&project.ids, &passed.collect::<Vec<_>>()) else {
        return Ok(None);
    };
    if verdict.fail_to_pass.len() < LEAST_FAILING {
        return Ok(None);
    }
    let ids = [&verdict.fail_to_pass[..], &verdict.pass_to_pass].concat();
    let harness = Tree::empty(LIMITS);
    let bench = choices::Bench {
        guest,
        start: &start,
        harness: &harness,
        ids: &ids,
    };
    if !choices::one_is_right(&bench, &sites)? {
        return Ok(None);
    }
    let package = package(&project.repository);
    let bug = (&start, package.as_str());
    let Some(hidden) = project.hidden.telling(guest, bug, &verdict.fail_to_pass)? else {
        return Ok(None);
    };
    Ok(Parts {
        template,
        drawn,
        project,
        gold,
        start,
        sites,
        report: &report,
        verdict,
        hidden,
    }
    .def())
}

/// What a definition is put together from.
struct Parts<'a> {
    template: &'a Template,
    drawn: &'a Drawn,
    project: &'a Project,
    gold: Gold,
    start: Tree,
    sites: Vec<Site>,
    report: &'a Report,
    verdict: Verdict,
    hidden: Hidden,
}

/// The folder of a project's package.
fn package(repository: &Repository) -> String {
    format!("{ROOT}/{}", repository.package)
}

impl Parts<'_> {
    fn def(self) -> Option<Def> {
        let contents = choices::contents(&self.start, &self.sites)?;
        let codes = self.test_codes();
        let (failing, _) = codes.first()?;
        let failing = failing.clone();
        let test_needles = codes.into_iter().map(|(_, needles)| needles).collect();
        let issue = self.issue();
        let (prior, evidence) = self.evidence();
        let mut names: Vec<String> = self
            .gold
            .files
            .iter()
            .map(|file| file.path.clone())
            .collect();
        if evidence.contains(TEST) {
            names.push(failing.0.clone());
        }
        let mut def = Def {
            goal: Goal {
                instruction: instruction(&self.project.repository, &issue, self.template),
                subgoals: vec![],
                evidence: vec![],
                max_steps: 0,
                feasible: true,
            },
            forms: text::forms(),
            package: package(&self.project.repository),
            judged: Judged::of(self.report.tests.iter().map(|test| test.passed)),
            ids: self.project.ids.clone(),
            looks: self.places(&failing),
            order: Digest::of(issue.body.as_bytes()).chain(&self.drawn.seed.0.to_le_bytes()),
            start: self.start,
            sites: self.sites,
            contents,
            test_needles,
            names,
            prior,
            evidence,
            gold: self.gold,
            harness: Tree::empty(LIMITS),
            hidden: Some(self.hidden),
            origin: Origin::Drawn,
        };
        look_into(&mut def)?;
        state_goal(&mut def);
        Some(def)
    }

    /// What has to be known before an edit, and before the end.
    fn evidence(&self) -> (FactSet, FactSet) {
        let mut prior = FactSet::default();
        if self.drawn.vagueness != Vagueness::Clear {
            prior = prior.with(SUITE);
        }
        if self.drawn.vagueness == Vagueness::Vague {
            prior = prior.with(TEST);
        }
        let gold = self.sites.iter().enumerate();
        let gold = gold.filter(|(_, site)| site.is_gold());
        (
            prior,
            gold.fold(prior, |facts, (at, _)| facts.with(site_fact(at))),
        )
    }

    fn issue(&self) -> Issue {
        let observed = self.report.tests.iter().filter(|test| !test.passed);
        let observed: Vec<Observed> = observed
            .map(|test| Observed {
                id: test.id.clone(),
                message: raised(&test.trace).to_owned(),
            })
            .collect();
        Issue::write(
            &self.project.repository,
            &self.gold,
            &self.verdict,
            (&self.project.tests, &observed),
            self.drawn.vagueness,
            self.drawn.seed,
        )
    }

    /// Where the code of failing tests stands, and the lines that show it: their first and their last.
    fn test_codes(&self) -> Vec<((String, u32), Vec<String>)> {
        let project = plan::project_lines(&self.start);
        let alone = |line: &str| project.iter().filter(|other| other.contains(line)).count() == 1;
        let mut codes = vec![];
        for id in &self.verdict.fail_to_pass {
            let Some((path, line, lines)) = self.test_code(id) else {
                continue;
            };
            let [first, .., last] = lines.as_slice() else {
                continue;
            };
            if alone(first) {
                codes.push(((path, line), vec![first.clone(), last.clone()]));
            }
        }
        codes.truncate(MOST_SHOWN_TESTS);
        codes
    }

    /// The file of a test, the line it begins at, and its lines without blanks.
    fn test_code(&self, id: &str) -> Option<(String, u32, Vec<String>)> {
        let (class_path, method) = id.rsplit_once('.')?;
        let (module, class) = class_path.rsplit_once('.')?;
        let path = format!("{}.py", module.replace('.', "/"));
        let text = self.project.repository.file(&path)?;
        let all: Vec<&str> = text.lines().collect();
        let class = all
            .iter()
            .position(|line| line.starts_with(&format!("class {class}(")))?;
        let method = format!("    def {method}(");
        let at = class
            + all[class..]
                .iter()
                .position(|line| line.starts_with(&method))?;
        let body = all[at + 1..].iter();
        let body = body.take_while(|line| line.trim().is_empty() || line.starts_with("        "));
        let lines = [all[at]].into_iter().chain(body.copied()).map(str::trim);
        let lines: Vec<String> = lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        Some((path, at as u32 + 1, lines))
    }

    /// What can be opened: each site, a failing test and one that passes.
    fn places(&self, failing: &(String, u32)) -> Vec<Look> {
        let sites = self
            .sites
            .iter()
            .map(|site| (site.path.clone(), site.first as u32));
        let mut places: Vec<(String, u32)> = sites.collect();
        places.push(failing.clone());
        let passing = self.verdict.pass_to_pass.iter().filter_map(|id| {
            let (path, line, _) = self.test_code(id)?;
            (path != failing.0).then_some((path, line))
        });
        places.extend(passing.take(1));
        let mut unlike: BTreeMap<(String, u32), ()> = BTreeMap::new();
        let new = |place: &(String, u32)| unlike.insert(place.clone(), ()).is_none();
        places.retain(new);
        let look = |(path, line)| Look {
            path,
            line,
            shows: FactSet::default(),
        };
        places.into_iter().map(look).collect()
    }
}

/// What a trace says was raised, in one line.
fn raised(trace: &str) -> &str {
    let mut lines = trace.lines().map(str::trim);
    lines
        .find(|line| !line.starts_with("File "))
        .unwrap_or_default()
}
