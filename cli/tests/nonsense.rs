//! Whatever comes in on `serve --stdio`, or stands in a trajectory file, no command panics.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod toy;

use proptest::prelude::*;
use toy::{truestep, truestep_fed};
use truestep_cli::Exit;

/// Requests that are in order, to be damaged.
const REQUESTS: &[&str] = &[
    r#"{"id": 1, "method": "hello", "params": {}}"#,
    r#"{"id": 2, "method": "reset", "params": {"slots": [0, 1], "task": "toy/door", "seed": 1, "mask": 3, "chat": true}}"#,
    r#"{"id": 3, "method": "reset", "params": {"slots": [0], "select": "toy", "auto_reset": true, "group": 2}}"#,
    r#"{"id": 4, "method": "step", "params": {"actions": [{"slot": 0, "menu": 0}, {"slot": 1, "action": "right"}]}}"#,
    r#"{"id": 5, "method": "step", "params": {"actions": [{"slot": 0, "action": "submit[give up]"}]}}"#,
    r#"{"id": 6, "method": "menu", "params": {"slots": [0]}}"#,
    r#"{"id": 7, "method": "fork", "params": {"from": 0, "to": [2, 3], "branch": 5}}"#,
    r#"{"id": 8, "method": "snapshot", "params": {"slot": 0}}"#,
    r#"{"id": 9, "method": "restore", "params": {"slot": 1, "snapshot": {"task": {"template": "toy/door@1", "seed": 1}, "rollout": 0, "moment": "{}", "seal": "00000000000000000000000000000000"}}}"#,
    r#"{"id": 10, "method": "close", "params": {"slots": [0]}}"#,
];

/// A request with one byte changed, a piece cut out, or as it is.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let request = (
        0..REQUESTS.len(),
        0..4u8,
        any::<prop::sample::Index>(),
        any::<u8>(),
    );
    let request = request.prop_map(|(which, how, place, byte)| {
        let mut line = REQUESTS[which].as_bytes().to_vec();
        let at = place.index(line.len());
        match how {
            0 => line[at] = byte,
            1 => drop(line.drain(at..(at + 1 + usize::from(byte) % 8).min(line.len()))),
            2 => line.insert(at, byte),
            _ => {}
        }
        line.retain(|&b| b != b'\n');
        line
    });
    let noise = prop::collection::vec(any::<u8>(), 0..40).prop_map(|mut line| {
        line.retain(|&b| b != b'\n');
        line
    });
    prop_oneof![4 => request, 1 => noise]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_line_gets_one_answer_and_the_server_lives(
        lines in prop::collection::vec(damaged(), 1..20)
    ) {
        let said = truestep_fed(&["serve", "--stdio", "--environments", "4"], &lines.join(&b'\n'));
        prop_assert_eq!(said.exit, Exit::Done);
        let asked = lines.iter().filter(|l| !l.iter().all(u8::is_ascii_whitespace)).count();
        let closed = said.out.lines().any(|l| l.contains(r#""closed""#));
        prop_assert!(closed || said.out.lines().count() == asked);
        for line in said.out.lines() {
            let answer: serde_json::Value = serde_json::from_str(line).unwrap();
            prop_assert!(answer.get("result").is_some() != answer.get("error").is_some());
        }
    }

    #[test]
    fn a_damaged_file_is_read_as_far_as_it_goes(
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        hold_damaged_file(|length| place.index(length), byte)?;
    }
}

/// A file with one byte changed: each command says one error, or none and is done.
fn hold_damaged_file(place: impl Fn(usize) -> usize, byte: u8) -> Result<(), TestCaseError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl");
    let name = path.to_str().unwrap();
    let run = [
        "run",
        "toy/door",
        "--episodes",
        "3",
        "--agent",
        "oracle",
        "--out",
        name,
    ];
    prop_assert_eq!(truestep(&run).exit, Exit::Done);
    let mut bytes = std::fs::read(&path).unwrap();
    let at = place(bytes.len());
    bytes[at] = byte;
    std::fs::write(&path, bytes).unwrap();
    for args in [
        &["replay", name][..],
        &["score", name, "--scheme", "outcome,shaping:distance"],
        &["explain", name, "--episode", "0"],
        &["annotate", name, "--out", "/dev/null"],
    ] {
        let said = truestep(args);
        let complaints = said.err.lines().filter(|l| l.starts_with("error")).count();
        // A record that `annotate` finds wrong is told as an error, and is a check that failed.
        let found_wrong = args[0] == "annotate" && said.exit == Exit::Failed;
        let told = said.exit == Exit::CouldNotRun || found_wrong;
        prop_assert_eq!(complaints, usize::from(told), "{:?}", said);
    }
    Ok(())
}

/// What proptest writes of an [`prop::sample::Index`] is a share of the length: this one, with a blank over the byte there,
/// once failed.
#[test]
fn a_blank_in_the_middle_of_a_line_is_a_damage_like_any_other() {
    const SHARE: u64 = 8_706_474_380_157_153_608;
    let place = |length: usize| ((length as u128 * u128::from(SHARE)) >> 64) as usize;
    hold_damaged_file(place, b' ').unwrap();
}
