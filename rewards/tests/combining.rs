//! Arithmetic of signals, conditions on steps, sums of credits, and schemes over batches of several groups.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "helpers of a test crate fail by panicking, and these figures are exact"
)]

mod support;

use num_bigint::BigInt;
use std::f64::consts::LN_2;
use support::{Spot, dead, episode, spot, walk};
use truestep_core::{
    rational::Exact,
    trajectory::{End, Episode},
};
use truestep_rewards::{
    Form, Scheme, Undefined, Value, number::Fraction, score, score_exact, value::Rows,
};

fn scheme(text: &str) -> Scheme {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
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
    let same = |(g, e): (&Vec<f64>, &&[f64])| {
        g.len() == e.len() && g.iter().zip(*e).all(|(g, e)| (g - e).abs() < 1e-9)
    };
    let all = got.len() == expected.len() && got.iter().zip(expected).all(same);
    assert!(all, "{got:?} is not {expected:?}");
}

/// Solved in three steps, the middle one rejected; sub-goals 2, 3, 3, 4 of 4, success 4/12, 6/12, 6/12, 12/12.
fn solved() -> Episode {
    let mut spots: Vec<Spot> = [2, 1, 1, 0].map(spot).to_vec();
    spots[2].rejected = true;
    episode(0, 0, &spots, End::Terminated)
}

#[test]
fn signals_are_added_multiplied_and_compared_step_by_step() {
    let e = [solved()];
    let gain = [2.0 / 12.0, 0.0, 0.5];
    close(&rewards("gain:success", &e), &[&gain]);
    close(
        &rewards("max(gain:success, 1/4)", &e),
        &[&[0.25, 0.25, 0.5]],
    );
    close(
        &rewards("min(gain:success, truth:valid, 1/4)", &e),
        &[&[gain[0], 0.0, 0.25]],
    );
    close(
        &rewards("product(gain:success, truth:valid, 2)", &e),
        &[&[gain[0] * 2.0, 0.0, 1.0]],
    );
    close(
        &rewards("difference(outcome, 1/10)", &e),
        &[&[-0.1, -0.1, 0.9]],
    );
    close(
        &rewards("sum(outcome, -1/2 * gain:success)", &e),
        &[&[-gain[0] / 2.0, 0.0, 0.75]],
    );
    close(
        &rewards("constant(value=2) |> discount(gamma=1/2)", &e),
        &[&[2.0, 1.0, 0.5]],
    );
    close(
        &rewards("constant |> to-go(gamma=1/2)", &e),
        &[&[1.75, 1.5, 1.0]],
    );
    close(
        &rewards("truth:success |> log", &e),
        &[&[-LN_2, -LN_2, 0.0]],
    );
}

#[test]
fn minus_infinity_has_its_place_in_arithmetic() {
    let e = [episode(0, 0, &[spot(1), dead(9)], End::Truncated)];
    let one = |text: &str| score(&e, &scheme(text)).unwrap().rewards[0][0];
    assert_eq!(one("truth:success |> log"), Value::MinusInfinity);
    assert_eq!(one("max(pica:ratio, -3)"), Value::Number(-3.0));
    assert_eq!(one("min(pica:ratio, -3)"), Value::MinusInfinity);
    assert_eq!(one("product(pica:ratio, 2)"), Value::MinusInfinity);
    for text in ["product(pica:ratio, 0)", "difference(1, pica:ratio)"] {
        assert_eq!(one(text), Value::Undefined(Undefined::Infinite), "{text}");
    }
    assert_eq!(
        one("constant(value=-1) |> log"),
        Value::Undefined(Undefined::NotFinite)
    );
    assert_eq!(
        one("gate(outcome, pica:ratio > -100, closed=7)"),
        Value::Number(7.0)
    );
}

#[test]
fn gates_ask_the_step_the_episode_or_a_signal() {
    let e = [solved(), walk(0, 1, &[2, 1])];
    let gated = |condition: &str| rewards(&format!("gate(1, {condition})"), &e);
    close(&gated("distance <= 1"), &[&[0.0, 1.0, 1.0], &[0.0]]);
    close(&gated("step == 2"), &[&[0.0, 1.0, 0.0], &[0.0]]);
    close(&gated("steps-left >= 7"), &[&[1.0, 1.0, 0.0], &[0.0]]);
    close(&gated("truth:valid >= 1"), &[&[1.0, 0.0, 1.0], &[1.0]]);
    close(&gated("truth:pivot >= 1"), &[&[0.0, 0.0, 1.0], &[0.0]]);
    close(
        &gated("outcome >= 1, truth:valid < 1"),
        &[&[0.0, 1.0, 0.0], &[0.0]],
    );
    close(
        &gated("gain:success |> to-go > 1/2"),
        &[&[1.0, 0.0, 0.0], &[0.0]],
    );
    let lost = [episode(0, 0, &[dead(8), dead(9)], End::Truncated)];
    assert_eq!(rewards("gate(1, distance > 1000)", &lost), [[1.0]]);
    assert_eq!(rewards("gate(1, distance <= 1000)", &lost), [[0.0]]);
}

#[test]
fn gates_see_no_more_than_their_conditions_need() {
    for (text, form) in [
        ("gate(gain:success, truth:pivot >= 1)", Form::Edge),
        ("gate(gain:success, distance <= 2)", Form::Edge),
        ("gate(gain:success, step <= 2)", Form::Memory),
        ("gate(gain:success, outcome >= 1)", Form::Trajectory),
        ("gate(gain:success, csr > 0)", Form::Group),
        ("max(gain:success, g-ra)", Form::Trajectory),
    ] {
        assert_eq!(scheme(text).form(), form, "{text}");
        let e = solved();
        let alone = scheme(text);
        let pricer = alone.per_step(e.provides(), "made/by-hand@1");
        assert_eq!(pricer.is_ok(), form <= Form::Memory, "{text}");
    }
    let e = solved();
    let text = "gate(gain:success, truth:valid >= 1, step >= 2)";
    let alone = scheme(text);
    let pricer = alone.per_step(e.provides(), "made/by-hand@1").unwrap();
    let mut memory = pricer.start(e.start.truth.as_ref().unwrap());
    let edges = truestep_rewards::edge::edges(&e);
    let one_by_one: Vec<Value<f64>> = edges.map(|edge| pricer.price(&mut memory, &edge)).collect();
    assert_eq!(plain(&vec![one_by_one]), rewards(text, &[e]));
}

#[test]
fn credits_add_up_with_factors_and_signals_of_their_own() {
    let batch = [walk(0, 0, &[1, 0]), walk(0, 1, &[2, 1])];
    close(
        &advantages("mix(rloo:verl, 1/2 * dr-grpo:verl)", &batch),
        &[&[1.25], &[-1.25]],
    );
    let own = "constant(value=0) |> mix(rloo:verl, -2 * outcome |> dr-grpo:verl)";
    close(&advantages(own, &batch), &[&[-1.0], &[1.0]]);
    close(&rewards(own, &batch), &[&[0.0], &[0.0]]);
    close(
        &advantages("mix(scale(by=3) |> dr-grpo:verl)", &batch),
        &[&[1.5], &[-1.5]],
    );
    let exact = score_exact(&batch, &scheme("mix(rloo:verl, 1/3 * dr-grpo:verl)")).unwrap();
    let seven_sixths = Fraction::new(BigInt::from(7), BigInt::from(6));
    assert_eq!(exact.advantages.unwrap()[0][0], Value::Number(seven_sixths));
}

#[test]
fn any_count_makes_strata() {
    // Success and failure without a rejected action, and with one.
    let mut rough: Vec<Spot> = [1, 1, 0].map(spot).to_vec();
    rough[1].rejected = true;
    let batch = [
        walk(0, 0, &[2, 1, 0]),
        walk(0, 1, &[2, 1, 2]),
        episode(0, 2, &rough, End::Terminated),
    ];
    let strata = |signal: &str| {
        let rows = advantages(
            &format!("stratified-grpo({signal}alpha=1, eps=1e-12)"),
            &batch,
        );
        rows.iter().map(|row| row[0].round()).collect::<Vec<f64>>()
    };
    assert_eq!(strata("truth:valid, "), [1.0, -1.0, 0.0]);
    assert_eq!(strata("action:kind(kind=go), "), [1.0, -1.0, 0.0]);
    assert_eq!(strata("action:kind, "), strata("constant, "));
    let refused = "stratified-grpo(csr)"
        .parse::<Scheme>()
        .unwrap_err()
        .to_string();
    assert!(refused.contains("which needs no group"), "{refused}");
}

#[test]
fn prime_is_whitened_over_the_batch_and_singletons_stay_out() {
    let batch = [
        walk(0, 0, &[1, 0]),
        walk(0, 1, &[2, 1]),
        walk(1, 2, &[3, 2, 1, 0]),
        walk(1, 3, &[2, 1, 0]),
        walk(2, 4, &[1, 0]),
    ];
    let scored = score(&batch, &scheme("truth:success |> prime")).unwrap();
    let rows = scored.advantages.unwrap();
    assert_eq!(rows[4], [Value::Undefined(Undefined::Singleton)]);
    let all: Vec<f64> = plain(&rows[..4].to_vec()).into_iter().flatten().collect();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let spread = all.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (all.len() - 1) as f64;
    assert!(
        mean.abs() < 1e-12 && (spread - 1.0).abs() < 1e-6,
        "{mean} {spread}"
    );
}

/// A rollout of `diagnostic/variable-horizon` under the uniform policy, told by the success probability after every step.
fn variable_horizon(rollout: u32, eighths: &[i128]) -> Episode {
    let solved = eighths.last() == Some(&8);
    let mut spots = vec![spot(3); eighths.len() + 1];
    if solved {
        spots[eighths.len()] = spot(0);
    }
    let mut e = episode(u64::from(rollout / 2), rollout, &spots, End::Terminated);
    for (transition, &n) in e.transitions.iter_mut().zip(eighths) {
        let truth = transition.after.truth.as_mut().unwrap();
        truth.success_probability = Some(Exact::new(n, 8));
    }
    e
}

/// PRIME's authors state 1.036, 1.219, 1.286 and 1.121 for a rollout of this world; a batch of two groups in which the formula of
/// `compute_rloo_advantage_return` and `masked_whiten` gives them, to a digit in the last place, is this one: it shows that the
/// batch is whitened whole. Independent cases are among the transcribed ones. `run diagnostic/variable-horizon --seed 750 --episodes 4 --group 2 --truth graph` records one.
#[test]
fn prime_gives_its_authors_numbers_over_a_batch_of_groups() {
    let batch = [
        variable_horizon(0, &[0]),
        variable_horizon(1, &[0]),
        variable_horizon(2, &[1, 2, 4, 0, 0]),
        variable_horizon(3, &[1, 2, 4, 8]),
    ];
    let last = advantages("truth:success |> prime", &batch).remove(3);
    let rounded: Vec<f64> = last.iter().map(|x| (x * 1e4).round() / 1e4).collect();
    assert_eq!(rounded, [1.0362, 1.2193, 1.2861, 1.1205]);
}

#[test]
fn the_batch_spread_of_flow_grpo_is_that_of_the_step() {
    let batch = [
        walk(0, 0, &[1, 0]),
        walk(0, 1, &[2, 1, 0]),
        walk(1, 2, &[3, 2, 1]),
        walk(1, 3, &[2, 1, 2]),
    ];
    let rows = advantages("truth:success |> flow-grpo(spread=batch)", &batch);
    // First steps end in 1, 1/2 | 1/3, 1/2; second ones in 1 | 1/2, 1/3.
    let spread = |xs: &[f64]| {
        let mean = xs.iter().sum::<f64>() / xs.len() as f64;
        (xs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / xs.len() as f64).sqrt() + 1e-4
    };
    let first = spread(&[1.0, 0.5, 1.0 / 3.0, 0.5]);
    let second = spread(&[1.0, 0.5, 1.0 / 3.0]);
    let twelfth = 1.0 / 12.0;
    close(
        &rows,
        &[
            &[0.25 / first],
            &[-0.25 / first, 0.0],
            &[-twelfth / first, twelfth / second],
            &[twelfth / first, -twelfth / second],
        ],
    );
}

#[test]
fn returns_stop_at_observations_in_the_older_reinforce_pp_only() {
    let batch = [walk(0, 0, &[2, 1, 0]), walk(0, 1, &[2, 1, 2])];
    let whole = advantages("reinforce-pp:verl-b178a3cd", &batch);
    close(
        &advantages("reinforce-pp:verl-0.9.1", &batch),
        &[&whole[0], &whole[1]],
    );
    let cut = advantages("reinforce-pp:verl-b178a3cd(observations=between)", &batch);
    assert!(cut[0][0] < 0.0 && cut[0][1] > 0.0, "{cut:?}");
}

#[test]
fn greedy_rollouts_are_baselines() {
    let batch = [
        walk(0, 0, &[2, 1]),
        walk(0, 1, &[2, 1, 0]),
        walk(1, 2, &[1, 0]),
    ];
    let scored = score(&batch, &scheme("remax:verl")).unwrap();
    let rows = scored.advantages.unwrap();
    close(&plain(&rows[..2].to_vec()), &[&[0.0], &[1.0, 1.0]]);
    assert_eq!(rows[2], [Value::Undefined(Undefined::NotScored)]);
    close(
        &advantages("remax:verl(greedy=1)", &batch[..2]),
        &[&[-1.0], &[0.0, 0.0]],
    );
}

#[test]
fn outcomes_flow_back_through_the_states_of_a_group() {
    let batch = [walk(0, 0, &[2, 1, 0]), walk(0, 1, &[2, 3])];
    let text = "rewardflow:gain(gamma=1/2)";
    close(&rewards(text, &batch), &[&[0.25, 0.5], &[-0.25]]);
    close(
        &advantages(&format!("{text} |> rewardflow"), &batch),
        &[&[1.0 / 3.0 + 0.25, 1.0 / 3.0], &[-2.0 / 3.0 - 0.25]],
    );
}

#[test]
fn gains_and_outcomes_are_paid_as_their_authors_do() {
    let e = [walk(0, 0, &[2, 1, 0])];
    close(&rewards("igpo:gain", &e), &[&[2.0 / 12.0, 1.0]]);
    close(&rewards("p2s(weight=1)", &e), &[&[0.5, 2.0]]);
    close(&rewards("crf", &e), &[&[0.0, 1.5]]);
    close(
        &rewards("rlvrr", &[solved()]),
        &[&[0.0, 0.0, 0.25 + 1.0 / 3.0]],
    );
    close(&rewards("paverl:exact", &e), &[&[0.0, 1.0]]);
    close(&rewards("vpr:q", &e), &[&[0.5, 1.0]]);
    let ends = [
        walk(0, 0, &[1, 0]),
        walk(0, 1, &[2, 1, 0]),
        walk(0, 2, &[1, 2]),
    ];
    close(
        &rewards("csr(weight=1)", &ends),
        &[&[1.5], &[0.0, 1.5], &[0.0]],
    );
}
