//! What schemes make of whole episodes: the formulas are held to published cases in `vectors.rs`, their reading of the truth
//! here.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "helpers of a test crate fail by panicking, and these figures are exact"
)]

mod support;

use num_bigint::BigInt;
use proptest::prelude::*;
use std::fs;
use support::{Spot, dead, episode, spot, walk};
use truestep_core::{
    rational::Rational,
    trajectory::{End, Episode},
    truth::{Detail, DetailValue},
};
use truestep_rewards::{
    Scheme, Undefined, Value,
    number::{Fraction, Scalar},
    registry::{Build, schemes},
    score, score_exact,
    value::{Rows, discounted},
};

fn scheme(text: &str) -> Scheme {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn ratio(n: i64, d: i64) -> Fraction {
    Fraction::new(BigInt::from(n), BigInt::from(d))
}

fn plain(rows: &Rows<f64>) -> Vec<Vec<f64>> {
    let row = |row: &Vec<Value<f64>>| row.iter().map(|v| *v.number().unwrap()).collect();
    rows.iter().map(row).collect()
}

fn rewards(text: &str, batch: &[Episode]) -> Vec<Vec<f64>> {
    plain(&score(batch, &scheme(text)).unwrap().rewards)
}

fn advantages(text: &str, batch: &[Episode]) -> Vec<Vec<f64>> {
    plain(&score(batch, &scheme(text)).unwrap().advantages.unwrap())
}

fn close(got: &[Vec<f64>], expected: &[&[f64]]) {
    assert_eq!(got.len(), expected.len(), "{got:?}");
    for (g, e) in got.iter().zip(expected) {
        assert_eq!(g.len(), e.len(), "{got:?}");
        assert!(
            g.iter().zip(*e).all(|(g, e)| (g - e).abs() < 1e-5),
            "{got:?} is not {expected:?}"
        );
    }
}

/// Two rollouts that share their first step; the first is solved.
fn fork() -> [Episode; 2] {
    let lost = [spot(2), spot(1), dead(9)];
    [
        walk(0, 0, &[2, 1, 0]),
        episode(0, 1, &lost, End::Terminated),
    ]
}

#[test]
fn tempo_credits_the_branching_step_alone() {
    let exact = score_exact(&fork(), &scheme("tempo(divide=no)")).unwrap();
    let half = |n| Value::Number(ratio(n, 2));
    let rows = [vec![half(1), half(2)], vec![half(-1), half(-2)]];
    assert_eq!(exact.advantages.unwrap(), rows);
    let alone = score(&fork()[..1], &scheme("tempo"))
        .unwrap()
        .advantages
        .unwrap();
    assert_eq!(alone[0], vec![Value::Undefined(Undefined::Singleton); 2]);
}

#[test]
fn slate_compares_children_of_one_fork() {
    let found = score(&fork(), &scheme("slate"))
        .unwrap()
        .advantages
        .unwrap();
    // The shared first step was taken twice with equal rewards; the second step is the fork.
    assert_eq!(found[0][0], Value::Number(0.0));
    let apart = 0.5 / (0.5_f64.sqrt() + 1e-6);
    assert!((found[0][1].number().unwrap() - apart).abs() < 1e-12);
}

#[test]
fn portool_compares_siblings_and_trajectories() {
    let apart = 0.5 / (0.5_f64.sqrt() + 1e-6);
    let got = advantages("portool:reconstruction", &fork());
    close(&got, &[&[apart / 2.0, apart], &[-apart / 2.0, -apart]]);
}

#[test]
fn gigpo_adds_a_part_for_states_visited_by_both() {
    let got = advantages("gigpo(gamma=1)", &fork());
    close(&got, &[&[1.0, 1.0], &[-1.0, -1.0]]);
}

#[test]
fn matchtir_averages_trajectory_and_turn() {
    let unit = 0.5 / (0.5_f64.sqrt() + 1e-6);
    close(
        &advantages("matchtir", &fork()),
        &[&[unit, unit], &[-unit, -unit]],
    );
}

#[test]
fn turn_gae_of_the_outcome_is_the_gain_in_value() {
    let batch = fork();
    let gae = score_exact(&batch, &scheme("turn-gae(lambda=0)")).unwrap();
    let gain = score_exact(&batch, &scheme("gain:success")).unwrap();
    assert_eq!(gae.advantages.unwrap(), gain.rewards);
}

#[test]
fn verpo_weighs_rare_subgoals_up() {
    let got = advantages("verpo", &fork());
    assert!(
        got[0][1] > got[0][0] && got[0][0] > got[1][0] && got[1][0] > got[1][1],
        "{got:?}"
    );
}

#[test]
fn gdpo_takes_its_other_objectives_from_the_brackets() {
    let mut spots = [spot(2), spot(1), spot(0)];
    spots[1].rejected = true;
    let batch = [episode(0, 0, &spots, End::Terminated), walk(0, 1, &[2, 1])];
    // The first leads by the outcome; both executed one action, so the second objective is silent.
    close(
        &advantages("gdpo:trl(truth:valid)", &batch),
        &advantages("gdpo:trl", &batch)
            .iter()
            .map(Vec::as_slice)
            .collect::<Vec<_>>(),
    );
    let text = "gdpo:verl(truth:valid, truth:redundant)";
    assert_eq!(scheme(text).to_string(), format!("outcome |> {text}"));
}

#[test]
fn pivotal_steps_get_the_rest_of_the_way() {
    // p: 6/12, 3/12, 9/12 and solved: the second step turns and gets 1 - 1/4.
    let at = |id, twelfths, distance| Spot {
        twelfths,
        id,
        ..spot(distance)
    };
    let spots = [at(1, 6, 3), at(2, 3, 3), at(3, 9, 1), at(4, 12, 0)];
    let batch = [episode(0, 0, &spots, End::Terminated)];
    close(&rewards("turning-point", &batch), &[&[-0.25, 0.75, 0.25]]);
}

#[test]
fn stepsearch_pays_gold_pages_once_and_charges_repeated_ones() {
    let mut found = walk(0, 0, &[4, 3, 2, 1, 0]);
    let text = |name: &'static str, pages: &str| Detail {
        name: name.into(),
        value: DetailValue::Text(pages.into()),
    };
    let four = Detail {
        name: "gold_pages".into(),
        value: DetailValue::Integer(4),
    };
    let searches = [
        Some(("p1 p2 p3 p4 p5", "p1 p2 p3")),
        None,
        Some(("p1 p2 p3 p4 p5", "p1 p2 p3")),
    ];
    let frames = std::iter::once(&mut found.start);
    for frame in frames.chain(found.transitions.iter_mut().map(|t| &mut t.after)) {
        frame.truth.as_mut().unwrap().details.push(four.clone());
    }
    for (transition, search) in found.transitions.iter_mut().zip(searches) {
        if let (Some((listed, gold)), Some(truth)) = (search, &mut transition.truth) {
            truth.details.push(text("listed", listed));
            truth.details.push(text("listed_gold", gold));
        }
    }
    close(
        &rewards("stepsearch:exact", &[found]),
        &[&[0.45, 0.0, -0.6, 1.0]],
    );
}

#[test]
fn search_r1_pays_the_answer_by_the_measure_named() {
    let mut answered = walk(0, 0, &[2, 1, 0]);
    let details = [
        ("em", DetailValue::Bool(false)),
        ("sub_em", DetailValue::Bool(true)),
        ("f1_counter", DetailValue::Fraction(Rational::new(1, 2))),
    ];
    let last = answered.transitions.last_mut().unwrap();
    let truth = last.truth.as_mut().unwrap();
    truth.details.extend(details.map(|(name, value)| Detail {
        name: name.into(),
        value,
    }));
    let batch = [answered];
    close(&rewards("search-r1:exact", &batch), &[&[0.0, 0.0]]);
    for (measure, worth) in [("sub_em", 1.0), ("f1_counter", 0.5)] {
        let text = format!("search-r1:exact(match={measure})");
        close(&rewards(&text, &batch), &[&[0.0, worth]]);
    }
    // Nobody was asked anything in a world without answers.
    let elsewhere = score(&[walk(0, 0, &[2, 1, 0])], &scheme("search-r1:exact")).unwrap();
    assert_eq!(
        elsewhere.rewards[0],
        [Value::Number(0.0), Value::Undefined(Undefined::NotScored)]
    );
}

#[test]
fn reasoning_sql_pays_the_parts_of_what_is_submitted() {
    let mut submitted = walk(0, 0, &[2, 1, 0]);
    let details = [
        ("execution_match", DetailValue::Bool(false)),
        ("runs", DetailValue::Bool(true)),
        ("schema_linking", DetailValue::Fraction(Rational::new(1, 2))),
        (
            "ngram_similarity",
            DetailValue::Fraction(Rational::new(1, 4)),
        ),
    ];
    for transition in &mut submitted.transitions {
        let truth = transition.truth.as_mut().unwrap();
        truth
            .details
            .extend(details.iter().map(|(name, value)| Detail {
                name: (*name).into(),
                value: value.clone(),
            }));
    }
    let batch = [submitted];
    // Queries that are only tried earn nothing.
    close(&rewards("reasoning-sql:exact", &batch), &[&[0.0, 1.75]]);
    let weighed = "reasoning-sql:exact(syntax=0,linking=2,ngrams=4)";
    close(&rewards(weighed, &batch), &[&[0.0, 2.0]]);
}

#[test]
fn strata_are_told_apart_by_steps_or_by_searches() {
    // Two rollouts of one length, one of which searches twice, and a longer one that searches once.
    let mut batch = [
        walk(0, 0, &[2, 1, 0]),
        walk(0, 1, &[2, 1, 1]),
        walk(0, 2, &[3, 2, 1, 0]),
    ];
    let texts: [&[&str]; 3] = [
        &["search[a]", "answer[b]"],
        &["search[a]", "<search>b</search>"],
        &["search[a]", "open[p1]", "answer[b]"],
    ];
    for (episode, texts) in batch.iter_mut().zip(texts) {
        for (transition, text) in episode.transitions.iter_mut().zip(texts) {
            transition.action = (*text).into();
        }
    }
    let first = |text: &str| -> Vec<f64> {
        let rows = advantages(text, &batch);
        rows.iter()
            .map(|row| (row[0] * 1e3).round() / 1e3)
            .collect()
    };
    // By steps the first two are compared, and the third is alone; by searches the first and the third, which are equal.
    assert_eq!(
        first("outcome |> stratified-grpo(alpha=1)"),
        [1.0, -1.0, 0.0]
    );
    assert_eq!(
        first("outcome |> stratified-grpo(alpha=1, strata=searches)"),
        [0.0, 0.0, 0.0]
    );
}

#[test]
fn vsrm_overwrites_or_adds_the_outcome() {
    let at = |id, twelfths, distance| Spot {
        twelfths,
        id,
        ..spot(distance)
    };
    let spots = [at(1, 3, 3), at(2, 3, 2), at(3, 6, 1), at(4, 12, 0)];
    let batch = [episode(0, 0, &spots, End::Terminated)];
    close(&rewards("vsrm", &batch), &[&[0.7 * 0.25, 0.25, 1.0]]);
    close(
        &rewards("vsrm(last=add)", &batch),
        &[&[0.7 * 0.25, 0.25, 1.5]],
    );
    close(
        &rewards("vsrm(last=none)", &batch),
        &[&[0.7 * 0.25, 0.25, 0.5]],
    );
}

#[test]
fn quality_values_rise_evenly_along_a_shortest_path() {
    let exact = score_exact(&[walk(0, 0, &[3, 2, 1, 0])], &scheme("rest-mcts:value")).unwrap();
    assert_eq!(exact.rewards[0], vec![Value::Number(ratio(1, 3)); 3]);
}

#[test]
fn fapo_and_carl_price_broken_rules() {
    let mut e = walk(0, 0, &[2, 1, 0]);
    close(&rewards("fapo", &[e.clone()]), &[&[0.0, 1.0]]);
    close(&rewards("carl(factor=1)", &[e.clone()]), &[&[0.25, 0.25]]);
    e.transitions[0].truth.as_mut().unwrap().violations = vec!["touched the till".to_owned()];
    close(&rewards("fapo", &[e.clone()]), &[&[0.0, 0.0]]);
    close(&rewards("carl(factor=1)", &[e]), &[&[0.0, 0.25]]);
}

#[test]
fn step_labels_turn_at_the_first_error() {
    let e = episode(0, 0, &[spot(3), spot(2), dead(9), dead(8)], End::Truncated);
    close(
        &rewards("truth:alive |> first-error", std::slice::from_ref(&e)),
        &[&[1.0, -1.0, -1.0]],
    );
    close(
        &rewards("truth:label", std::slice::from_ref(&e)),
        &[&[1.0, -1.0, 1.0]],
    );
    close(
        &rewards("hazard:survival |> pica:paper", &[e]),
        &[&[0.135, -0.165, 0.135]],
    );
}

#[test]
fn ensembles_and_directions_join_their_signals() {
    let batch = [walk(0, 0, &[1, 0])];
    close(
        &rewards("ensemble:wco(outcome, outcome |> scale(by=1/2))", &batch),
        &[&[0.5]],
    );
    close(
        &rewards(
            "ensemble:uwo-bon(outcome, truth:redundant, coefficient=1)",
            &batch,
        ),
        &[&[0.25]],
    );
    close(
        &rewards("dpa(outcome, truth:redundant, angle=60)", &batch),
        &[&[0.5]],
    );
}

#[test]
fn filtered_rollouts_are_left_out_of_comparisons() {
    let batch: Vec<Episode> = (0..4)
        .map(|i| walk(0, i, if i < 2 { &[2, 1, 0] } else { &[2, 1, 2] }))
        .collect();
    let kept = score(
        &batch,
        &scheme("truth:shortest |> prof(remove=2) |> dr-grpo:verl"),
    )
    .unwrap();
    let gone = kept
        .rewards
        .iter()
        .filter(|row| row[0] == Value::Undefined(Undefined::NotScored))
        .count();
    assert_eq!(gone, 2);
    assert_eq!(
        kept.advantages
            .unwrap()
            .iter()
            .flatten()
            .filter(|v| v.number().is_some())
            .count(),
        4
    );
}

#[test]
fn noise_depends_on_its_seed_and_on_nothing_else_scored() {
    let batch: Vec<Episode> = (0..40)
        .map(|i| walk(i / 4, (i % 4) as u32, &[3, 2, 1, 0]))
        .collect();
    let text = "truth:valid |> noise:flip(fp=1/2, fn=1/2, seed=7)";
    let all = rewards(text, &batch);
    let alone: Vec<Vec<f64>> = batch
        .iter()
        .flat_map(|e| rewards(text, std::slice::from_ref(e)))
        .collect();
    assert_eq!(all, alone);
    let other = rewards("truth:valid |> noise:flip(fp=1/2, fn=1/2, seed=8)", &batch);
    assert_ne!(all, other);
    let flipped = all.iter().flatten().filter(|x| **x == 0.0).count();
    assert!((30..90).contains(&flipped), "{flipped} of 120");
    for group in rewards("truth:valid |> noise:group-flip", &batch).chunks(4) {
        assert!(group.iter().all(|row| *row == group[0]));
    }
}

/// Schemes whose result depends on the order of the batch, and whose card says so or whose ties do.
const ORDERED: [&str; 3] = ["prorl:centre", "prof", "turning-point"];

fn spots() -> impl Strategy<Value = Vec<Spot>> {
    let one = (
        0u64..6,
        proptest::option::of(1u32..20),
        0usize..=4,
        0i128..=12,
    );
    let one = one.prop_map(|(id, distance, done, twelfths)| Spot {
        id,
        distance,
        done,
        twelfths: if distance.is_none() { 0 } else { twelfths },
        rejected: id == 5,
    });
    proptest::collection::vec(one, 2..8)
}

proptest! {
    #[test]
    fn permuting_a_batch_permutes_doubles_up_to_rounding(all in proptest::collection::vec((0u64..3, spots()), 1..7), turn in 0usize..7) {
        let batch: Vec<Episode> = all.iter().enumerate()
            .map(|(i, (g, s))| episode(*g, i as u32, s, End::Terminated)).collect();
        let turn = turn % batch.len();
        let mut turned = batch.clone();
        turned.rotate_left(turn);
        for entry in schemes().filter(|e| matches!(e.build, Build::Credit(_) | Build::Transform(_))) {
            let name = entry.info.name;
            if ORDERED.contains(&name) || entry.reads_file() { continue; }
            let inside = if name == "mix" { "(rloo:verl, 1/2 * flow-grpo)" } else { "" };
            let s = scheme(&format!("shaping:subgoals |> {name}{inside}"));
            let (a, b) = (score(&batch, &s).unwrap(), score(&turned, &s).unwrap());
            let (mut a, b) = (a.advantages.unwrap_or(a.rewards), b.advantages.unwrap_or(b.rewards));
            a.rotate_left(turn);
            for (x, y) in a.iter().flatten().zip(b.iter().flatten()) {
                match (x.number(), y.number()) {
                    // DeepSearch divides by 1e-6 where final values agree but for rounding.
                    (Some(x), Some(y)) => prop_assert!((x - y).abs() <= 1e-6 * x.abs().max(1.0), "{}: {} {}", name, x, y),
                    _ => prop_assert_eq!(x.number().is_some(), y.number().is_some(), "{}", name),
                }
            }
        }
    }

    #[test]
    fn bonuses_and_deltas_telescope_exactly(spots in spots()) {
        let e = [episode(0, 0, &spots, End::Terminated)];
        let total = |text: &str| discounted(&score_exact(&e, &scheme(text)).unwrap().rewards[0], &ratio(1, 1));
        let (first, last) = (spots[0], spots[spots.len() - 1]);
        let gain = ratio((last.twelfths - first.twelfths) as i64, 12);
        prop_assert_eq!(total("mrt"), Value::Number(gain.clone()));
        prop_assert_eq!(total("gain:success"), Value::Number(gain));
        let progress = ratio(last.done as i64 - first.done as i64, 4);
        prop_assert_eq!(total("gain:subgoals"), Value::Number(progress));
        let score = ratio(spots[1].twelfths as i64, 12);
        prop_assert_eq!(total("truth:success |> clip-delta:delta(last=keep)"), Value::Number(score));
    }

    #[test]
    fn corrections_are_unbiased_exactly(fp in 0i64..10, fneg in 0i64..10) {
        use truestep_rewards::transform::{Rates, backward, forward};
        let rates = Rates { false_positive: ratio(fp, 20), false_negative: ratio(fneg, 20) };
        let (zero, one) = (ratio(0, 1), ratio(1, 1));
        let mean = |seen_as_one: &Fraction, f: &dyn Fn(bool) -> Fraction| {
            seen_as_one.clone() * f(true) + (one.clone() - seen_as_one.clone()) * f(false)
        };
        let back = |is_one: bool| backward(if is_one { one.clone() } else { zero.clone() }, &rates).unwrap();
        let hit = one.clone() - rates.false_negative.clone();
        prop_assert_eq!(mean(&hit, &back), one.clone());
        prop_assert_eq!(mean(&rates.false_positive, &back), zero.clone());
        let fore = |is_one: bool| forward(is_one, &rates);
        prop_assert_eq!(mean(&hit, &fore), zero.clone());
        let rest = one.clone() - rates.false_positive.clone() - rates.false_negative.clone();
        prop_assert_eq!(mean(&rates.false_positive, &fore), -rest);
    }
}

#[test]
fn rates_that_leave_no_signal_are_refused() {
    let error = "truth:valid |> noise:backward(fp=1/2, fn=1/2)"
        .parse::<Scheme>()
        .unwrap_err();
    assert!(
        error.to_string().contains("add up to less than 1"),
        "{error}"
    );
    assert_eq!(0.5_f64.over(&0.0), None);
}

#[test]
fn every_scheme_has_a_card_with_every_heading() {
    const HEADINGS: [&str; 7] = [
        "Formula",
        "Source",
        "Our reading and deviations",
        "Needs",
        "Range",
        "Known exploits",
        "Worked example",
    ];
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for folder in ["signal", "transform", "credit", "function"] {
        for file in fs::read_dir(root.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            if !text.contains("SchemeInfo {") {
                continue;
            }
            let mut at = 0;
            for heading in HEADINGS {
                let found = text[at..].find(&format!("/// # {heading}\n"));
                assert!(
                    found.is_some(),
                    "{}: no `{heading}` in order",
                    path.display()
                );
                at += found.unwrap();
            }
        }
    }
}
