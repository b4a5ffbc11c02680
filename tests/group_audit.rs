//! The gradient a group makes, over every group there can be: which credits leave it alone, which rescale it, which turn it.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test that calls them"
)]

use std::{collections::BTreeMap, process::Command, sync::Arc};
use truestep_core::{
    batch::rollouts,
    chance::Seed,
    graph::{Evidence, Limits, Measure, Mode, Rows},
    policy::Policy,
    registry::{Prepared, Registry},
    task::Task,
};
use truestep_rewards::{
    audit::{AuditError, GradientFinding, GroupReport, Objective, Options, audit_group},
    metrics::{Moments, Tabular},
    score,
};

fn registry() -> Registry {
    truestep_envs::registry(&Default::default()).unwrap()
}

fn task(template: &str, parameters: &[(&str, &str)]) -> Task {
    let found = registry()
        .select(&format!("diagnostic/{template}"))
        .unwrap();
    let mut task = Task::new(found[0].id.clone(), Seed(0));
    let own = |(name, value): &(&str, &str)| ((*name).into(), (*value).into());
    task.parameters = BTreeMap::from_iter(parameters.iter().map(own));
    task
}

fn prepared(template: &str, parameters: &[(&str, &str)]) -> Arc<dyn Prepared> {
    registry().prepare(&task(template, parameters)).unwrap()
}

fn options() -> Options {
    Options {
        policy: Policy::uniform(),
        ..Options::default()
    }
}

fn audit(scheme: &str, task: &dyn Prepared, size: u32) -> GroupReport {
    audit_group(&scheme.parse().unwrap(), task, &options(), size).unwrap()
}

/// The small worlds: grades of 0 and 1 without and with chance, and partial grades.
fn worlds() -> [Arc<dyn Prepared>; 3] {
    [
        prepared("recovery", &[("q", "3/4")]),
        prepared("delayed-effect", &[("horizon", "3")]),
        prepared("variable-horizon", &[]),
    ]
}

#[test]
fn leave_one_out_is_unbiased_exactly_and_steadier_in_larger_groups() {
    for world in worlds() {
        for scheme in ["rloo:verl", "rloo:trl", "turn-gae"] {
            let mut last = f64::INFINITY;
            for size in 2..=3 {
                let report = audit(scheme, &*world, size);
                assert!(
                    report.exact && report.unbiased && report.is_sound(),
                    "{report}"
                );
                assert_eq!(report.cosine.number(), Some(1.0));
                assert_eq!(report.relative_error.number(), Some(0.0));
                assert_eq!(report.scale.unwrap().exact.unwrap(), "1");
                assert!(report.variance.value < last, "{scheme} of {size}");
                last = report.variance.value;
            }
        }
        // Alone, the raw return: unbiased too.
        assert!(audit("rloo:verl", &*world, 1).unbiased);
        // In doubles, when there are more groups than fractions are taken for.
        let report = audit("rloo:verl", &*prepared("variable-horizon", &[]), 6);
        assert!(!report.exact && report.unbiased, "{report}");
        assert!(report.relative_error.number().unwrap() < 1e-12);
    }
}

#[test]
fn the_figures_of_recovery_are_those_worked_out_by_hand() {
    let world = prepared("recovery", &[]);
    let report = audit("rloo:verl", &*world, 2);
    // g* = d pi A = ±1/2·1/4 at the start and ±1/2·1/2·1/2 after the mistake: four entries of 1/8.
    assert_eq!(report.norm_squared.exact.as_deref(), Some("1/16"));
    assert_eq!(
        (report.trajectories, report.groups, report.logits),
        (3, 9, 4)
    );
    assert_eq!(report.variance.exact.as_deref(), Some("5/32"));
    // The mean of a group includes the rollout itself: (K - 1)/K of the gradient.
    for (size, share) in [(2, "1/2"), (3, "2/3"), (5, "4/5")] {
        let report = audit("dr-grpo:verl", &*world, size);
        assert!(report.is_sound() && !report.unbiased);
        assert_eq!(report.scale.unwrap().exact.as_deref(), Some(share));
    }
    // Of two different outcomes the standard deviation is 1/sqrt 2: advantages of ±1/sqrt 2 in place of ±1.
    let report = audit("grpo:verl(eps=1e-12)", &*world, 2);
    assert!((report.relative_error.number().unwrap() - (1.0 - 0.5_f64.sqrt())).abs() < 1e-9);
    assert!(
        report.is_sound() && !report.unbiased,
        "with grades 0 and 1 it is only rescaled"
    );
}

#[test]
fn dividing_by_the_spread_turns_the_gradient_where_grades_are_partial() {
    let world = prepared("variable-horizon", &[]);
    let report = audit("grpo:verl", &*world, 2);
    assert!(
        (report.cosine.number().unwrap() - 0.996_727).abs() < 1e-6,
        "{report}"
    );
    assert!((report.relative_error.number().unwrap() - 0.154_017).abs() < 1e-6);
    let [
        GradientFinding::GradientTurned {
            way_in,
            action,
            pushed,
            should_be,
            ..
        },
    ] = &report.findings[..]
    else {
        panic!("{report}");
    };
    // Stopping pays 1/3; going on pays 1 or 0 with even odds, which is worth more and better half of the time. Divided by
    // their spread, two rollouts tell which is better and not by how much.
    assert_eq!(
        (&way_in[..], &**action),
        (&["continue".to_owned(), "continue".to_owned()][..], "stop")
    );
    assert!(
        pushed.value.abs() < 1e-6 && should_be.value < -0.01,
        "{report}"
    );
    // The exact advantage of the outcome is what all of this is held against.
    let exact = audit("truth:advantage", &*prepared("recovery", &[]), 2);
    assert!(exact.unbiased);
    assert_eq!(exact.variance.exact.as_deref(), Some("1/64"));
}

#[test]
fn the_exact_gradient_and_the_moments_are_those_of_the_metrics() {
    for (template, parameters, scheme) in [
        ("recovery", &[][..], "rloo:verl"),
        ("recovery", &[], "grpo:verl"),
        ("delayed-effect", &[("horizon", "3")], "rloo:verl"),
    ] {
        let (registry, options) = (registry(), options());
        let task = Arc::new(task(template, parameters));
        let world = registry.prepare(&task).unwrap();
        let horizon = world.goal().max_steps;
        let explored = world.explore(0, &Limits::default(), Mode::Raw).unwrap();
        let (graph, labels) = (explored.graph(), explored.labels().unwrap());
        let distances = graph.distances(Evidence::Required);
        let rows = Rows::of(graph, &options.policy, &distances, None).unwrap();
        let tabular = Tabular::new(&rows, &labels, horizon).unwrap();
        let star = tabular.exact(&rows, Measure::Outcome).unwrap();
        let report = audit(scheme, &*world, 2);
        let norm: f64 = star.entries().iter().map(|x| x * x).sum();
        assert!((norm - report.norm_squared.value).abs() < 1e-12);
        // 4,000 sampled groups of 2.
        let agent = truestep_agents::parse("random", &registry).unwrap();
        let episodes = rollouts(&registry, &task, &*agent, 0, 8_000, None).unwrap();
        let mut moments = Moments::default();
        for pair in episodes.chunks(2) {
            let credits = score(pair, &scheme.parse().unwrap())
                .unwrap()
                .advantages
                .unwrap();
            moments.add(&tabular.batch(pair, &credits).unwrap(), 1.0);
        }
        let sampled = moments.compare(&star);
        let close = |found: Option<f64>, expected: f64, within: f64| {
            assert!(
                (found.unwrap() - expected).abs() < within,
                "{template} {scheme}: {found:?}, {expected}"
            );
        };
        close(
            sampled.variance.number(),
            report.variance.value,
            0.06 * report.variance.value,
        );
        close(sampled.alignment.cosine.number(), 1.0, 0.01);
        let error = report.relative_error.number().unwrap();
        // The mean of 4,000 is off by sqrt(variance / 4,000) beside |g*|.
        let noise = (report.variance.value / 4_000.0 / norm).sqrt();
        close(
            sampled.alignment.relative_error.number(),
            error,
            4.0 * noise,
        );
    }
}

#[test]
fn too_many_groups_and_trajectories_are_refused_with_what_to_do() {
    let scheme = "rloo:verl".parse().unwrap();
    let recovery = prepared("recovery", &[]);
    let refused = |task: &dyn Prepared, size, options: &Options| {
        audit_group(&scheme, task, options, size).unwrap_err()
    };
    let many = refused(&*recovery, 13, &options());
    assert!(
        matches!(
            many,
            AuditError::TooManyGroups {
                trajectories: 3,
                ..
            }
        ),
        "{many}"
    );
    assert!(many.to_string().contains("--group"));
    let shop = registry()
        .prepare(&Task::new("shop/return@5".parse().unwrap(), Seed(0)))
        .unwrap();
    let long = refused(&*shop, 2, &options());
    assert!(
        matches!(long, AuditError::TooManyTrajectories { .. }),
        "{long}"
    );
    assert_eq!(refused(&*recovery, 0, &options()), AuditError::NoGroup);
    let best_of = Options {
        policy: Policy::uniform().best_of(2.try_into().unwrap()),
        ..options()
    };
    assert!(matches!(
        refused(&*recovery, 2, &best_of),
        AuditError::Graph(_)
    ));
    let short = Options {
        objective: Objective::Horizon(1),
        ..options()
    };
    let report = audit_group(&scheme, &*recovery, &short, 2).unwrap();
    assert_eq!((report.trajectories, report.unbiased), (2, true));
}

#[test]
fn the_command_judges_schemes_that_compare_episodes_by_their_gradient() {
    let audit = |scheme: &str, template: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_truestep"));
        let task = format!("diagnostic/{template}");
        let output = command
            .args([
                "audit", scheme, &task, "--policy", "uniform", "--group", "2",
            ])
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, said) = audit("outcome |> rloo:verl", "recovery");
    assert_eq!(code, Some(0));
    assert!(said.starts_with("the gradient is unbiased"), "{said}");
    let (code, said) = audit("grpo:verl", "recovery");
    assert_eq!(code, Some(0));
    assert!(
        said.starts_with("the gradient is rescaled, not turned"),
        "{said}"
    );
    let (code, said) = audit("grpo:verl", "variable-horizon");
    assert_eq!(code, Some(1));
    assert!(said.contains("stop, after continue → continue"), "{said}");
}

#[test]
fn a_task_without_a_text_view_is_said_to_be_compared_by_state() {
    let mut report = audit("gigpo", &*prepared("recovery", &[]), 2);
    assert!(report.text_view && !report.to_string().contains("no text view"));
    report.text_view = false;
    let said = report.to_string();
    assert!(
        said.contains("observations:   the task has no text view"),
        "{said}"
    );
}

#[test]
fn single_steps_are_identified_in_expectation() {
    for horizon in 2..=5u32 {
        let world = prepared("delayed-effect", &[("horizon", &horizon.to_string())]);
        let steps = audit("rloo:verl", &*world, 2).identification;
        let expected = f64::from(horizon - 1) / f64::from(horizon);
        assert!(
            (steps.leakage.number().unwrap() - expected).abs() < 1e-12,
            "{steps:?}"
        );
    }
    let recovery = prepared("recovery", &[]);
    let exact = audit("truth:advantage", &*recovery, 2).identification;
    assert_eq!(
        (exact.rmse.number(), exact.spearman.number()),
        (Some(0.0), Some(1.0))
    );
    assert_eq!(exact.sign_accuracy.number(), Some(1.0));
    // Alone, the raw return e beside a: good 1 and 1/4 (half of the time), bad -1/4 and the way out ±1/2 with return 1 or 0.
    let alone = audit("rloo:verl", &*recovery, 1).identification;
    // Squared errors: good 9/16; then 25/16 and 1/4 of a rescue, 1/16 and 1/4 of giving up; weights 2, 1, 1, 1, 1.
    let square = (2.0 * 9.0 + 25.0 + 4.0 + 1.0 + 4.0) / 16.0 / 6.0;
    assert!((alone.rmse.number().unwrap() - f64::sqrt(square)).abs() < 1e-12);
    // Right of those six: good twice, the rescue once.
    assert!((alone.sign_accuracy.number().unwrap() - 0.5).abs() < 1e-12);
}
