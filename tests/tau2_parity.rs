//! tau2-bench's own behaviour, reproduced: every message, error, hash, assertion and comparison of recorded runs.
//!
//! `TRUESTEP_TAU2_DATA=DIR TRUESTEP_TAU2_VECTORS=DIR cargo test --release --test tau2_parity` replays every case of every
//! `DOMAIN.jsonl` of the second folder over the data in `DIR/DOMAIN` of the first, and compares the tools with
//! `DOMAIN_tools.json`. Without the two variables there is nothing to compare with, and the test says so.

#![allow(clippy::print_stdout, reason = "the counts are this test's report")]
#![allow(
    clippy::unwrap_used,
    reason = "a malformed vector file must fail the test"
)]

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    sync::Arc,
};
use truestep_envs::tools::tau2::{
    DOMAINS, Domain, Idle, Mode, Replay, Requestor, Run, Task, ToolCall, World, idle,
    task::{Assertion, RewardType},
    tasks_of,
    verdict::reference,
};
use truestep_sandbox::{Limits, Sandbox};

/// A recorded call and what it gave.
#[derive(Deserialize)]
struct Recorded {
    #[serde(flatten)]
    call: ToolCall,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    content_sha256: Option<String>,
    #[serde(default)]
    error: Option<bool>,
    #[serde(default)]
    db_hash: Option<String>,
    #[serde(default)]
    user_db_hash: Option<String>,
}

#[derive(Deserialize)]
struct Judged {
    #[serde(flatten)]
    assertion: Assertion,
    met: Value,
}

#[derive(Deserialize)]
struct Case {
    kind: String,
    #[serde(default)]
    task_id: Option<String>,
    #[serde(default)]
    solo: bool,
    #[serde(default)]
    initial_hash: Option<[Option<String>; 2]>,
    calls: Vec<Recorded>,
    #[serde(default)]
    assertions: Vec<Judged>,
    #[serde(default)]
    db_match: Option<bool>,
}

/// Comparisons made, by kind of case and of what was compared, and the first differences.
#[derive(Default)]
struct Report {
    compared: BTreeMap<(String, &'static str), usize>,
    differences: Vec<String>,
}

/// Where a comparison stands.
struct Place<'a> {
    kind: &'a str,
    case: String,
}

impl Report {
    fn compare<T: PartialEq + std::fmt::Debug>(
        &mut self,
        place: &Place<'_>,
        what: &'static str,
        ours: &T,
        theirs: &T,
    ) {
        *self
            .compared
            .entry((place.kind.to_owned(), what))
            .or_default() += 1;
        if ours != theirs {
            let case = &place.case;
            self.differences.push(format!(
                "{case}: {what}\n  ours   {ours:?}\n  theirs {theirs:?}"
            ));
        }
    }
}

fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The tasks of every `tasks*.json` of a domain's folder: recorded runs are of any of them.
fn tasks(folder: &Path) -> Vec<Task> {
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let name = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut names: Vec<String> = files
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .filter_map(name)
        .filter(|name| name.starts_with("tasks"))
        .collect();
    names.sort();
    let sets = names.iter().map(|name| tasks_of(folder, name).unwrap());
    sets.flat_map(|set| set.tasks).collect()
}

/// Bills that there are. Of all tools only one adds any, and gives it a name that tau2 draws from the system.
fn bills(run: &Run) -> usize {
    let bills = run.tables().base().table("bills");
    bills.map_or(0, |bills| run.tables().scan(bills, "", None).count())
}

/// A text with each name that is drawn - `B` and eight hexadecimal digits, in quotes - left open.
fn without_drawn(text: &str) -> String {
    let drawn = |part: &str| {
        let digits = part.strip_prefix('B').unwrap_or_default();
        digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    let parts = text.split('"');
    let parts: Vec<&str> = parts
        .map(|part| if drawn(part) { "B?" } else { part })
        .collect();
    parts.join("\"")
}

/// A task whose reward asks for databases alone is solved by an idle agent just where the recorded solution left them as
/// they were. A message history is played first and is not part of a recording.
fn idle_as_recorded(
    report: &mut Report,
    world: &Arc<World>,
    place: &Place<'_>,
    task: &Task,
    untouched: bool,
) {
    let criteria = task.evaluation_criteria.as_ref().unwrap();
    let asserts = criteria.reward_basis.contains(&RewardType::EnvAssertion);
    let initial = task.initial_state.as_ref();
    let history = initial.is_some_and(|initial| initial.message_history.is_some());
    if asserts || history || !criteria.reward_basis.contains(&RewardType::Db) {
        return;
    }
    let ours = idle(world, task).unwrap() != Idle::Unsolved;
    report.compare(place, "idle", &ours, &untouched);
}

/// tau2 judges against the reference solution as it is played for the comparison.
fn replay(
    report: &mut Report,
    (world, tasks): (&Arc<World>, &[Task]),
    place: &Place<'_>,
    case: &Case,
) {
    let with_id = |id: &str| tasks.iter().find(|task| task.id == id).unwrap();
    let task: Option<&Task> = case.task_id.as_deref().map(with_id);
    let mode = if case.solo {
        Mode::Solo
    } else {
        Mode::WithUser
    };
    let initial = task.and_then(|task| task.initial_state.as_ref());
    let mut run = Run::begin(world, mode, initial).unwrap();
    let hashes = |run: &Run| Requestor::ALL.map(|side| run.database_hash(side));
    if let Some(theirs) = &case.initial_hash {
        report.compare(place, "initial hashes", &hashes(&run), theirs);
    }
    let bills_at_first = bills(&run);
    for (number, recorded) in case.calls.iter().enumerate() {
        let answer = run.call(&recorded.call).unwrap();
        let drawn = bills(&run) > bills_at_first;
        let place = &Place {
            kind: place.kind,
            case: format!("{}, call {number} ({})", place.case, recorded.call.name),
        };
        if let (Some(content), true) = (&recorded.content, drawn) {
            let (ours, theirs) = (without_drawn(&answer.content), without_drawn(content));
            report.compare(place, "contents", &ours, &theirs);
        } else if let Some(content) = &recorded.content {
            report.compare(place, "contents", &answer.content, content);
        } else if let Some(digest) = recorded.content_sha256.as_ref().filter(|_| !drawn) {
            report.compare(place, "contents", &hex(&answer.content), digest);
        }
        if let Some(error) = recorded.error {
            report.compare(place, "errors", &answer.error, &error);
        }
        let theirs = [&recorded.db_hash, &recorded.user_db_hash];
        for (side, theirs) in Requestor::ALL.into_iter().zip(theirs) {
            if theirs.is_some() && drawn && side == Requestor::Assistant {
                report.compare(
                    place,
                    "hashes with a name drawn by tau2 (not compared)",
                    &1,
                    &1,
                );
            } else if theirs.is_some() {
                report.compare(place, "hashes", &run.database_hash(side), theirs);
            }
        }
    }
    if let (Some(theirs), Some(task)) = (case.db_match, task) {
        let gold = reference(world, task, Replay::Strict).unwrap();
        let same = |side| run.same_database(&gold, side);
        let ours = Requestor::ALL.into_iter().all(same);
        report.compare(place, "matches", &ours, &theirs);
        // The same from the hashes, as tau2 has it.
        let ours = hashes(&run) == hashes(&gold);
        report.compare(place, "matches by hash", &ours, &theirs);
    }
    if let ("gold", Some(task), Some(before)) = (&*case.kind, task, &case.initial_hash) {
        idle_as_recorded(report, world, place, task, before == &hashes(&run));
    }
    for judged in &case.assertions {
        let ours = match run.assertion(&judged.assertion).unwrap() {
            Ok(met) => Value::from(met),
            Err(why) => Value::from(format!("Error: {why}")),
        };
        report.compare(place, "assertions", &ours, &judged.met);
    }
}

fn compare_tools(report: &mut Report, world: &World, file: &Path) {
    let theirs: Value = serde_json::from_reader(File::open(file).unwrap()).unwrap();
    for side in Requestor::ALL {
        let name = side.name();
        let place = Place {
            kind: "tools",
            case: format!("{name} tools of {}", world.domain().name),
        };
        let listed = theirs[name].as_array().cloned().unwrap_or_default();
        let ours = world.schemas(side);
        report.compare(&place, "schemas", &ours, &listed);
        let types = theirs[format!("{name}_types")].clone();
        let tools = world.domain().toolkit(side).map(|toolkit| toolkit.tools);
        let ours = tools.unwrap_or_default().iter();
        let ours: serde_json::Map<_, _> = ours
            .map(|(name, kind)| ((*name).to_owned(), kind.name().into()))
            .collect();
        let ours = if tools.is_some() {
            ours.into()
        } else {
            Value::Null
        };
        report.compare(&place, "types", &ours, &types);
    }
}

/// Tasks of the data that an idle agent solves, or solves but for words.
fn idle_tasks(world: &Arc<World>) -> String {
    let tasks = &world.tasks().tasks;
    let of = |kind: Idle| {
        let ids = tasks
            .iter()
            .filter(|task| idle(world, task).unwrap() == kind);
        ids.map(|task| &*task.id).collect::<Vec<_>>()
    };
    let (nothing, words) = (of(Idle::NothingToDo), of(Idle::NothingToWrite));
    format!(
        "of {} tasks {} are solved by doing nothing ({}), {} more without a write ({})",
        tasks.len(),
        nothing.len(),
        nothing.join(", "),
        words.len(),
        words.join(", "),
    )
}

fn replay_domain(world: &Arc<World>, folder: &Path, vectors: &Path) -> Report {
    let (domain, tasks) = (world.domain(), tasks(folder));
    let mut report = Report::default();
    let tools = vectors.join(format!("{}_tools.json", domain.name));
    if tools.is_file() {
        compare_tools(&mut report, world, &tools);
    }
    let cases = File::open(vectors.join(format!("{}.jsonl", domain.name))).unwrap();
    for (number, line) in BufReader::new(cases).lines().enumerate() {
        let case: Case = serde_json::from_str(&line.unwrap()).unwrap();
        let place = Place {
            kind: &case.kind,
            case: format!("{} case {number} ({})", domain.name, case.kind),
        };
        report.compare(&place, "cases", &1, &1);
        replay(&mut report, (world, &tasks), &place, &case);
    }
    report
}

fn folders() -> Option<(PathBuf, PathBuf)> {
    let folder = |name| std::env::var_os(name).map(PathBuf::from);
    let folders = folder("TRUESTEP_TAU2_DATA").zip(folder("TRUESTEP_TAU2_VECTORS"));
    if folders.is_none() {
        println!(
            "skipped: set TRUESTEP_TAU2_DATA and TRUESTEP_TAU2_VECTORS to folders of tau2's data and of recorded runs"
        );
    }
    folders
}

#[test]
fn every_recorded_run_is_reproduced() {
    let Some((data, vectors)) = folders() else {
        return;
    };
    let recorded = |domain: &&&'static Domain| {
        vectors.join(format!("{}.jsonl", domain.name)).is_file()
            && fs::exists(data.join(domain.name)).unwrap()
    };
    let sandbox = Sandbox::new(Limits::default()).unwrap();
    let mut failed = 0;
    let mut replayed = 0;
    for domain in DOMAINS.iter().filter(recorded) {
        let folder = data.join(domain.name);
        // Recorded runs come from a process that played all of them.
        let world = World::load(&sandbox, domain, &folder).unwrap();
        let world = world.after_other_tasks();
        let report = replay_domain(&world, &folder, &vectors);
        for ((kind, what), count) in &report.compared {
            println!("{}: {kind}: {count} {what}", domain.name);
        }
        println!("{}: {}", domain.name, idle_tasks(&world));
        for difference in report.differences.iter().take(10) {
            println!("{difference}");
        }
        failed += report.differences.len();
        replayed += 1;
    }
    assert!(
        replayed > 0,
        "no DOMAIN.jsonl with data in {}",
        vectors.display()
    );
    assert_eq!(failed, 0, "differences from tau2");
}
