//! The metrics, transcribed once more from their definitions: dictionaries and quadratic loops instead of flat vectors.

use crate::mdp::{Rebuilt, Scalar as _};
use std::collections::BTreeMap;
use truestep_core::trajectory::Episode;
use truestep_rewards::metrics::{Identification, Metric};

/// One sampled step: estimate, exact, turn, state.
pub(crate) type Row = (f64, f64, usize, String);

/// The state's digest and the action of every step.
fn steps(episode: &Episode) -> impl Iterator<Item = (usize, String, &str)> {
    episode
        .transitions
        .iter()
        .enumerate()
        .map(|(t, transition)| {
            let state = episode.frame(t).digests.state.to_string();
            (t, state, transition.action.as_str())
        })
}

/// Every step with A recomputed from the rebuilt process.
pub(crate) fn rows(
    mdp: &Rebuilt,
    horizon: usize,
    episodes: &[Episode],
    credits: &[Vec<f64>],
) -> Vec<Row> {
    let values = mdp.values::<f64>(horizon);
    let place: BTreeMap<&str, usize> = (mdp
        .states
        .iter()
        .enumerate()
        .map(|(n, s)| (s.digest.as_str(), n)))
    .collect();
    let mut out = vec![];
    for (episode, credits) in episodes.iter().zip(credits) {
        for ((t, state, action), &e) in steps(episode).zip(credits) {
            let node = place[state.as_str()];
            let mut all = mdp.states[node].actions.iter();
            let taken = all.find(|a| a.text == action).unwrap();
            let left = horizon - t;
            let a = mdp.q(taken, &values[left - 1]) - values[left][node];
            out.push((e, a, t, state));
        }
    }
    out
}

fn rank(of: f64, all: &[f64]) -> f64 {
    let below = all.iter().filter(|x| **x < of).count() as f64;
    let equal = all.iter().filter(|x| (**x - of).abs() <= 0.0).count() as f64;
    below + (equal + 1.0) / 2.0
}

fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mx, my) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (a, b) in x.iter().zip(y) {
        xy += (a - mx) * (b - my);
        xx += (a - mx) * (a - mx);
        yy += (b - my) * (b - my);
    }
    if xx * yy > 0.0 {
        xy / (xx * yy).sqrt()
    } else {
        0.0
    }
}

/// The recomputed A is rounded to 1e-12, so that doubles do not break ties that are exact.
fn rounded(x: f64) -> f64 {
    (x * 1e12).round() / 1e12
}

fn is(found: Metric, expected: f64, what: &str) {
    let found = found
        .number()
        .unwrap_or_else(|| panic!("{what}: {found:?}"));
    assert!(
        (found - expected).abs() < 1e-9,
        "{what}: {found} is not {expected}"
    );
}

/// That `found` is within 1e-9 of what the definitions give for `rows`.
pub(crate) fn assert_identified(found: &Identification, rows: &[Row]) {
    let n = rows.len() as f64;
    let small = |a: f64| a.abs() < 1e-8;
    let square: f64 = rows.iter().map(|(e, a, ..)| (e - a).powf(2.0)).sum();
    is(found.rmse, (square / n).sqrt(), "rmse");

    let estimates: Vec<f64> = rows.iter().map(|r| r.0).collect();
    let exact: Vec<f64> = rows.iter().map(|r| rounded(r.1)).collect();
    let ranked = |all: &[f64]| all.iter().map(|x| rank(*x, all)).collect::<Vec<_>>();
    is(
        found.spearman,
        correlation(&ranked(&estimates), &ranked(&exact)),
        "spearman",
    );

    let large: Vec<&Row> = rows.iter().filter(|r| !small(r.1)).collect();
    let agree = large.iter().filter(|r| r.0 * r.1 > 0.0).count() as f64;
    assert_eq!(
        (found.sign_scored, found.sign_excluded),
        (large.len(), rows.len() - large.len())
    );
    is(
        found.sign_accuracy,
        agree / large.len() as f64,
        "sign accuracy",
    );

    let idle: Vec<f64> = rows
        .iter()
        .filter(|r| small(r.1))
        .map(|r| r.0.abs())
        .collect();
    let all: f64 = rows.iter().map(|r| r.0.abs()).sum();
    is(
        found.leakage,
        idle.iter().sum::<f64>() / (all + 1e-8),
        "leakage",
    );
    match idle.len() {
        0 => assert_eq!(found.leaked_mean.number(), None),
        k => is(
            found.leaked_mean,
            idle.iter().sum::<f64>() / k as f64,
            "leaked mean",
        ),
    }

    let mut by_key: BTreeMap<(usize, &str), Vec<f64>> = BTreeMap::new();
    let mut by_turn: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
    for (e, a, t, state) in rows {
        by_key.entry((*t, state)).or_default().push(e - a);
        by_turn.entry(*t).or_default().push((*e, *a));
    }
    let (mut centred, mut shared) = (0.0, 0usize);
    for residuals in by_key.values() {
        let mean = residuals.iter().sum::<f64>() / residuals.len() as f64;
        centred += residuals
            .iter()
            .map(|r| (r - mean) * (r - mean))
            .sum::<f64>();
        shared += if residuals.len() > 1 {
            residuals.len()
        } else {
            0
        };
    }
    // The original divides by all steps; a step that stands alone is no evidence of a small error.
    match shared {
        0 => assert_eq!(found.centred_rmse.number(), None),
        k => is(
            found.centred_rmse,
            (centred / k as f64).sqrt(),
            "centred rmse",
        ),
    }
    is(found.revisited, shared as f64 / n, "revisited");

    assert_eq!(found.turns.len(), by_turn.len());
    for (stats, (turn, pairs)) in found.turns.iter().zip(by_turn) {
        let k = pairs.len() as f64;
        let mean = pairs.iter().map(|p| p.0).sum::<f64>() / k;
        let square = pairs.iter().map(|p| p.0 * p.0).sum::<f64>() / k;
        assert_eq!((stats.turn, stats.steps), (turn, pairs.len()));
        is(
            stats.bias,
            mean - pairs.iter().map(|p| p.1).sum::<f64>() / k,
            "bias",
        );
        is(stats.variance, square - mean * mean, "variance");
    }
}

/// A gradient by (turn, state, action).
pub(crate) type Gradient = BTreeMap<(usize, String, String), f64>;

/// g* of the rebuilt process.
pub(crate) fn exact_gradient(mdp: &Rebuilt, horizon: usize) -> Gradient {
    let values = mdp.values::<f64>(horizon);
    let mut out = Gradient::new();
    for (t, visited) in mdp.visits(horizon).iter().enumerate() {
        for (node, state) in mdp
            .states
            .iter()
            .enumerate()
            .filter(|(n, _)| visited[*n] > 0.0)
        {
            let advantage = |i: usize| {
                mdp.q(&state.actions[i], &values[horizon - t - 1]) - values[horizon - t][node]
            };
            let pi = |i: usize| f64::of(&state.actions[i].probability);
            let all = 0..state.actions.len();
            let mean: f64 = all.clone().map(|i| pi(i) * advantage(i)).sum();
            for i in all {
                let key = (t, state.digest.clone(), state.actions[i].text.clone());
                out.insert(key, visited[node] * pi(i) * (advantage(i) - mean));
            }
        }
    }
    out
}

/// ĝ of a batch.
pub(crate) fn batch_gradient(
    mdp: &Rebuilt,
    episodes: &[Episode],
    credits: &[Vec<f64>],
) -> Gradient {
    let place: BTreeMap<&str, usize> = (mdp
        .states
        .iter()
        .enumerate()
        .map(|(n, s)| (s.digest.as_str(), n)))
    .collect();
    let mut out = Gradient::new();
    for (episode, credits) in episodes.iter().zip(credits) {
        for ((t, digest, taken), credit) in steps(episode).zip(credits) {
            for action in &mdp.states[place[digest.as_str()]].actions {
                let hit = f64::from(u8::from(action.text == taken));
                let push = credit * (hit - f64::of(&action.probability)) / episodes.len() as f64;
                *out.entry((t, digest.clone(), action.text.clone()))
                    .or_default() += push;
            }
        }
    }
    out
}

/// Cosine, relative error and variance of several ĝ beside g*.
pub(crate) fn aligned(batches: &[Gradient], exact: &Gradient) -> [f64; 3] {
    let mut keys: Vec<_> = batches
        .iter()
        .chain([exact])
        .flat_map(Gradient::keys)
        .collect();
    keys.sort();
    keys.dedup();
    let at = |g: &Gradient, key| g.get(key).copied().unwrap_or(0.0);
    let (mut dot, mut norm, mut target, mut away, mut spread) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for key in keys {
        let mean = batches.iter().map(|g| at(g, key)).sum::<f64>() / batches.len() as f64;
        let star = at(exact, key);
        dot += mean * star;
        norm += mean * mean;
        target += star * star;
        away += (mean - star) * (mean - star);
        spread += batches
            .iter()
            .map(|g| (at(g, key) - mean).powf(2.0))
            .sum::<f64>();
    }
    [
        dot / (norm * target).sqrt(),
        (away / target).sqrt(),
        spread / batches.len() as f64,
    ]
}
