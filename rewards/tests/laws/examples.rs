//! Cases worked by hand.

use crate::support::{dead, episode, spot, walk};
use crate::{numbers, ratio, rewards, scheme};
use truestep_core::trajectory::End;
use truestep_rewards::{Value, score, score_exact};

#[test]
fn outcome_is_paid_once_at_the_end() {
    assert_eq!(
        numbers(&rewards("outcome", &walk(0, 0, &[3, 2, 1, 0]))),
        [0.0, 0.0, 1.0]
    );
    assert_eq!(numbers(&rewards("outcome", &walk(0, 0, &[3, 2]))), [0.0]);
}

#[test]
fn the_clipped_gain_is_farmed_by_a_loop_and_the_potential_is_not() {
    let looping = walk(0, 0, &[3, 2, 3, 2, 3, 2]);
    let total = |text| numbers(&rewards(text, &looping)).iter().sum::<f64>();
    assert_eq!(total("gain:clipped"), 3.0);
    assert!(total("shaping:distance(truncation=bootstrap)") < 0.1);
}

#[test]
fn shaping_of_the_card_example_is_met() {
    let e = [walk(0, 0, &[2, 1, 0])];
    let alone = score_exact(&e, &scheme("shaping:distance(base=none)")).unwrap();
    assert_eq!(
        alone.rewards[0],
        [ratio(9, 100), ratio(-9, 10)].map(Value::Number)
    );
    let summed = score_exact(&e, &scheme("sum(outcome, shaping:distance(base=none))")).unwrap();
    let on_top = score_exact(&e, &scheme("shaping:distance")).unwrap();
    assert_eq!(summed.rewards, on_top.rewards);
    assert_eq!(
        on_top.rewards[0],
        [ratio(9, 100), ratio(1, 10)].map(Value::Number)
    );
}

#[test]
fn a_gate_closes_on_failed_episodes_only() {
    let batch = [walk(0, 0, &[2, 1, 0]), walk(0, 1, &[2, 1])];
    let scored = score(
        &batch,
        &scheme("gate(shaping:subgoals(base=none), outcome >= 1)"),
    )
    .unwrap();
    assert_eq!(numbers(&scored.rewards[0]), [0.25, -0.75]);
    assert_eq!(numbers(&scored.rewards[1]), [0.0]);
}

#[test]
fn g_ra_masks_lower_levels_of_failed_episodes() {
    let mut spots = [spot(2), spot(1), spot(1), spot(0)];
    spots[2].rejected = true;
    let solved = episode(0, 0, &spots, End::Terminated);
    let third = 1.0 / 3.0;
    let got = numbers(&rewards("g-ra", &solved));
    for (g, e) in got.iter().zip([0.25 + third, 0.0, 1.0 + 0.25 + third]) {
        assert!((g - e).abs() < 1e-12, "{got:?}");
    }
    let failed = walk(0, 0, &[2, 1]);
    assert_eq!(numbers(&rewards("g-ra", &failed)), [0.0]);
    assert_eq!(numbers(&rewards("g-ra(gate=non-strict)", &failed)), [1.25]);
}

#[test]
fn survival_pays_until_the_fatal_step_and_not_for_it() {
    let e = episode(0, 0, &[spot(2), spot(1), dead(9), dead(9)], End::Truncated);
    let exact = score_exact(&[e], &scheme("pica:survival")).unwrap();
    assert_eq!(
        exact.rewards[0],
        [ratio(9, 20), ratio(-11, 20), ratio(9, 20)].map(Value::Number)
    );
}

#[test]
fn last_step_adds_or_overwrites() {
    let e = walk(0, 0, &[2, 1, 0]);
    let text = "shaping:subgoals(base=none, truncation=bootstrap) |> outcome-last";
    assert_eq!(numbers(&rewards(text, &e)), [0.25, 0.25]);
    let text = format!("{text}(last=overwrite)");
    assert_eq!(numbers(&rewards(&text, &e)), [0.25, 1.0]);
}

#[test]
fn the_hard_minimum_is_exact_and_soft_ones_approach_it() {
    let e = walk(0, 0, &[2, 1, 2, 1, 0]);
    let exact = score_exact(
        std::slice::from_ref(&e),
        &scheme("shaping:subgoals |> min-form(T=0)"),
    );
    let row = exact.unwrap().rewards.remove(0);
    let kept: Vec<_> = row.iter().filter(|v| **v != Value::zero()).collect();
    assert_eq!(kept, [&Value::Number(ratio(-1, 4))]);
    let soft: f64 = numbers(&rewards("shaping:subgoals |> min-form(T=0.01)", &e))
        .iter()
        .sum();
    assert!((soft + 0.25).abs() < 1e-6);
}
