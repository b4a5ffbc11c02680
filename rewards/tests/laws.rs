//! Laws of the schemes, held with `==` in exact rationals where they are ring schemes.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "helpers of a test crate fail by panicking, and these figures are exact"
)]

mod support;

use num_bigint::BigInt;
use proptest::prelude::*;
use support::{Spot, dead, episode, spot, walk};
use truestep_core::trajectory::{End, Episode};
use truestep_rewards::{
    Form, Scheme, SchemeError, Undefined, Value,
    edge::edges,
    number::{Fraction, Scalar},
    registry::{Build, schemes},
    score, score_exact, score_many,
    signal::survival_ratios,
    value::discounted,
};

fn scheme(text: &str) -> Scheme {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

fn ratio(n: i64, d: i64) -> Fraction {
    Fraction::new(BigInt::from(n), BigInt::from(d))
}

fn rewards(text: &str, episode: &Episode) -> Vec<Value<f64>> {
    score(std::slice::from_ref(episode), &scheme(text))
        .unwrap()
        .rewards
        .remove(0)
}

fn numbers(row: &[Value<f64>]) -> Vec<f64> {
    row.iter().map(|v| *v.number().unwrap()).collect()
}

fn spots() -> impl Strategy<Value = Vec<Spot>> {
    let one = (
        0u64..6,
        proptest::option::of(1u32..90),
        0usize..=4,
        0i128..=12,
        any::<bool>(),
    );
    let one = one.prop_map(|(id, distance, done, twelfths, rejected)| Spot {
        id,
        distance,
        done,
        twelfths: if distance.is_none() { 0 } else { twelfths },
        rejected,
    });
    proptest::collection::vec(one, 1..12)
}

fn ends() -> impl Strategy<Value = End> {
    prop_oneof![
        Just(End::Terminated),
        Just(End::Truncated),
        Just(End::Aborted)
    ]
}

fn needs_brackets(name: &str) -> bool {
    ["sum", "gate", "dpa"].contains(&name) || name.starts_with("ensemble:")
}

/// Every scheme that prices trajectories and needs no brackets, as a pipeline of its own.
fn standing_alone() -> impl Iterator<Item = &'static str> {
    schemes()
        .filter(|e| !matches!(e.build, Build::Function(_)))
        .map(|e| e.info.name)
        .filter(|name| !needs_brackets(name))
}

proptest! {
    #[test]
    fn shaping_telescopes_to_minus_the_first_potential(spots in spots(), end in ends(), n in 0i64..=20) {
        let gamma = ratio(n, 20);
        let e = episode(0, 0, &spots, end);
        for name in ["distance", "subgoals", "success"] {
            let text = format!("shaping:{name}(base=none, gamma={n}/20)");
            let scored = score_exact(std::slice::from_ref(&e), &scheme(&text)).unwrap();
            let phi = match (name, &spots[0]) {
                ("distance", Spot { distance: Some(d), .. }) => ratio(9, 10).power(*d),
                ("distance", _) => ratio(0, 1),
                ("subgoals", s) => ratio(s.done as i64, 4),
                (_, s) => ratio(s.twelfths as i64, 12),
            };
            let expected = if e.steps() == 0 { ratio(0, 1) } else { -phi };
            prop_assert_eq!(discounted(&scored.rewards[0], &gamma), Value::Number(expected), "{}", text);
        }
    }

    #[test]
    fn bootstrapped_shaping_keeps_the_last_potential(spots in spots()) {
        prop_assume!(spots.len() > 1);
        let e = episode(0, 0, &spots, End::Truncated);
        let s = scheme("shaping:subgoals(base=none, truncation=bootstrap)");
        let scored = score_exact(std::slice::from_ref(&e), &s).unwrap();
        let first = ratio(spots[0].done as i64, 4);
        let last = ratio(spots[spots.len() - 1].done as i64, 4);
        prop_assert_eq!(discounted(&scored.rewards[0], &ratio(1, 1)), Value::Number(last - first));
    }

    #[test]
    fn survival_ratios_multiply_to_last_over_first(spots in spots()) {
        // A probability that fell to 0 stays there in a world without free-form actions.
        let mut spots = spots;
        if let Some(at) = spots.iter().position(|s| s.twelfths == 0) {
            spots[at..].iter_mut().for_each(|s| s.twelfths = 0);
        }
        prop_assume!(spots[0].twelfths > 0);
        let e = episode(0, 0, &spots, End::Truncated);
        let product = survival_ratios::<Fraction>(&e)
            .into_iter()
            .fold(Value::Number(ratio(1, 1)), |p, r| p.join(r, |a, b| a * b));
        let last = spots[spots.len() - 1].twelfths as i64;
        prop_assert_eq!(product, Value::Number(ratio(last, spots[0].twelfths as i64)));
    }

    #[test]
    fn leave_one_out_and_centred_advantages_sum_to_zero_exactly(all in proptest::collection::vec(spots(), 2..6)) {
        let group: Vec<Episode> = all.iter().enumerate()
            .map(|(i, s)| episode(0, i as u32, s, End::Terminated)).collect();
        for credit in ["rloo:verl", "dr-grpo:verl", "rloo:trl", "grpo:trl(scale=none)"] {
            let text = format!("shaping:subgoals |> {credit}");
            let scored = score_exact(&group, &scheme(&text)).unwrap();
            let advantages = scored.advantages.unwrap();
            // An episode without steps has a return but no step to put its advantage on.
            prop_assume!(advantages.iter().all(|row| !row.is_empty()));
            let total = advantages.iter().map(|row| row[0].clone())
                .fold(Value::zero(), Value::plus);
            prop_assert_eq!(total, Value::Number(ratio(0, 1)), "{}", credit);
        }
    }

    #[test]
    fn permuting_a_batch_permutes_its_results(all in proptest::collection::vec((0u64..3, spots(), ends()), 1..7), turn in 0usize..7) {
        let batch: Vec<Episode> = all.iter().enumerate()
            .map(|(i, (g, s, end))| episode(*g, i as u32, s, *end)).collect();
        let turn = turn % batch.len();
        let mut turned = batch.clone();
        turned.rotate_left(turn);
        for name in standing_alone() {
            let s = scheme(name);
            if s.is_exact() {
                let (a, b) = (score_exact(&batch, &s).unwrap(), score_exact(&turned, &s).unwrap());
                let (mut rewards, mut advantages) = (a.rewards, a.advantages);
                rewards.rotate_left(turn);
                if let Some(rows) = &mut advantages { rows.rotate_left(turn); }
                prop_assert_eq!((rewards, advantages), (b.rewards, b.advantages), "{}", name);
            }
        }
    }

    #[test]
    fn every_scheme_gives_one_defined_or_undefined_value_per_step(all in proptest::collection::vec((0u64..3, spots(), ends()), 0..5)) {
        let batch: Vec<Episode> = all.iter().enumerate()
            .map(|(i, (g, s, end))| episode(*g, i as u32, s, *end)).collect();
        let all: Vec<Scheme> = standing_alone().map(scheme).collect();
        let many = score_many(&batch, &all).unwrap();
        for (scored, one) in many.iter().zip(&all) {
            prop_assert_eq!(scored, &score(&batch, one).unwrap());
            for rows in [Some(&scored.rewards), scored.advantages.as_ref()].into_iter().flatten() {
                prop_assert_eq!(rows.len(), batch.len());
                for (row, e) in rows.iter().zip(&batch) {
                    prop_assert_eq!(row.len(), e.steps());
                    prop_assert!(row.iter().all(|v| v.number().is_none_or(|x| x.is_finite())));
                }
            }
        }
    }

    #[test]
    fn doubles_and_fractions_agree(spots in spots(), end in ends()) {
        let batch = [episode(0, 0, &spots, end), episode(0, 1, &spots[..1], end)];
        for name in standing_alone() {
            let s = scheme(name);
            if !s.is_exact() { continue; }
            let (float, exact) = (score(&batch, &s).unwrap(), score_exact(&batch, &s).unwrap());
            for (f, x) in float.rewards[0].iter().zip(&exact.rewards[0]) {
                match (f.number(), x.number()) {
                    (Some(f), Some(x)) => prop_assert!((f - x.to_f64()).abs() < 1e-9, "{}: {} {}", name, f, x),
                    _ => prop_assert_eq!(*f, x.to_f64(), "{}", name),
                }
            }
        }
    }

    #[test]
    fn single_edges_price_as_whole_episodes_do(spots in spots(), end in ends()) {
        let e = episode(0, 0, &spots, end);
        for name in standing_alone() {
            let s = scheme(name);
            let Ok(pricer) = s.per_step(e.provides(), "made/by-hand@1") else { continue };
            prop_assert!(s.form() <= Form::Memory, "{}", name);
            let mut memory = pricer.start(e.start.truth.as_ref().unwrap());
            let alone: Vec<Value<f64>> = edges(&e).map(|edge| pricer.price(&mut memory, &edge)).collect();
            prop_assert_eq!(&alone, &rewards(name, &e), "{}", name);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[a-z:|>(),=0-9./ -]{0,40}") {
        if let Ok(s) = text.parse::<Scheme>() {
            let again: Scheme = s.to_string().parse().unwrap();
            prop_assert_eq!(s.to_string(), again.to_string());
        }
    }
}

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
fn a_ratio_is_minus_infinity_once_and_refused_by_comparisons() {
    let lost = episode(0, 0, &[spot(1), dead(9), dead(9)], End::Truncated);
    assert_eq!(
        rewards("pica:ratio", &lost),
        [Value::MinusInfinity, Value::Number(0.0)]
    );
    let batch = [lost, walk(0, 1, &[1, 0])];
    let compared = score(&batch, &scheme("pica:ratio |> grpo:verl")).unwrap();
    let refused = Value::Undefined(Undefined::Infinite);
    assert_eq!(
        compared.advantages.unwrap(),
        [vec![refused; 2], vec![refused]]
    );
    let clipped = score(
        &batch,
        &scheme("pica:ratio |> clip(low=-5) |> dr-grpo:verl"),
    )
    .unwrap();
    assert!(clipped.advantages.unwrap()[0][0].number().is_some());
}

#[test]
fn singletons_follow_each_implementation() {
    let one = [walk(0, 0, &[1, 0])];
    let advantage = |text: &str| {
        let row = score(&one, &scheme(text)).unwrap().advantages.unwrap();
        *row[0][0].number().unwrap()
    };
    assert!((advantage("grpo:verl") - 1.0 / 1.000001).abs() < 1e-15);
    assert_eq!(advantage("dr-grpo:verl"), 1.0);
    assert_eq!(advantage("rloo:verl"), 1.0);
    assert_eq!(advantage("grpo:trl"), 0.0);
    assert_eq!(advantage("rloo:trl"), 0.0);
}

#[test]
fn equal_returns_have_no_advantage_and_no_episodes_have_none() {
    let equal: Vec<Episode> = (0..3).map(|i| walk(0, i, &[2, 1, 0])).collect();
    for credit in [
        "grpo:verl",
        "dr-grpo:verl",
        "grpo:trl",
        "rloo:verl",
        "rloo:trl",
    ] {
        // 1/10 is no double, so a mean of equal returns is off by a rounding that must not show.
        let s = scheme(&format!("outcome |> scale(by=1/10) |> {credit}"));
        let advantages = score(&equal, &s).unwrap().advantages.unwrap();
        assert!(
            advantages
                .iter()
                .flatten()
                .all(|v| *v == Value::Number(0.0)),
            "{credit}"
        );
        assert_eq!(score(&[], &s).unwrap().advantages.unwrap().len(), 0);
    }
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

#[test]
fn episodes_without_truth_are_refused_by_every_signal() {
    let mut e = walk(0, 0, &[1, 0]);
    e.start.truth = None;
    let batch = [e];
    for name in standing_alone() {
        let refused = matches!(
            score(&batch, &scheme(name)),
            Err(SchemeError::MissingChannel { .. })
        );
        assert!(refused, "{name}");
    }
}

#[test]
fn names_are_unique_and_every_default_is_admitted() {
    let names: Vec<&str> = schemes().map(|e| e.info.name).collect();
    for (i, name) in names.iter().enumerate() {
        assert!(!names[..i].contains(name), "{name} twice");
    }
    for entry in schemes().filter(|e| !matches!(e.build, Build::Function(_))) {
        let name = entry.info.name;
        for p in entry.info.all_parameters() {
            let inside = match name {
                "gate" => "outcome, outcome >= 1, ",
                "dpa" => "outcome, outcome, ",
                name if needs_brackets(name) => "outcome, ",
                _ => "",
            };
            scheme(&format!("{name}({inside}{}={})", p.name, p.default));
        }
    }
}
