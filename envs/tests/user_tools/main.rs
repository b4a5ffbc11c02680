//! A user's own tools: played, recorded and held to the contract like built-in ones; whatever is wrong with them is said.

#![cfg(feature = "tools")]
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

mod broken;
mod schemas;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};
use truestep_core::{
    chance::Seed,
    contract::{Options, check},
    environment::{Environment as _, Hosted},
    host::Capabilities,
    registry::{Family as _, Registry},
    task::Task,
    trajectory::{End, Frame, RecordedContent},
    truth::{Distance, Effect},
};
use truestep_envs::tools::user::{Domain, WithTools};

/// The languages that the example is written in and that every build has.
const LANGUAGES: [&str; 3] = ["wat", "c", "rust"];

pub(crate) fn example(language: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/tools");
    root.join(language)
}

fn family(path: &Path) -> WithTools {
    WithTools::open(path).unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn registry(path: &Path) -> Registry {
    Registry::new(vec![Arc::new(family(path))])
}

fn task(registry: &Registry, name: &str, seed: u64) -> Task {
    let template = registry.select(&format!("tools/{name}")).unwrap().remove(0);
    Task::new(template.id, Seed(seed))
}

fn text(frame: &Frame) -> String {
    match &frame.observation[0].content {
        RecordedContent::Text(text) => text.clone(),
        RecordedContent::Image(_) => panic!("an image"),
    }
}

fn hosted(registry: &Registry) -> Hosted {
    let capabilities = Capabilities {
        record: false,
        ..Capabilities::recorded(60)
    };
    Hosted::new(registry.clone(), capabilities)
}

/// What the oracle does and what it comes to: actions, answers, distances.
pub(crate) fn oracle(registry: &Registry, task: &Task) -> Vec<String> {
    let mut environment = hosted(registry);
    let mut frame = environment.reset(task, 0).unwrap();
    let mut lines = vec![
        environment.goal().unwrap().instruction.clone(),
        text(&frame),
    ];
    loop {
        let truth = frame.truth.as_ref().unwrap();
        let best = &truth.best_actions.as_ref().unwrap().actions;
        let action = best[0].clone();
        let step = environment.step(&action).unwrap();
        lines.push(format!("{}  {action}", truth.distance));
        lines.push(text(&step.after));
        frame = step.after;
        if step.end == Some(End::Terminated) {
            break;
        }
    }
    let truth = frame.truth.as_ref().unwrap();
    assert!(truth.success, "{lines:#?}");
    assert_eq!(truth.distance, Distance::Steps(0));
    lines
}

#[test]
fn the_oracle_does_every_task_the_same_in_every_language() {
    let mut told: Vec<(String, Vec<Vec<String>>)> = vec![];
    for language in LANGUAGES {
        let registry = registry(&example(language));
        let tasks = ["parcels-collect", "parcels-ask", "parcels-harbour"];
        let all = tasks
            .iter()
            .flat_map(|name| (0..3).map(move |seed| (name, seed)));
        let played = all.map(|(name, seed)| oracle(&registry, &task(&registry, name, seed)));
        told.push((language.into(), played.collect()));
    }
    for (language, played) in &told[1..] {
        assert_eq!(*played, told[0].1, "{language}");
    }
    let first = told[0].1[0].join("\n");
    assert!(first.contains("p1: for Ada, held"), "{first}");
    assert!(first.contains("12  track"), "{first}");
}

#[test]
fn the_examples_are_one_domain_in_four_languages() {
    let file = |language: &str| fs::read_to_string(example(language).join("domain.json")).unwrap();
    for language in ["c", "rust", "python"] {
        assert_eq!(file(language), file("wat"), "{language}");
    }
}

/// Its tasks are held to the contract like those of every environment.
#[test]
fn a_users_tasks_keep_the_contract() {
    let registry = registry(&example("wat"));
    let options = Options {
        seeds: 3,
        distance_seeds: 6,
        deep_seeds: 1,
        random_episodes: 100,
        graph_states: 30_000,
        ..Options::default()
    };
    for name in ["parcels-collect", "parcels-ask", "parcels-harbour"] {
        let report = check(&registry, &format!("tools/{name}"), &options).unwrap();
        eprintln!("{report}");
        report.assert_all();
    }
}

#[test]
fn built_in_tasks_are_as_without_it() {
    let (with, without) = (registry(&example("wat")), {
        let family = truestep_envs::tools::ToolsFamily;
        Registry::new(vec![Arc::new(family)])
    });
    let name = "retail-cancel";
    assert_eq!(
        oracle(&with, &task(&with, name, 3)),
        oracle(&without, &task(&without, name, 3))
    );
}

#[test]
fn the_world_names_the_domain_and_has_its_digest() {
    let (own, wat, c) = (
        truestep_envs::tools::ToolsFamily.world(),
        family(&example("wat")).world(),
        family(&example("c")).world(),
    );
    assert!(wat.kind.contains("`parcels`"), "{}", wat.kind);
    assert_ne!(wat.digest, own.digest);
    // The same domain by other bytes is another world: what a module does is not proved by its answers.
    assert_ne!(wat.digest, c.digest);
    assert_eq!(wat.digest, family(&example("wat")).world().digest);
}

#[test]
fn a_record_depends_on_its_own_domain_alone() {
    let (wat, own) = (family(&example("wat")), truestep_envs::tools::ToolsFamily);
    let registry = registry(&example("wat"));
    let built_in = task(&registry, "retail-cancel", 0);
    assert_eq!(wat.world_of(&built_in), own.world_of(&built_in));
    let office = task(&registry, "office-inbox", 0);
    assert_ne!(own.world_of(&office).digest, own.world_of(&built_in).digest);
    let parcels = task(&registry, "parcels-ask", 0);
    let (here, without) = (wat.world_of(&parcels), own.world_of(&parcels));
    assert!(here.kind.contains("`parcels`") && here.kind.contains("--tools"));
    assert_ne!(here.digest, without.digest);
    assert_ne!(here.digest, family(&example("c")).world_of(&parcels).digest);
}

#[test]
fn names_that_begin_alike_are_chosen_together() {
    let registry = registry(&example("wat"));
    let names = |selector: &str| -> Vec<String> {
        let found = registry.select(selector).unwrap();
        found.iter().map(|t| t.id.template().to_owned()).collect()
    };
    assert_eq!(
        names("tools/parcels-*"),
        ["parcels-collect", "parcels-ask", "parcels-harbour"]
    );
    assert_eq!(names("tools/*"), names("tools"));
    let error = registry.select("tools/parcel_*").unwrap_err().to_string();
    assert!(error.contains("parcels-"), "{error}");
}

#[test]
fn a_broken_rule_loses_the_task_and_is_named() {
    let registry = registry(&example("wat"));
    let mut environment = hosted(&registry);
    environment
        .reset(&task(&registry, "parcels-harbour", 0), 0)
        .unwrap();
    let step = environment.step(r#"release({"parcel":"p7"})"#).unwrap();
    assert_eq!(step.effect, Effect::Applied);
    let truth = step.truth.unwrap();
    let broken = ["rule harbour broken", "rule asked broken"];
    assert_eq!(truth.violations, broken);
    assert_eq!(step.after.truth.unwrap().distance, Distance::Never);
}

#[test]
fn tools_alone_can_be_called_and_tried() {
    for language in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        let file = match language {
            "wat" => "tools.wat",
            _ => "pack.wasm",
        };
        fs::copy(example(language).join(file), folder.path().join(file)).unwrap();
        for path in [folder.path().to_owned(), folder.path().join(file)] {
            let domain = Domain::open(&path).unwrap();
            let tools: Vec<&str> = domain.tools().iter().map(|t| t.name.as_str()).collect();
            assert_eq!(tools, ["track", "release"]);
            let registry = registry(&path);
            let name = format!("{}-sandbox", domain.name());
            let mut environment = hosted(&registry);
            environment.reset(&task(&registry, &name, 0), 0).unwrap();
            let step = environment.step(r#"track({"parcel":""})"#).unwrap();
            assert!(text(&step.after).starts_with("not_found"), "{language}");
            let rejected = environment.step("track({})").unwrap();
            assert!(matches!(rejected.effect, Effect::Rejected { .. }));
            assert_eq!(environment.step("done").unwrap().end, Some(End::Terminated));
        }
    }
}

#[test]
fn a_seed_says_which_case_and_a_parameter_how_tools_appear() {
    let registry = registry(&example("c"));
    let start = |task: &Task| {
        let mut environment = hosted(&registry);
        environment.reset(task, 0).unwrap();
        environment.goal().unwrap().instruction.clone()
    };
    let of = |seed| task(&registry, "parcels-collect", seed);
    assert_eq!(start(&of(0)), start(&of(3)));
    assert_ne!(start(&of(0)), start(&of(1)));
    let mut scrambled = of(0);
    scrambled
        .parameters
        .insert("surface".into(), "scrambled".into());
    let played = oracle(&registry, &scrambled).join("\n");
    assert!(
        played.contains("tool_01(") && !played.contains("track("),
        "{played}"
    );
}

#[test]
fn tools_alone_are_called_as_their_file_is() {
    let folder = tempfile::tempdir().unwrap();
    for (file, name) in [
        ("parcels2", "parcels2"),
        ("2nd_Try (3)", "nd-try-3"),
        ("__v1__", "v1"),
        ("12", "tools"),
    ] {
        let path = folder.path().join(format!("{file}.wat"));
        fs::copy(example("wat").join("tools.wat"), &path).unwrap();
        assert_eq!(Domain::open(&path).unwrap().name(), name);
    }
}

#[cfg(feature = "python")]
#[test]
fn the_oracle_does_every_task_in_python_as_in_text() {
    let (python, wat) = (registry(&example("python")), registry(&example("wat")));
    for name in ["parcels-collect", "parcels-ask", "parcels-harbour"] {
        for seed in 0..3 {
            assert_eq!(
                oracle(&python, &task(&python, name, seed)),
                oracle(&wat, &task(&wat, name, seed))
            );
        }
    }
}

#[cfg(not(feature = "python"))]
#[test]
fn tools_in_python_say_what_they_need() {
    use truestep_envs::tools::user::ToolsError;
    let error = WithTools::open(&example("python")).unwrap_err();
    assert!(matches!(error, ToolsError::NoPython { .. }));
    assert!(error.to_string().contains("--features python"), "{error}");
}
