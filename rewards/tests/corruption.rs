//! The errors `corrupt` makes: what it was asked for, no more, and the same for an episode wherever it stands.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "helpers of a test crate fail by panicking, and equal draws are equal bits"
)]

mod support;

use proptest::prelude::*;
use support::{Spot, episode, spot};
use truestep_core::trajectory::{End, Episode};
use truestep_rewards::{Scheme, SchemeError, Value, score, score_exact, transform::recalibrated};

/// Steps of a long episode, and how many of those there are: 40,000 draws in all.
const STEPS: usize = 400;
const EPISODES: u32 = 100;

fn scheme(text: &str) -> Scheme {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// Episodes over states that are all alike but for their number.
fn long(rollouts: u32) -> Vec<Episode> {
    let make = |rollout| {
        let spots: Vec<Spot> = (0..=STEPS as u64)
            .map(|id| Spot { id, ..spot(3) })
            .collect();
        episode(0, rollout, &spots, End::Truncated)
    };
    (0..rollouts).map(make).collect()
}

fn rows(text: &str, batch: &[Episode]) -> Vec<Vec<f64>> {
    let rewards = score(batch, &scheme(text)).unwrap().rewards;
    let row = |row: &Vec<Value<f64>>| row.iter().map(|v| *v.number().unwrap()).collect();
    rewards.iter().map(row).collect()
}

fn mean(of: impl Iterator<Item = f64> + Clone) -> f64 {
    of.clone().sum::<f64>() / of.count() as f64
}

#[test]
fn flips_come_at_their_rates() {
    // 40,000 coins: standard deviation of the share 0.0015 and 0.0023; five of them.
    let all = rows(
        "truth:valid |> scale(by=0) |> corrupt(fp=1/10, fn=1/2)",
        &long(EPISODES),
    )
    .concat();
    assert!((mean(all.iter().copied()) - 0.1).abs() < 0.0075);
    let all = rows("truth:valid |> corrupt(fp=1/10, fn=3/10)", &long(EPISODES)).concat();
    assert!((mean(all.iter().copied()) - 0.7).abs() < 0.0115);
    let all = rows("truth:valid |> corrupt(fp=1, fn=1)", &long(1)).concat();
    assert!(all.iter().all(|x| *x == 0.0));
}

#[test]
fn noise_has_the_size_the_shape_and_the_correlation_asked_for() {
    for (shape, rho, expected, largest) in [
        ("gaussian", "0", 0.0, f64::INFINITY),
        ("gaussian", "4/5", 0.8, f64::INFINITY),
        ("uniform", "0", 0.0, 3.0_f64.sqrt() / 4.0),
        // (6/pi) asin(0.4)
        ("uniform", "4/5", 0.785_939, 3.0_f64.sqrt() / 4.0),
    ] {
        let text = format!("truth:valid |> corrupt(noise=1/4, bias=-1, shape={shape}, rho={rho})");
        let rows = rows(&text, &long(EPISODES));
        let all = rows.concat();
        // With rho 4/5 the 40,000 draws tell the mean as well as 4,400 independent ones and the variance as well as 8,800:
        // standard deviations 0.0038 and 0.015 of the variance; four of them at least.
        assert!(mean(all.iter().copied()).abs() < 0.02, "{text}");
        let variance = mean(all.iter().map(|x| x * x));
        assert!((variance * 16.0 - 1.0).abs() < 0.06, "{text}: {variance}");
        let pairs = rows.iter().flat_map(|row| row.windows(2));
        let covariance = mean(pairs.map(|pair| pair[0] * pair[1]));
        assert!((covariance / variance - expected).abs() < 0.03, "{text}");
        assert!(all.iter().all(|x| x.abs() <= largest + 1e-12), "{text}");
    }
}

#[test]
fn gaussian_noise_is_gaussian_and_uniform_noise_uniform() {
    let share = |shape: &str, below: f64| {
        let text = format!("truth:valid |> corrupt(noise=1, bias=-1, shape={shape})");
        let all = rows(&text, &long(EPISODES)).concat();
        mean(all.iter().map(|x| f64::from(u8::from(*x < below))))
    };
    // Standard deviation of a share 0.0025 at most; five of them.
    for (shape, below, expected) in [
        ("gaussian", -1.0, 0.158_655),
        ("gaussian", 0.5, 0.691_462),
        ("gaussian", 2.0, 0.977_250),
        ("uniform", -0.866_025, 0.25),
        ("uniform", 0.0, 0.5),
        ("uniform", 1.299_038, 0.875),
    ] {
        assert!(
            (share(shape, below) - expected).abs() < 0.0125,
            "{shape} {below}"
        );
    }
}

#[test]
fn calibration_moves_the_log_odds() {
    let close = |x: Option<f64>, y: f64| assert!((x.unwrap() - y).abs() < 1e-12, "{x:?} {y}");
    close(recalibrated(0.75, 2.0, 0.0), 0.9);
    close(recalibrated(0.5, 3.0, 3.0_f64.ln_1p()), 0.8);
    assert_eq!(recalibrated(0.0, 2.0, 1.0), Some(0.0));
    assert_eq!(recalibrated(1.0, 2.0, -1.0), Some(1.0));
    assert_eq!(recalibrated(1.5, 2.0, 1.0), None);
    let batch = long(1);
    // Success probability 1/4 everywhere: odds 1/3 squared are 1/9.
    let found = rows("truth:success |> corrupt(slope=2)", &batch);
    assert!(found[0].iter().all(|x| (x - 0.1).abs() < 1e-12));
    let outside = score(
        &batch,
        &scheme("truth:valid |> scale(by=2) |> corrupt(slope=2)"),
    );
    assert_eq!(outside.unwrap().rewards[0][0].number(), None);
}

#[test]
fn errors_by_edge_belong_to_the_transition() {
    let walk = |rollout: u32, ids: &[u64]| {
        let spots: Vec<Spot> = ids.iter().map(|&id| Spot { id, ..spot(3) }).collect();
        episode(0, rollout, &spots, End::Truncated)
    };
    let batch = [walk(0, &[1, 2, 1, 2, 3]), walk(1, &[3, 1, 2])];
    for text in [
        "corrupt(noise=1, by=edge)",
        "corrupt(noise=1, shape=uniform, by=edge)",
    ] {
        let found = rows(&format!("truth:valid |> {text}"), &batch);
        assert_eq!(found[0][0], found[0][2], "1 to 2 again");
        assert_eq!(found[0][0], found[1][1], "1 to 2 in another rollout");
        assert_ne!(found[0][0], found[0][1], "2 to 1");
        let mut elsewhere = batch.clone();
        elsewhere[0].task.seed.0 += 1;
        assert_ne!(
            rows(&format!("truth:valid |> {text}"), &elsewhere)[0][0],
            found[0][0]
        );
    }
    let by_step = rows("truth:valid |> corrupt(noise=1)", &batch);
    assert_ne!(by_step[0][0], by_step[0][2]);
    let refused = "truth:valid |> corrupt(noise=1, rho=1/2, by=edge)".parse::<Scheme>();
    assert!(matches!(refused, Err(SchemeError::BadParameter { .. })));
}

#[test]
fn value_stability_of_errors() {
    let found = rows(
        "truth:valid |> corrupt(noise=1, fp=1/2, fn=1/2, seed=7)",
        &long(1),
    );
    let shown: Vec<String> = found[0][..4].iter().map(|x| format!("{x:.12}")).collect();
    assert_eq!(
        shown,
        [
            "3.181997208584",
            "1.339037540439",
            "2.435675233139",
            "1.178392997134"
        ]
    );
}

#[test]
fn a_corrupted_composition_reads_and_prints_back() {
    for text in [
        "truth:success |> corrupt(noise=0.1) |> min-form(T=0.1)",
        "hazard:survival |> corrupt(fp=0.1, fn=0.2) |> pica:paper",
        "truth:shortest |> corrupt(fp=1/4, by=edge) |> min-form(T=0)",
    ] {
        let scheme = scheme(text);
        assert_eq!(scheme.to_string(), text);
        assert!(score(&long(2), &scheme).unwrap().rewards[0].len() == STEPS);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_corruption_is_the_identity(twelfths in proptest::collection::vec(0i128..=12, 2..9), seed in 0u64..99) {
        let spots: Vec<Spot> = twelfths.iter().map(|&twelfths| Spot { twelfths, ..spot(1) }).collect();
        let batch = [episode(0, 0, &spots, End::Terminated)];
        let plain = scheme("truth:success");
        for text in [format!("corrupt(seed={seed})"), format!("corrupt(seed={seed}, rho=1/2, shape=uniform, by=step)")] {
            let none = scheme(&format!("truth:success |> {text}"));
            prop_assert_eq!(score(&batch, &none).unwrap().rewards, score(&batch, &plain).unwrap().rewards);
            prop_assert_eq!(score_exact(&batch, &none).unwrap().rewards, score_exact(&batch, &plain).unwrap().rewards);
        }
    }

    #[test]
    fn an_episode_has_the_same_errors_wherever_it_stands(turn in 0usize..6, seed in 0u64..99) {
        let batch = long(6);
        let mut turned = batch.clone();
        turned.rotate_left(turn);
        for by in ["step", "edge"] {
            let text = format!("truth:success |> corrupt(fp=1/3, noise=1/2, seed={seed}, by={by})");
            let mut found = rows(&text, &batch);
            found.rotate_left(turn);
            prop_assert_eq!(&found, &rows(&text, &turned));
            prop_assert_eq!(&found[0], &rows(&text, &turned[..1])[0], "alone");
        }
    }

    #[test]
    fn one_kind_of_error_leaves_the_draws_of_the_others(noise in 1u32..9) {
        let batch = long(2);
        let with = rows(&format!("truth:valid |> corrupt(fn=1/2, noise={noise}/8)"), &batch).concat();
        let flips = rows("truth:valid |> corrupt(fn=1/2)", &batch).concat();
        let noise = rows(&format!("truth:valid |> corrupt(noise={noise}/8)"), &batch).concat();
        for ((with, flip), noise) in with.iter().zip(flips).zip(noise) {
            prop_assert!((with - (flip + noise - 1.0)).abs() < 1e-12);
        }
    }

    #[test]
    fn flips_and_bias_are_exact_and_equal_their_doubles(seed in 0u64..99) {
        let s = scheme(&format!("truth:success |> corrupt(fp=1/2, bias=1/4, seed={seed})"));
        let batch = long(1);
        let exact = score_exact(&batch, &s).unwrap().rewards;
        let float = score(&batch, &s).unwrap().rewards;
        for (x, f) in exact[0].iter().zip(&float[0]) {
            prop_assert_eq!(&x.to_f64(), f);
        }
        prop_assert!(!scheme("truth:success |> corrupt(noise=1)").is_exact());
    }
}
