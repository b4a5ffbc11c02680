//! What schemes say when they are asked wrongly, and how results are written.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of a test crate fail by panicking"
)]

mod support;

use support::{dead, episode, spot, walk};
use truestep_core::trajectory::End;
use truestep_rewards::{Scheme, SchemeError, score, score_exact};

fn scheme(text: &str) -> Scheme {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

#[test]
fn a_missing_channel_names_scheme_channel_environment_and_remedy() {
    let mut e = walk(0, 0, &[1, 0]);
    e.start.truth.as_mut().unwrap().success_probability = None;
    let error = score(&[e], &scheme("shaping:success |> rloo:verl")).unwrap_err();
    assert!(matches!(error, SchemeError::MissingChannel { .. }));
    let text = error.to_string();
    for part in [
        "shaping:success",
        "`success_probability`",
        "made/by-hand@1",
        "annotate F --truth graph --policy P",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn asking_a_scheme_with_roots_for_rationals_is_refused() {
    for text in [
        "pica:ratio",
        "grpo:verl",
        "min-form(T=0.1)",
        "sum(outcome, pica:ratio)",
    ] {
        let refused = score_exact(&[], &scheme(text));
        assert!(
            matches!(refused, Err(SchemeError::NotExact { .. })),
            "{text}"
        );
    }
}

#[test]
fn single_edges_are_refused_where_more_must_be_seen() {
    let e = walk(0, 0, &[1, 0]);
    for text in [
        "g-ra",
        "rloo:verl",
        "gate(outcome, steps < 9)",
        "outcome |> min-form",
    ] {
        let scheme = scheme(text);
        let refused = scheme.per_step(e.provides(), "made/by-hand@1");
        assert!(
            matches!(refused, Err(SchemeError::NotPerStep { .. })),
            "{text}"
        );
    }
}

#[test]
fn mistakes_in_a_scheme_say_where_and_what_was_meant() {
    let cases = [
        ("shaping:distanse", "did you mean `shaping:distance`?"),
        (
            "outcome |> grpo:vrl",
            "column 12; did you mean `grpo:verl`?",
        ),
        (
            "subgoals",
            "did you mean `shaping:subgoals` or `gain:subgoals`?",
        ),
        ("verl:grpo", "did you mean `grpo:verl`?"),
        ("GRPO:verl", "did you mean `grpo:verl`?"),
        ("shaping:distance(bta=1/2)", "did you mean `beta`?"),
        ("shaping:distance(beta=2)", "expected a number in 0..=1"),
        (
            "shaping:distance(beta=1/2, beta=1/3)",
            "given twice (column 28)",
        ),
        ("outcome(truncation=maybe)", "terminal or bootstrap"),
        (
            "outcome |> outcome",
            "is a signal and cannot stand at column 12",
        ),
        (
            "rloo:verl |> clip",
            "is a transform and cannot stand at column 14",
        ),
        (
            "sum(outcome |> rloo:verl)",
            "is a credit and cannot stand at column 16",
        ),
        ("gate(outcome)", "one signal and at least one condition"),
        ("clip(outcome)", "only parameters"),
        ("gate(outcome, outcme >= 1)", "did you mean `outcome`?"),
        ("gate(outcome, distnce <= 2)", "did you mean `distance`?"),
        (
            "gate(outcome, rloo:verl >= 1)",
            "is a credit and cannot stand at column 15",
        ),
        ("max()", "one signal or more"),
        (
            "mix(outcome)",
            "takes pipelines that end in a credit inside its brackets",
        ),
        (
            "mix(rloo:verl, outcome >= 1)",
            "pipelines that end in a credit, and parameters",
        ),
        (
            "mix(rloo:verl |> clip)",
            "is a transform and cannot stand at column 18",
        ),
        ("sum(1/2 * )", "expected the name of a scheme"),
    ];
    for (text, expected) in cases {
        let message = text
            .parse::<Scheme>()
            .err()
            .map(|e| e.to_string())
            .unwrap_or_default();
        assert!(message.contains(expected), "{text}: {message}");
    }
    // Its number has a default.
    assert!("constant".parse::<Scheme>().is_ok());
}

#[test]
fn every_scheme_shows_its_formula_and_no_links() {
    for entry in truestep_rewards::registry::schemes() {
        let formula = entry.formula().unwrap_or_default();
        assert!(formula.len() > 10, "{}: {formula:?}", entry.info.name);
        assert!(!formula.contains("[`"), "{}: {formula}", entry.info.name);
    }
    let rloo = truestep_rewards::registry::find("rloo:verl", 1).unwrap();
    assert!(
        rloo.formula()
            .unwrap()
            .starts_with("A = R − mean of the other rollouts")
    );
}

/// The blocks of `language` in the how-to on schemes.
fn blocks(language: &str) -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/how-to/schemes.md");
    let text = std::fs::read_to_string(path).unwrap();
    let start = format!("```{language}\n");
    let blocks = text.split(&start).skip(1);
    let block = |rest: &str| rest.split("```").next().unwrap_or_default().to_owned();
    blocks.map(block).collect()
}

#[test]
fn what_the_how_to_shows_is_read_and_prints_back() {
    let blocks_of_schemes = blocks("scheme");
    let lines: Vec<&str> = blocks_of_schemes.iter().flat_map(|b| b.lines()).collect();
    assert!(lines.len() >= 15, "{lines:?}");
    for line in lines {
        let read = scheme(line).to_string();
        assert_eq!(scheme(&read).to_string(), read, "{line}");
    }
    for file in blocks("toml") {
        let read = truestep_rewards::toml_file::read(&file).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(read.len(), 4);
    }
}

#[test]
fn scores_are_written_with_null_for_undefined() {
    let lost = episode(0, 0, &[spot(1), dead(9)], End::Truncated);
    let scored = score(&[lost], &scheme("pica:ratio |> dr-grpo:verl")).unwrap();
    let expected = r#"{"schema":"truestep.score/1","scheme":"pica:ratio |> dr-grpo:verl","rewards":[["-inf"]],"advantages":[[null]]}"#;
    assert_eq!(serde_json::to_string(&scored).unwrap(), expected);
}
