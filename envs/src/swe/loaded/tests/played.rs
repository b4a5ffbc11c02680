//! Whole files of instances, played: ours that come back from the format, and somebody's own.

use super::super::{Instance, Instances, Paths, WithInstances, make};
use super::{BUG, entry, folder, reasons, with};
use crate::swe::{Guest, SweFamily, types::Def};
use serde_json::json;
use std::{env, fs, path::Path, sync::Arc};
use truestep_core::{
    chance::Seed,
    channels::Channel,
    contract::{Options, check},
    registry::{Family as _, Registry},
    task::Task,
};

/// `TRUESTEP_SWE_INSTANCES=FILE TRUESTEP_SWE_SOURCES=DIR` says of each entry of a file whether it can be played.
#[test]
#[ignore = "opens the guest"]
fn a_file_of_ones_own_is_reported_line_by_line() {
    let named = ["TRUESTEP_SWE_INSTANCES", "TRUESTEP_SWE_SOURCES"].map(env::var);
    let [Ok(instances), Ok(sources)] = named else {
        return;
    };
    let paths = Paths {
        instances: instances.into(),
        sources: sources.into(),
    };
    let report = Instances::load(&paths).unwrap().report().unwrap();
    report.iter().for_each(|line| eprintln!("{line}"));
    assert!(report.iter().any(|line| line.contains(": played: ")));
}

/// Instances of ours, written down in the format and read again.
fn written(folder: &Path, count: u64) -> Paths {
    let family = SweFamily;
    let mut lines = vec![];
    for seed in 0..count {
        let template = &family.templates()[seed as usize % 5].id;
        let def = family
            .define(&Task::new(template.clone(), Seed(seed)))
            .unwrap();
        let source = format!("us__p{seed}.{seed:07x}");
        let Instance { files, entry, .. } = def.instance(&format!("p{seed}"), &source).unwrap();
        for (path, bytes) in files {
            let path = folder.join("sources").join(&source).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        lines.push(entry.to_string());
    }
    let paths = Paths {
        instances: folder.join("instances.jsonl"),
        sources: folder.join("sources"),
    };
    fs::write(&paths.instances, lines.join("\n")).unwrap();
    paths
}

#[test]
#[ignore = "opens the guest"]
fn instances_of_ours_come_back_from_the_format_and_keep_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let seeds: u32 = env::var("TRUESTEP_SEEDS").map_or(5, |text| text.parse().unwrap());
    let paths = written(folder.path(), seeds.into());
    let instances = Instances::load(&paths).unwrap();
    assert_eq!(reasons(&instances), [""; 0]);
    for line in instances.report().unwrap() {
        assert!(
            line.contains("distances are exact") && !line.contains("left out"),
            "{line}"
        );
    }
    let guest = Guest::open().unwrap();
    let made = instances.loaded.iter();
    let made = made.map(|loaded| make::made(&guest, loaded).unwrap().unwrap());
    let decoys = |def: &Def| {
        let ways = def.sites.iter().map(|site| site.options.len());
        ways.sum::<usize>() - 2 * def.sites.iter().filter(|site| site.is_gold()).count()
    };
    let with_decoys = made.filter(|def| decoys(def) > 0).count();
    assert!(
        with_decoys * 5 >= seeds as usize * 4,
        "{with_decoys} of {seeds}"
    );
    let family = WithInstances::new(Arc::new(SweFamily), instances);
    let options = Options {
        seeds,
        first_seed: 0,
        distance_seeds: seeds,
        deep_seeds: 5,
        random_episodes: 40,
        order_seeds: 0,
        walk_steps: 8,
        graph_states: 4_000,
        ..Options::default()
    };
    let report = check(
        &Registry::new(vec![Arc::new(family)]),
        "swe/loaded",
        &options,
    )
    .unwrap();
    eprintln!("{report}");
    report.assert_all();
}

/// A repair that makes a file is none that can be planned over; beside it one that is.
#[test]
#[ignore = "opens the guest"]
fn an_instance_without_a_plan_announces_no_distance_and_says_why() {
    let more = "diff --git a/pair/more.py b/pair/more.py\ndeleted file mode 100644\n--- a/pair/more.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-TWO = 2\n";
    let (dir, paths) = folder(&[
        entry("planned"),
        with("unplanned", &[("patch", json!(format!("{BUG}{more}")))]),
    ]);
    fs::write(
        dir.path().join("sources/o__pair.1234567/pair/more.py"),
        "TWO = 2\n",
    )
    .unwrap();
    let instances = Instances::load(&paths).unwrap();
    assert_eq!(reasons(&instances), [""; 0]);
    let lines = instances.report().unwrap();
    let why = "its repair does more than change lines of Python files that there are";
    assert!(lines[0].contains("distances are exact"), "{lines:?}");
    assert!(lines[1].contains(why), "{lines:?}");
    let family = WithInstances::new(Arc::new(SweFamily), instances);
    let template = family.templates().last().unwrap().id.clone();
    let provides = |seed| {
        let task = Task::new(template.clone(), Seed(seed));
        family.prepare(&task).unwrap().provides()
    };
    for channel in [Channel::Distance, Channel::ShortestPath] {
        assert!(provides(0).contains(channel), "{channel:?}");
        assert!(!provides(1).contains(channel), "{channel:?}");
    }
}
