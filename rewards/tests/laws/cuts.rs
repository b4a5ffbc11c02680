//! Episodes that were cut off: by the budget or by an abort, counted or left out.

use crate::support::{episode, walk};
use crate::{call_with, pipelines, priced, scheme, spots};
use proptest::prelude::*;
use truestep_core::trajectory::{End, Episode};
use truestep_rewards::{Form, Scheme, Stage, Undefined, Value, score};

/// Every scheme that says what a cut is, with that said.
fn with_truncation(word: &str) -> Vec<String> {
    let takes = priced().filter(|e| e.info.all_parameters().any(|p| p.name == "truncation"));
    let parameter = format!("truncation={word}");
    takes.map(|e| call_with(e.info.name, &parameter)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_abort_is_a_cut_like_the_budgets(all in proptest::collection::vec((0u64..2, spots()), 1..5)) {
        let batch = |end| -> Vec<Episode> {
            all.iter().enumerate().map(|(i, (g, s))| episode(*g, i as u32, s, end)).collect()
        };
        let (truncated, aborted) = (batch(End::Truncated), batch(End::Aborted));
        for name in pipelines().into_iter().chain(with_truncation("bootstrap")) {
            let s = scheme(&name);
            prop_assert_eq!(score(&truncated, &s).unwrap(), score(&aborted, &s).unwrap(), "{}", name);
        }
    }

    #[test]
    fn unfinished_episodes_leave_comparisons_as_if_they_were_not_there(
        all in proptest::collection::vec(spots(), 1..4), cut in spots()
    ) {
        let whole: Vec<Episode> = all.iter().enumerate()
            .map(|(i, s)| episode(0, i as u32, s, End::Terminated)).collect();
        let mut more = whole.clone();
        more.push(episode(0, 9, &cut, End::Truncated));
        for credit in priced().filter(|e| e.info.stage == Stage::Credit) {
            let s = scheme(&call_with(credit.info.name, "truncation=bootstrap"));
            let advantages = |batch: &[Episode]| score(batch, &s).unwrap().advantages.unwrap();
            let (alone, among) = (advantages(&whole), advantages(&more));
            prop_assert_eq!(&alone[..], &among[..whole.len()], "{}", s);
            let left = match credit.info.name {
                // As released: what is left out gets 0.
                "grpo:trl" | "rloo:trl" => Value::zero(),
                // It goes on from the critic's value at the cut.
                "turn-gae" => continue,
                _ => Value::Undefined(Undefined::Truncated),
            };
            prop_assert!(among[whole.len()].iter().all(|v| *v == left), "{}: {:?}", s, among);
        }
    }
}

#[test]
fn every_signal_and_credit_says_what_a_cut_is() {
    let silent = priced()
        .filter(|e| e.info.stage != Stage::Transform)
        .find(|e| !e.info.all_parameters().any(|p| p.name == "truncation"));
    assert!(silent.is_none(), "{silent:?}");
    let group: Vec<Scheme> = with_truncation("terminal")
        .iter()
        .map(|t| scheme(t))
        .collect();
    assert!(group.iter().any(|s| s.form() == Form::Group));
}

#[test]
fn cut_off_episodes_count_or_are_left_out() {
    let batch = [
        walk(0, 0, &[1, 0]),
        walk(0, 1, &[2, 1]),
        walk(0, 2, &[1, 0]),
    ];
    let counted = score(&batch, &scheme("dr-grpo:verl"))
        .unwrap()
        .advantages
        .unwrap();
    assert_eq!(counted[1][0], Value::Number(-2.0 / 3.0));
    let out = score(&batch, &scheme("dr-grpo:verl(truncation=bootstrap)")).unwrap();
    let out = out.advantages.unwrap();
    assert_eq!(out[1][0], Value::Undefined(Undefined::Truncated));
    assert_eq!(out[0][0], Value::Number(0.0));
}
