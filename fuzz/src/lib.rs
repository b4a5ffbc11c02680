//! What is fuzzed. Each function takes any bytes, must not panic, and checks what must hold whatever they are.
//!
//! The targets in `fuzz_targets/` feed them to libFuzzer; `tests/fuzz_corpora.rs` of the workspace feeds them the files
//! of `corpus/`, so that what was once found is tested for ever.

use std::{
    io::Write as _,
    sync::{OnceLock, atomic::AtomicBool},
};
use truestep_cli::{Exit, Terminal};
use truestep_core::{
    chance::Seed,
    host::{Capabilities, Input, Shard},
    jsonl,
    registry::Registry,
    replay::replay,
    task::Task,
    trajectory::Episode,
};
use truestep_envs::{CatalogSource, WorldOptions};

/// Products of the shop that is fuzzed: enough for every template, small enough to be quick.
const PRODUCTS: u32 = 100;
/// Instances of each template that are fuzzed.
const SEEDS: u64 = 4;
/// Actions of one input that are played.
const MOST_ACTIONS: usize = 64;
/// Longest episode that is executed again.
const MOST_STEPS: usize = 64;

/// The world, made once.
fn registry() -> &'static Registry {
    static WORLD: OnceLock<Registry> = OnceLock::new();
    WORLD.get_or_init(|| {
        let catalog = CatalogSource::Generated {
            products: PRODUCTS,
            seed: Seed(1),
        };
        let options = WorldOptions {
            catalog,
            ..WorldOptions::default()
        };
        truestep_envs::registry(&options).expect("a generated world can be made")
    })
}

/// Environments whose instances are made by running Python for a second: a fuzzer would do little else.
const GUESTS: [&str; 2] = ["data", "swe"];

/// Some seeds of every template.
fn tasks() -> &'static [Task] {
    static TASKS: OnceLock<Vec<Task>> = OnceLock::new();
    TASKS.get_or_init(|| {
        let templates = registry().select("all").expect("`all` names what there is");
        let quick = templates.iter().filter(|t| !GUESTS.contains(&t.id.env()));
        quick
            .flat_map(|t| (1..=SEEDS).map(|s| Task::new(t.id.clone(), Seed(s))))
            .collect()
    })
}

/// Actions: the first two bytes name a task, each further line is an action. A line that begins with a byte below 32
/// picks from the menu by its second byte.
///
/// # Panics
/// If an action breaks what must hold: a rejected one changes nothing, digests are full, restores restore.
pub fn actions(data: &[u8]) {
    let Some((&[low, high], lines)) = data.split_first_chunk() else {
        return;
    };
    let number = usize::from(u16::from_le_bytes([low, high]));
    let Ok(prepared) = registry().prepare(&tasks()[number % tasks().len()]) else {
        return;
    };
    let mut shard = registry().shard_builder().build(1);
    let capabilities = Capabilities {
        views: prepared.views().iter().map(|kind| kind.name()).collect(),
        ..Capabilities::recorded(prepared.goal().max_steps)
    };
    prepared
        .load(&mut shard, 0, u32::from(low), &capabilities)
        .expect("a slot that exists takes a task of the registry");
    for line in lines.split(|&b| b == b'\n').take(MOST_ACTIONS) {
        if shard.end(0).expect(LOADED).is_some() {
            return;
        }
        act(&mut shard, line);
    }
}

const LOADED: &str = "the slot is loaded";

fn act(shard: &mut Shard, line: &[u8]) {
    let moment = shard.snapshot(0).expect(LOADED);
    let before = shard.frame(0).expect(LOADED);
    let menu = shard.with_menu(0, |_, _, menu| menu.len()).expect(LOADED);
    let input = match line {
        [0..32, pick, ..] if menu > 0 => Input::Menu(u32::from(*pick) % menu as u32),
        _ => Input::Text(String::from_utf8_lossy(line).into_owned()),
    };
    shard
        .submit(0, input.clone(), None)
        .expect("the episode goes on");
    shard.run();
    let outcome = shard.outcome(0).expect(LOADED);
    let after = shard.frame(0).expect(LOADED);
    if outcome.effect.is_rejected() {
        assert!(!matches!(input, Input::Menu(_)), "a menu entry was refused");
        assert_eq!(before.digests.state, after.digests.state);
        assert_eq!(before.observation, after.observation);
    }
    let (kept, full) = shard.digest_pair(0).expect(LOADED);
    assert_eq!(kept, full);
    // Back, and the same again.
    let end = shard.end(0).expect(LOADED);
    shard
        .restore(0, &moment, None)
        .expect("a moment of this slot");
    assert_eq!(shard.frame(0).expect(LOADED), before);
    shard.submit(0, input, None).expect("the episode goes on");
    shard.run();
    assert_eq!(shard.frame(0).expect(LOADED), after);
    assert_eq!(shard.end(0).expect(LOADED), end);
}

/// Trajectory lines: whatever can be read can be written and read again, and executing it is no accident.
///
/// # Panics
/// If an episode does not survive being written.
pub fn trajectory_lines(data: &[u8]) {
    for episode in jsonl::Reader::new(data).flatten() {
        let again = written_and_read(&episode);
        // A number that is not a number equals nothing; what is written of both must be alike.
        assert_eq!(line_of(&again), line_of(&episode));
        if episode.steps() <= MOST_STEPS {
            drop(replay(registry(), &episode, &[]));
        }
    }
}

fn line_of(episode: &Episode) -> Vec<u8> {
    let mut line = vec![];
    jsonl::write(&mut line, episode).expect("a vector takes every byte");
    line
}

fn written_and_read(episode: &Episode) -> Episode {
    let line = line_of(episode);
    let mut read = jsonl::Reader::new(&*line);
    let first = read.next().expect("one line was written");
    assert!(read.next().is_none(), "one line was written");
    first.expect("what was written can be read")
}

/// The stdio protocol: every line is answered by a line of JSON, and the server goes on to the end of its input.
///
/// # Panics
/// If the server stops early, complains, or answers with something else.
pub fn stdio(data: &[u8]) {
    let (mut input, mut out, mut err) = (data, vec![], vec![]);
    let go_on = AtomicBool::new(false);
    let mut terminal = Terminal::new(&mut input, &mut out, &mut err, &go_on);
    let args = ["truestep", "serve", "--stdio", "--environments", "4"];
    let exit = truestep_cli::run(args.map(Into::into), registry(), &mut terminal);
    if exit != Exit::Done {
        // The fuzzer shows what a failing run wrote; the server's own words are the most useful part.
        std::io::stderr().write_all(&err).ok();
        panic!("the server stopped with {exit:?}");
    }
    for line in out.split(|&b| b == b'\n').filter(|line| !line.is_empty()) {
        // Not read into numbers: an id comes back as it was written, however long.
        let answer: Result<
            std::collections::BTreeMap<String, Box<serde_json::value::RawValue>>,
            _,
        > = serde_json::from_slice(line);
        assert!(answer.is_ok(), "not an answer");
    }
}
