//! Scores held against the truth: by hand, and against slow transcriptions of the definitions.
#![allow(
    clippy::unwrap_used,
    clippy::float_cmp,
    reason = "helpers of a test crate fail by panicking, and these figures are exact"
)]

mod support;

use proptest::prelude::*;
use support::{dead, episode, spot, walk};
use truestep_core::trajectory::{End, Episode};
use truestep_rewards::prm::{
    Aggregation, Measured, PrmOptions, PrmReport, PrmUndefined, ScoreError, evaluate, read_scores,
};

/// Rollouts of one task: solved without an error, lost at step 1, lost at step 0.
fn three() -> [Episode; 3] {
    let lost = |rollout, spots: &[support::Spot]| episode(0, rollout, spots, End::Terminated);
    [
        walk(0, 0, &[3, 2, 1, 0]),
        lost(1, &[spot(3), spot(2), dead(9), dead(9)]),
        lost(2, &[spot(3), dead(9)]),
    ]
}

fn report(episodes: &[Episode], scores: &[Vec<f64>]) -> PrmReport {
    evaluate(episodes, scores, &PrmOptions::default()).unwrap()
}

#[test]
fn a_case_worked_by_hand() {
    let scores = vec![vec![0.9, 0.8, 0.6], vec![0.7, 0.2, 0.9], vec![0.6]];
    let found = report(&three(), &scores);
    assert_eq!((found.right_steps, found.wrong_steps), (4, 3));
    // Step 1 of the second is found, step 0 of the third is not (0.6 is not below 1/2); the first passes.
    let f = found.first_error;
    assert_eq!((f.erroneous.hits, f.erroneous.of), (1, 2));
    assert_eq!((f.correct.hits, f.correct.of), (1, 1));
    assert_eq!(f.f1, Measured::Number(2.0 * 0.5 / 1.5));
    // Above 0.6 the third is found as well, but the first, which ends on 0.6, no longer passes: F1 = 0. At 0.6 and below
    // down to above 0.2, F1 stays; 0.6 is the lowest score at which it does.
    assert_eq!(found.best_threshold.threshold, 0.6);
    assert_eq!(found.best_threshold.f1, f.f1);
    // Right: 0.9 0.8 0.6 0.7; wrong: 0.2 0.9 0.6. Wins 2.5 + 2 + 1.5 + 2 of 12.
    assert_eq!(found.auroc, Measured::Number(8.0 / 12.0));
    let brier = [0.01, 0.04, 0.16, 0.09, 0.04, 0.81, 0.36]
        .iter()
        .sum::<f64>()
        / 7.0;
    assert!((found.brier.number().unwrap() - brier).abs() < 1e-15);
    // Bins of 1/10: 0.2 | 0.6 0.6 | 0.7 | 0.8 | 0.9 0.9; linspace puts 0.6 into the bin [0.6, 0.7) or the one below alike.
    let ece = (0.2 + (0.6_f64 * 2.0 - 1.0).abs() + 0.3 + 0.2 + 0.8) / 7.0;
    assert!(
        (found.ece.number().unwrap() - ece).abs() < 1e-12,
        "{:?}",
        found.ece
    );
}

#[test]
fn picking_by_scores_is_averaged_over_ties() {
    // Two groups: outcomes 1, 0, 0 and 0, 1.
    let mut all = three().to_vec();
    all.push(episode(1, 0, &[spot(2), dead(9)], End::Terminated));
    all.push(walk(1, 1, &[1, 0]));
    let scores = vec![
        vec![0.5, 0.9, 0.4],
        vec![0.4, 1.0, 0.5],
        vec![0.3],
        vec![0.9],
        vec![0.8],
    ];
    let found = report(&all, &scores);
    let by = |a| found.best_of.iter().find(|b| b.by == a).unwrap();
    // Lowest scores 0.4, 0.4, 0.3: a tie between outcomes 1 and 0; in the second group the wrong one.
    let min = by(Aggregation::Min);
    assert_eq!((min.groups, min.picked), (2, Measured::Number(0.25)));
    assert_eq!(min.regret, Measured::Number(0.75));
    assert!((min.blind.number().unwrap() - (1.0 / 3.0 + 0.5) / 2.0).abs() < 1e-15);
    assert_eq!(min.best, Measured::Number(1.0));
    assert_eq!(by(Aggregation::Last).picked, Measured::Number(0.0));
    // 0.18, 0.2, 0.3: the shortest wins by product.
    assert_eq!(by(Aggregation::Product).picked, Measured::Number(0.0));
    // Means 0.6, 0.6333, 0.3.
    assert_eq!(by(Aggregation::Mean).picked, Measured::Number(0.0));
}

#[test]
fn the_truth_as_scores_is_perfect() {
    let all = three();
    let rule = PrmOptions::default().rule;
    let label = |e: &Episode| rule.labels(e).unwrap().into_iter();
    let scores: Vec<Vec<f64>> = all
        .iter()
        .map(|e| label(e).map(|ok| f64::from(u8::from(ok))).collect())
        .collect();
    let found = report(&all, &scores);
    let one = Measured::Number(1.0);
    assert_eq!((found.first_error.f1, found.auroc), (one, one));
    let nought = Measured::Number(0.0);
    assert_eq!((found.ece, found.brier), (nought, nought));
    assert!(found.best_of.iter().all(|b| b.regret == nought));
}

#[test]
fn what_cannot_be_said_is_typed() {
    let solved = [walk(0, 0, &[2, 1, 0])];
    let found = report(&solved, &[vec![0.5, 2.0]]);
    let undefined = |why| Measured::Undefined(why);
    assert_eq!(found.auroc, undefined(PrmUndefined::NothingWrong));
    assert_eq!(found.first_error.f1, undefined(PrmUndefined::NothingWrong));
    assert_eq!(found.ece, undefined(PrmUndefined::NoProbabilities));
    assert_eq!(found.brier, undefined(PrmUndefined::NoProbabilities));
    assert_eq!(found.best_of[0].picked, undefined(PrmUndefined::NoGroups));
    let lost = [episode(0, 0, &[spot(1), dead(9)], End::Terminated)];
    assert_eq!(
        report(&lost, &[vec![0.5]]).auroc,
        undefined(PrmUndefined::NothingRight)
    );
    assert_eq!(report(&[], &[]).auroc, undefined(PrmUndefined::Nothing));
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["auroc"]["value"], serde_json::Value::Null);
    assert_eq!(json["auroc"]["undefined"], "nothing wrong to compare with");
    let product = report(&three(), &[vec![-1.0; 3], vec![0.5; 3], vec![0.5]]).best_of[3];
    assert_eq!(product.picked, undefined(PrmUndefined::NegativeScores));
}

#[test]
fn steps_after_the_first_error_can_be_left_out() {
    let options = PrmOptions {
        until_error: true,
        ..PrmOptions::default()
    };
    let scores = vec![vec![0.9; 3], vec![0.9, 0.1, 0.9], vec![0.2]];
    let found = evaluate(&three(), &scores, &options).unwrap();
    assert_eq!((found.right_steps, found.wrong_steps), (4, 2));
    assert_eq!(found.auroc, Measured::Number(1.0));
}

#[test]
fn scores_that_do_not_fit_say_where() {
    let all = three();
    let told = |text: &str| read_scores(text, &all).unwrap_err().to_string();
    let first = "[0.9, 0.8, 0.6]\n";
    for (text, expected) in [
        (format!("{first}[0.1, NaN, 0.2]\n[1]\n"), "line 2: not JSON"),
        (
            format!("{first}[0.1, null, 0.2]\n[1]\n"),
            "line 2: score 1 is null",
        ),
        (
            format!("{first}[0.1, 1e999, 0.2]\n[1]\n"),
            "line 2: not JSON: a number is larger than any double",
        ),
        (
            format!("{first}\"a\"\n"),
            "line 2: expected one number per step",
        ),
        (
            format!("{first}{{\"episode\": 1, \"scores\": [1, 1, 1]}}\n"),
            "the same form on every line",
        ),
        (first.to_owned(), "episode 1 has no scores: 1 of 3"),
        (
            format!("{first}[0.1]\n[0.1]\n"),
            "episode 1 has 3 steps and 1 scores",
        ),
        (
            format!("{first}{first}[1]\n[1]\n"),
            "line 4: there is no episode 3",
        ),
        (
            "{\"episode\": 0, \"scores\": [1, 1, 1]}\n".repeat(2),
            "line 2: episode 0 is scored a second time",
        ),
        (
            "{\"episode\": 0}\n".to_owned(),
            "line 1: expected one number per step",
        ),
    ] {
        let told = told(&text);
        assert!(told.contains(expected), "{text}: {told}");
    }
    let wrong = evaluate(
        &all,
        &[vec![f64::NAN; 3], vec![0.1; 3], vec![1.0]],
        &PrmOptions::default(),
    );
    assert!(
        wrong
            .unwrap_err()
            .to_string()
            .contains("score 0 of episode 0 is not finite")
    );
    assert!(matches!(
        read_scores("", &all),
        Err(ScoreError::Missing { .. })
    ));
}

#[test]
fn objects_name_their_episodes_in_any_order() {
    let all = three();
    let lists = read_scores("[1, 2, 3]\n\n[4, 5, 6]\n[7]\n", &all).unwrap();
    let named = "{\"episode\": 2, \"scores\": [7]}\n{\"episode\": 0, \"scores\": [1, 2, 3]}\n{\"episode\": 1, \"scores\": [4, 5, 6]}";
    assert_eq!(read_scores(named, &all).unwrap(), lists);
}

/// The verdicts of a threshold, read off the definition.
fn slow_f1(labels: &[Vec<bool>], scores: &[Vec<f64>], threshold: f64) -> Option<f64> {
    let named = |row: &Vec<f64>| row.iter().position(|s| *s < threshold);
    let share = |erroneous: bool| {
        let of: Vec<bool> = labels
            .iter()
            .zip(scores)
            .map(|(l, s)| (l.iter().position(|ok| !ok), named(s)))
            .filter(|(error, _)| error.is_some() == erroneous)
            .map(|(error, named)| error == named)
            .collect();
        let hits = of.iter().filter(|hit| **hit).count();
        (!of.is_empty()).then(|| hits as f64 / of.len() as f64)
    };
    let (a, b) = (share(true)?, share(false)?);
    Some(if a + b == 0.0 {
        0.0
    } else {
        2.0 * a * b / (a + b)
    })
}

fn slow_auroc(labels: &[Vec<bool>], scores: &[Vec<f64>]) -> Option<f64> {
    let all: Vec<(f64, bool)> = scores
        .iter()
        .flatten()
        .copied()
        .zip(labels.iter().flatten().copied())
        .collect();
    let (mut won, mut pairs) = (0.0, 0.0);
    for (s, _) in all.iter().filter(|(_, right)| *right) {
        for (w, _) in all.iter().filter(|(_, right)| !*right) {
            pairs += 1.0;
            won += if s > w {
                1.0
            } else if s == w {
                0.5
            } else {
                0.0
            };
        }
    }
    (pairs > 0.0).then(|| won / pairs)
}

/// Groups of up to four rollouts, each alive for some steps and dead for others, and scores in tenths so that ties occur.
fn scored() -> impl Strategy<Value = (Vec<Episode>, Vec<Vec<f64>>)> {
    let one = (0u64..3, 0usize..5, 0usize..4, any::<bool>());
    let one = (one, proptest::collection::vec(0u8..=10, 8));
    proptest::collection::vec(one, 1..12).prop_map(|all| {
        let made =
            all.into_iter()
                .enumerate()
                .map(|(i, ((group, alive, gone, solved), tenths))| {
                    let mut spots: Vec<_> = (0..=alive as u32)
                        .rev()
                        .map(|d| spot(d + u32::from(!solved)))
                        .collect();
                    spots.extend((0..gone).filter(|_| !solved).map(|_| dead(99)));
                    let made = episode(group, i as u32, &spots, End::Terminated);
                    let scores = tenths
                        .iter()
                        .take(made.steps())
                        .map(|t| f64::from(*t) / 10.0)
                        .collect();
                    (made, scores)
                });
        made.unzip()
    })
}

proptest! {
    #[test]
    fn measures_are_what_their_definitions_say((episodes, scores) in scored(), threshold in 0u8..=11) {
        let rule = PrmOptions::default().rule;
        let labels: Vec<Vec<bool>> = episodes.iter().map(|e| rule.labels(e).unwrap()).collect();
        let threshold = f64::from(threshold) / 10.0;
        let options = PrmOptions { threshold, ..PrmOptions::default() };
        let found = evaluate(&episodes, &scores, &options).unwrap();
        let f1 = slow_f1(&labels, &scores, threshold);
        prop_assert_eq!(found.first_error.f1.number(), f1);
        prop_assert_eq!(found.auroc.number(), slow_auroc(&labels, &scores));
        // Scores are tenths: thresholds between, at and above them are all there is.
        let tries = (0..=23).map(|i| slow_f1(&labels, &scores, f64::from(i) / 20.0));
        let most = tries.fold(None, |a: Option<f64>, b| a.max_by(b));
        prop_assert_eq!(found.best_threshold.f1.number(), most);
        if most.is_some() {
            let again = slow_f1(&labels, &scores, found.best_threshold.threshold);
            prop_assert_eq!(again, most);
        }
        for best in &found.best_of {
            if let (Some(p), Some(b), Some(r)) = (best.picked.number(), best.best.number(), best.regret.number()) {
                prop_assert!((b - p - r).abs() < 1e-12 && (0.0..=1.0).contains(&r));
            }
        }
    }

    #[test]
    fn order_and_monotone_changes_of_scores_leave_ranks_alone((episodes, scores) in scored()) {
        let plain = report(&episodes, &scores);
        let squared: Vec<Vec<f64>> = scores.iter().map(|r| r.iter().map(|s| s * s).collect()).collect();
        let bent = report(&episodes, &squared);
        prop_assert_eq!(plain.auroc, bent.auroc);
        prop_assert_eq!(plain.best_threshold.f1, bent.best_threshold.f1);
        let (mut e, mut s) = (episodes, scores);
        e.reverse();
        s.reverse();
        let turned = report(&e, &s);
        prop_assert_eq!(plain.auroc, turned.auroc);
        prop_assert_eq!(plain.first_error, turned.first_error);
        prop_assert_eq!(plain.best_of, turned.best_of);
    }
}

/// The larger of two numbers, of which either may be missing.
trait MaxBy {
    fn max_by(self, other: Option<f64>) -> Option<f64>;
}

impl MaxBy for Option<f64> {
    fn max_by(self, other: Option<f64>) -> Option<f64> {
        match (self, other) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        }
    }
}
