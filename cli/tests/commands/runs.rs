//! `run`, and the agents it plays.

use super::{RUN, with};
use crate::toy::truestep;
use truestep_cli::Exit;

#[test]
fn a_run_is_the_same_bytes_for_any_threads_and_slots() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen: Vec<(String, Vec<u8>)> = vec![];
    for (threads, slots) in [("1", "64"), ("2", "7"), ("8", "1")] {
        let path = folder.path().join(format!("{threads}.jsonl"));
        let path = path.to_str().unwrap();
        let more = ["--threads", threads, "--slots", slots, "--out", path];
        let said = truestep(&with(RUN, &more));
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        seen.push((said.out, std::fs::read(path).unwrap()));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
    assert!(seen[0].0.contains("noisy:0.3"));
}

#[test]
fn the_tasks_of_a_run_depend_on_its_seed_and_filters_only() {
    let folder = tempfile::tempdir().unwrap();
    let tasks = |name: &str, more: &[&str]| {
        let path = folder.path().join(name);
        let path = path.to_str().unwrap();
        let said = truestep(&with(&["run", "toy", "--out", path], more));
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        let text = std::fs::read_to_string(path).unwrap();
        let task = |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["task"].clone();
        text.lines().map(task).collect::<Vec<_>>()
    };
    let few = tasks("a", &["--episodes", "10"]);
    let many = tasks("b", &["--episodes", "40", "--agent", "oracle"]);
    let grouped = tasks("c", &["--episodes", "30", "--group", "3"]);
    assert_eq!(few, many[..10]);
    assert_eq!(
        few[..10],
        grouped.iter().step_by(3).cloned().collect::<Vec<_>>()
    );
    assert!(
        few.chunks(2)
            .all(|pair| pair[0]["template"] != pair[1]["template"])
    );
    let test = tasks("d", &["--episodes", "10", "--split", "test"]);
    assert!(test.iter().all(|t| t["seed"].as_u64().unwrap() % 10 == 9));
}

#[test]
fn only_starts_at_the_distance_asked_for_are_played() {
    let said = truestep(&[
        "run",
        "toy/door",
        "--agent",
        "oracle",
        "--distance",
        "4..5",
        "--episodes",
        "20",
        "--json",
    ]);
    let mean = said.json()["mean_steps"].as_f64().unwrap();
    assert!((4.0..=5.0).contains(&mean), "{said:?}");
    let said = truestep(&["run", "toy/door", "--distance", "500..600"]);
    assert_eq!(said.exit, Exit::CouldNotRun);
    assert!(said.err.contains("accept more distances"), "{}", said.err);
}

#[test]
fn agents_do_what_their_names_say() {
    let rate = |agent: &str| {
        let said = truestep(&["run", "toy", "--agent", agent, "--episodes", "40", "--json"]);
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        said.json()["success"]["rate"].as_f64().unwrap()
    };
    assert!(rate("oracle") > 0.999);
    assert!(rate("do-nothing") < 0.001);
    assert!(rate("submit-now") < 0.001);
    let (random, noisy) = (rate("random"), rate("noisy:0.3"));
    assert!(random < noisy && noisy < 0.999, "{random} {noisy}");
}

#[test]
fn a_script_is_played_and_its_end_is_an_abort() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("s.txt");
    std::fs::write(&script, "# two steps\nright\nnonsense\n").unwrap();
    let agent = format!("scripted:{}", script.display());
    let said = truestep(&[
        "run",
        "toy/long-door",
        "--agent",
        &agent,
        "--episodes",
        "3",
        "--json",
    ]);
    let result = said.json();
    assert_eq!(result["ends"]["aborted"], 3, "{result}");
    assert!((result["rejected"].as_f64().unwrap() - 0.5).abs() < 1e-12);
}

#[test]
fn an_exploiter_goes_round_where_a_reward_pays_for_it() {
    let earned = |agent: &str| {
        let run = [
            "run",
            "toy/door",
            "--agent",
            agent,
            "--episodes",
            "10",
            "--json",
        ];
        let said = truestep(&with(&run, &["--score", "gain:clipped,shaping:distance"]));
        assert_eq!(said.exit, Exit::Done, "{said:?}");
        let result = said.json();
        let number = |v: &serde_json::Value| v.as_f64().unwrap();
        let scheme = |i: usize| number(&result["schemes"][i]["mean_return"]);
        (number(&result["success"]["rate"]), scheme(0), scheme(1))
    };
    let (solved, gain, _) = earned("oracle");
    let (farmed, more_gain, _) = earned("exploit:gain:clipped");
    assert!(
        more_gain > 2.0 * gain && farmed < solved,
        "{gain} {more_gain}"
    );
    // A potential cannot be farmed: going after it solves the task.
    let (shaped, ..) = earned("exploit:shaping:distance");
    assert!(shaped > 0.999, "{shaped}");
}
