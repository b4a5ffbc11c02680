//! What is said of requests that cannot be read, and whom it concerns.

use super::{ask, ask_raw, call};
use serde_json::json;

#[test]
fn arguments_that_cannot_be_read_are_a_bad_action_of_their_slot_alone() {
    let deep = format!("{}{}", "[".repeat(126), "]".repeat(126));
    for (bad, reason) in [
        (
            r#"{"action": "right", "action": "left"}"#,
            "`action` is there twice",
        ),
        (r#"{"action": 1e999}"#, "larger than any double"),
        (r#"{"action": "\ud800"}"#, "half of a character"),
        (&*deep, "the arguments of `act` are a list"),
        (&*format!(r#"{{"action": {deep}}}"#), "more than 127 deep"),
    ] {
        let reset = call(
            1,
            "reset",
            json!({ "task": "toy/door", "seed": 1, "slots": [0, 1, 2], "record": true }),
        );
        let step = format!(
            r#"{{"id": 2, "method": "step", "params": {{"actions": [
                {{"slot": 0, "action": "right"}}, {{"slot": 1, "tool": "act", "arguments": {bad}, "probability": 0.5}}, {{"slot": 2, "menu": 0}}]}}}}"#
        );
        let episodes = call(3, "episodes", json!({ "slots": [1] }));
        let lines = format!("{reset}\n{}\n{episodes}", step.replace('\n', ""));
        let answers = ask_raw(lines.as_bytes());
        let slots = &answers[1]["result"]["slots"];
        assert_eq!(
            slots[0]["effect"]["kind"], "applied",
            "{bad}: {}",
            answers[1]
        );
        assert_eq!(slots[2]["frame"]["step"], 1);
        let effect = &slots[1]["effect"];
        assert_eq!(effect["kind"], "rejected");
        let said = effect["message"].as_str().unwrap();
        assert!(said.contains(reason), "{bad}: {said}");
        // The record says what was given, and another execution rejects it for the same reason.
        let step = &answers[2]["result"]["slots"][0]["episode"]["transitions"][0];
        assert_eq!(
            step["action"],
            format!(r#"{{"tool":"act","arguments":{bad}}}"#)
        );
        assert_eq!(&step["effect"], effect);
    }
}

#[test]
fn nothing_is_said_in_the_words_of_the_library_that_reads() {
    let lines: &[(&str, &str)] = &[
        ("3", "found `3`, expected an object"),
        (r#"{"method": 3}"#, "found `3`, expected a text"),
        (
            r#"{"mehtod": "hello"}"#,
            "there is no `mehtod` here: expected one of `id`, `method`, `params`",
        ),
        (r#"{"method": "step"}"#, "`actions` is missing"),
        (
            r#"{"method": "reset", "params": {"task": "toy/door", "seed": -1}}"#,
            "found `-1`, expected a whole number from 0 to 18446744073709551615",
        ),
        (
            r#"{"method": "reset", "params": {"task": "toy/door", "max_steps": 0}}"#,
            "expected a whole number from 1 to 4294967295",
        ),
        (
            r#"{"method": "reset", "params": {"task": "toy/door", "agent": {"name": []}}}"#,
            "found a list, expected a text",
        ),
        (
            r#"{"method": "reset", "params": {"task": "toy/door", "agent": []}}"#,
            "expected an object",
        ),
        (
            r#"{"method": "reset", "params": {"task": "toy/door", "actions": "cal"}}"#,
            "found `cal`, expected one of `call`, `forms`, `text`",
        ),
        (
            r#"{"method": "step", "params": {"actions": {"slot": 0}}}"#,
            "found an object, expected a list",
        ),
        (
            r#"{"method": "step", "params": {"actions": [{"slot": 1.5}]}}"#,
            "found `1.5`, expected a whole number from 0",
        ),
        (
            r#"{"method": "restore", "params": {"snapshot": {"task": 1}}}"#,
            "expected",
        ),
        (
            r#"{"method": "observe", "params": {}}"#,
            "`view` is missing",
        ),
        (
            r#"{"method": "fork", "params": {"from": 0, "to": 1}}"#,
            "found `1`, expected a list",
        ),
    ];
    let input: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
    let answers = ask_raw(input.join("\n").as_bytes());
    for ((line, words), answer) in lines.iter().zip(&answers) {
        let said = answer["error"]["message"].as_str().unwrap();
        assert!(said.contains(words), "{line}: {said}");
        for word in [
            "struct",
            "u32",
            "u64",
            "usize",
            "sequence",
            "invalid type",
            "a map",
            "variant",
        ] {
            assert!(!said.contains(word), "{line}: {said}");
        }
    }
}

#[test]
fn an_agent_without_a_name_is_refused_where_it_is_given() {
    let reset = |name: &str| json!({ "task": "toy/door", "seed": 1, "agent": { "name": name }, "record": true });
    let answers = ask(&[call(1, "reset", reset("")), call(2, "reset", reset(" "))]);
    for answer in answers {
        let said = answer["error"]["message"].as_str().unwrap();
        assert!(
            said.contains("empty `name`") && said.contains("`my-agent`"),
            "{said}"
        );
    }
}
