//! Training data from exact truth: what is exported is executed again and gives the values claimed.

#![allow(
    clippy::unwrap_used,
    reason = "a helper that cannot go on fails its test"
)]

mod conversations;
mod desk;
mod labels;
mod preferences;

use desk::{Desk, diagnostic, truestep, write};
use serde_json::json;
use std::{fs, path::Path};

#[test]
fn what_a_record_left_out_is_executed_again() {
    let mut desk = diagnostic();
    let (whole, _) = desk.export(&["--as", "sft", "--rollback"]);
    for episode in &mut desk.episodes {
        let frames = std::iter::once(&mut episode.start);
        for frame in frames.chain(episode.transitions.iter_mut().map(|t| &mut t.after)) {
            frame.observation.clear();
            frame.truth = None;
        }
        episode.transitions.iter_mut().for_each(|t| t.truth = None);
    }
    write(&desk.path("f.jsonl"), &desk.episodes);
    let (bare, _) = desk.export(&["--as", "sft", "--rollback"]);
    assert_eq!(bare, whole);

    desk.episodes[0].transitions[0].after.digests.state.0 ^= 1;
    write(&desk.path("f.jsonl"), &desk.episodes);
    let (from, to) = (desk.path("f.jsonl"), desk.path("h.jsonl"));
    let names = [from.to_str().unwrap(), to.to_str().unwrap()];
    let said = truestep(&["export", names[0], "--as", "sft", "--out", names[1]]);
    assert_eq!(said.status.code(), Some(2));
    let told = String::from_utf8(said.stderr).unwrap();
    assert!(told.contains("does not reproduce at step 1"), "{told}");
}

#[test]
fn wrong_options_are_refused_in_one_line_and_torn_lines_are_counted() {
    let desk = diagnostic();
    let path = desk.path("f.jsonl");
    let path = path.to_str().unwrap();
    for (options, told) in [
        (
            &["--as", "dpo", "--salvage", "prefix"][..],
            "`--salvage` belongs to `--as sft`",
        ),
        (
            &["--as", "sft", "--filter", "sucess"],
            "did you mean `success`?",
        ),
        (
            &["--as", "sft", "--steps", "advantag"],
            "did you mean `advantage`?",
        ),
        (
            &["--as", "sft", "--share", "3/4..1/4"],
            "are no bounds of a share",
        ),
        (&["--as", "dpo", "--margin", "3/2"], "expected 0..=1"),
        (&["--as", "csv"], "sft, dpo, steps"),
    ] {
        let out = desk.path("g.jsonl");
        let said = truestep(&[&["export", path, "--out", out.to_str().unwrap()], options].concat());
        assert_eq!(said.status.code(), Some(2), "{options:?} {said:?}");
        let err = String::from_utf8(said.stderr).unwrap();
        assert!(
            err.lines()
                .filter(|line| !line.starts_with("note: "))
                .count()
                == 1
                && err.contains(told),
            "{options:?} {err}"
        );
        assert!(!out.exists());
    }
    let mut bytes = fs::read(path).unwrap();
    bytes.truncate(bytes.len() - 10);
    fs::write(path, bytes).unwrap();
    let (_, said) = desk.export(&["--as", "steps"]);
    assert_eq!(said["skipped"], json!({"unreadable": 0, "torn": true}));
    assert_eq!(said["episodes"], desk.episodes.len() - 1);
}

#[test]
fn exports_of_a_small_file_read_as_they_did() {
    let desk = Desk::record("diagnostic/two-hop", 4, "noisy:0.6");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export/golden");
    for (name, options) in [
        (
            "sft",
            &[
                "--as",
                "sft",
                "--actions",
                "text",
                "--filter",
                "all",
                "--salvage",
                "intervene",
                "--steps",
                "advantage",
            ][..],
        ),
        (
            "dpo",
            &["--as", "dpo", "--actions", "text", "--per-step", "1"],
        ),
        ("steps", &["--as", "steps", "--values"]),
    ] {
        let (lines, _) = desk.export(options);
        let text = serde_json::to_string_pretty(&lines[..lines.len().min(2)]).unwrap() + "\n";
        let path = golden.join(format!("{name}.json"));
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(&golden).unwrap();
            fs::write(&path, &text).unwrap();
        }
        let shown = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            text,
            shown,
            "{}: run with BLESS=1 and read what changed",
            path.display()
        );
    }
}

#[test]
fn lines_depend_neither_on_threads_nor_on_how_rollouts_are_interleaved() {
    let desk = diagnostic();
    let sorted = |lines: Vec<serde_json::Value>| {
        let mut lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        lines.sort();
        lines
    };
    for format in [&["--as", "sft", "--values"][..], &["--as", "dpo"]] {
        let alone = desk.export(&[format, &["--threads", "1"]].concat()).0;
        let together = desk.export(&[format, &["--threads", "8"]].concat()).0;
        assert_eq!(alone, together);
        assert!(alone.len() >= 20);
        let mut mixed = desk.episodes.clone();
        mixed.sort_by_key(|e| e.rollout);
        let file = fs::read(desk.path("f.jsonl")).unwrap();
        write(&desk.path("f.jsonl"), &mixed);
        let mixed = desk.export(format).0;
        fs::write(desk.path("f.jsonl"), file).unwrap();
        assert_eq!(sorted(alone), sorted(mixed));
    }
}
