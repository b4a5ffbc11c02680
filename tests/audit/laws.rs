//! What theory promises, held with `==` in exact numbers.

use crate::tasks::{desk_tasks, diagnostic, diagnostic_tasks, shop, shop_tasks};
use num_rational::{BigRational, Ratio};
use proptest::prelude::*;
use rayon::prelude::*;
use std::sync::{Arc, LazyLock};
use truestep::{
    core::{
        digest::Digest,
        graph::{Evidence, Limits, Mode, NodeId},
        registry::Prepared,
    },
    rewards::audit::{
        self, AuditError, Finding, Objective, Options, Report, Transition, planted::PLANTED,
    },
};

fn ratio(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

fn gamma() -> BigRational {
    ratio(99, 100)
}

fn outcome(t: &Transition<'_>) -> BigRational {
    let grade = t.after.outcome;
    match t.end {
        Some(_) => ratio(*grade.numer(), *grade.denom()),
        None => ratio(0, 1),
    }
}

/// A potential that means nothing: 0..96 by the state's digest.
fn noise(state: Digest) -> BigRational {
    ratio((state.0 % 97) as i64, 31)
}

fn shaping(t: &Transition<'_>, potential: impl Fn(Digest) -> BigRational) -> BigRational {
    let after = match t.end {
        Some(_) => ratio(0, 1),
        None => potential(t.next_state),
    };
    gamma() * after - potential(t.state)
}

fn name(task: &dyn Prepared) -> String {
    task.task().template.to_string()
}

fn every_task() -> &'static [Arc<dyn Prepared>] {
    static TASKS: LazyLock<Vec<Arc<dyn Prepared>>> = LazyLock::new(|| {
        let mut tasks = shop_tasks();
        tasks.extend(diagnostic_tasks());
        tasks.extend(desk_tasks().iter().cloned());
        tasks
    });
    &TASKS
}

fn assert_identical(report: &Report, task: &dyn Prepared) {
    let (exact, kept) = (report.exact, &report.invariance[0]);
    assert!(exact && kept.is_identical(), "{}:\n{report}", name(task));
    assert!(report.is_sound(), "{}:\n{report}", name(task));
    let scale = report.shaped_outcome.as_ref().unwrap();
    assert_eq!(scale.exact.as_deref(), Some("1"), "{}", name(task));
    assert_eq!(report.gap.best_return, report.gap.oracle_return);
}

/// Three potentials - the distance, the sub-goals where the task has any, and one that means nothing - over one exploration.
#[test]
fn shaping_by_any_potential_keeps_the_best_actions_of_every_task() {
    let options = Options::default();
    let noisy = |t: &Transition<'_>| outcome(t) + shaping(t, noise);
    let look = |task: &Arc<dyn Prepared>| {
        let explored = audit::Explored::new(&**task, &options).unwrap();
        let by = |text: &str| {
            let scheme = audit::read(text, options.objective).unwrap();
            explored.scheme(&scheme).unwrap()
        };
        let mut found = vec![by("shaping:distance"), explored.check(noisy).unwrap()];
        if !task.goal().subgoals.is_empty() {
            found.push(by("shaping:subgoals"));
        }
        found
            .iter()
            .for_each(|report| assert_identical(report, &**task));
        found.len()
    };
    let reports: usize = every_task().par_iter().map(look).sum();
    assert!(reports > 300, "{reports}");
}

/// Whether a step of a desk's task leads to a state that is further from success, but not cut off from it. Mostly none does:
/// what was read or told stays so, and a mistake loses the task. Then progress that is kept is all the progress there is.
fn goes_back(task: &dyn Prepared) -> bool {
    let explored = task.explore(0, &Limits::default(), Mode::Raw).unwrap();
    let graph = explored.graph();
    let distances = graph.distances(Evidence::Required);
    let steps = |node: NodeId| distances.get(node).steps();
    let is_further = |from: NodeId, to: NodeId| match (steps(from), steps(to)) {
        (Some(from), Some(to)) => to > from,
        _ => false,
    };
    graph.node_ids().any(|node| {
        let mut edges = graph.edges(node);
        edges.any(|edge| (graph.outcomes(edge).iter()).any(|(next, _)| is_further(node, next)))
    })
}

/// The tasks, desks aside, in which a planted reward changes nothing, because it cannot.
const HARMLESS: &[(&str, &str)] = &[
    // Both choices leave the same distance to go.
    ("progress kept", "diagnostic/delayed-effect@2"),
    ("progress kept", "diagnostic/off-switch@1"),
    // There is one way, and no step goes back on it.
    ("progress kept", "diagnostic/recovery@2"),
    ("progress kept", "diagnostic/variable-horizon@2"),
    // What was read stays read: no step goes away from the goal, so that nothing is left to take back.
    ("progress kept", "diagnostic/two-hop@2"),
    // Nor in the small instance that is looked at, where two products are compared.
    ("progress kept", "shop/compare@5"),
    // There is no wrong ending.
    ("wrong ending paid", "diagnostic/key-door@2"),
];

#[test]
fn planted_rewards_fail_in_every_task() {
    let look = |task: &Arc<dyn Prepared>| {
        let mut odd = vec![];
        let known = HARMLESS.iter().filter(|row| row.1 == name(&**task)).count();
        assert!(known < PLANTED.len(), "each task shows one of them");
        let explored = audit::Explored::new(&**task, &Options::default()).unwrap();
        for planted in PLANTED {
            let report = explored.check(planted.pays).unwrap();
            assert!(report.exact);
            let harmless = match name(&**task).starts_with("tools/") {
                true => planted.name == "progress kept" && !goes_back(&**task),
                false => HARMLESS.contains(&(planted.name, &name(&**task))),
            };
            // A wrong ending may take a guess.
            let whole = report.whole_menu.as_deref().unwrap_or(&report);
            let broken = [&report, whole].iter().any(|r| r.invariance[0].broken > 0);
            if broken == harmless || report.is_sound() != harmless {
                odd.push(format!("{} in {}", planted.name, name(&**task)));
            }
        }
        odd
    };
    let odd: Vec<String> = every_task().par_iter().flat_map_iter(look).collect();
    assert!(odd.is_empty(), "{odd:#?}");
}

#[test]
fn starc_of_a_shaped_scaled_outcome_is_0_and_of_its_negation_2() {
    let small = [
        "coin-loop",
        "recovery",
        "delayed-effect",
        "cliff",
        "key-door",
    ]
    .map(diagnostic);
    for task in small
        .into_iter()
        .chain([shop("substitute-none"), shop("cancel")])
    {
        let shaped = |t: &Transition<'_>| ratio(3, 2) * outcome(t) + shaping(t, noise);
        for (sign, expected) in [(1, 0.0), (-1, 2.0)] {
            let pays = |t: &Transition<'_>| ratio(sign, 1) * shaped(t);
            let report = audit::check(pays, &*task, Objective::default()).unwrap();
            let starc = report
                .distances
                .iter()
                .filter(|d| d.name.starts_with("starc"));
            let starc: Vec<_> = starc.map(|d| (d.value, d.exact)).collect();
            assert_eq!(starc, [(Some(expected), true); 4], "{}", name(&*task));
            let scale = report.shaped_outcome.unwrap();
            assert_eq!(scale.exact.unwrap(), format!("{}/2", 3 * sign));
        }
    }
}

#[test]
fn canonical_rewards_agree_with_the_certificate_where_both_are_computed() {
    // Doubles know nothing of the certificate, so their distances are the canonical forms' own.
    for task in [diagnostic("coin-loop"), diagnostic("cliff"), shop("cancel")] {
        let pays = |t: &Transition<'_>| {
            let next = if t.end.is_some() {
                0.0
            } else {
                (t.next_state.0 % 97) as f64 / 31.0
            };
            let grade = *t.after.outcome.numer() as f64 / *t.after.outcome.denom() as f64;
            2.0 * grade + 0.99 * next - (t.state.0 % 97) as f64 / 31.0
        };
        let report = audit::check(pays, &*task, Objective::default()).unwrap();
        assert!(!report.exact && report.tolerance > 0.0 && report.shaped_outcome.is_none());
        assert!(report.invariance[0].is_identical(), "{report}");
        let starc = report
            .distances
            .iter()
            .filter(|d| d.name.starts_with("starc"));
        for distance in starc {
            assert!(distance.value.unwrap() < 1e-6, "{distance:?}");
        }
    }
}

#[test]
fn the_opposite_of_the_outcome_is_as_far_as_can_be() {
    let report = audit::check(
        |t: &Transition<'_>| -outcome(t),
        &*diagnostic("coin-loop"),
        Objective::default(),
    );
    let report = report.unwrap();
    let of = |name: &str| report.distances.iter().find(|d| d.name == name).unwrap();
    for name in ["starc_value", "dard"] {
        assert_eq!(
            (of(name).value, of(name).exact),
            (Some(2.0), true),
            "{name}"
        );
    }
    assert_eq!((of("epic").value, of("epic").exact), (Some(1.0), true));
    assert!(!report.is_sound());
}

#[test]
fn a_term_to_be_added_is_judged_by_the_sum() {
    let task = shop("cancel");
    let mut options = Options::default();
    let term = |t: &Transition<'_>| shaping(t, noise);
    let alone = audit::check_with(term, &*task, &options).unwrap();
    assert!(!alone.is_sound() && alone.invariance[1].is_identical());
    options.role = audit::Role::Added;
    let added = audit::check_with(term, &*task, &options).unwrap();
    assert_identical(&added, &*task);
    assert!(added.invariance[1].broken > 0);
}

#[test]
fn without_discount_and_horizon_there_is_no_verdict() {
    let task = diagnostic("recovery");
    let pays = |t: &Transition<'_>| outcome(t);
    let refused = audit::check(pays, &*task, Objective::Discounted(Ratio::from_integer(1)));
    let error = refused.unwrap_err();
    assert!(matches!(error, AuditError::Undiscounted { .. }));
    assert!(
        error
            .to_string()
            .contains("every action that does not lose"),
        "{error}"
    );
    let refused = audit::check(pays, &*task, Objective::Horizon(0));
    assert_eq!(refused.unwrap_err(), AuditError::NoHorizon);
}

#[test]
fn with_a_horizon_shaping_keeps_what_is_best_with_every_number_of_steps_left() {
    for task in [
        diagnostic("coin-loop"),
        diagnostic("cliff"),
        diagnostic("recovery"),
        shop("cancel"),
    ] {
        let options = Options::from(Objective::Horizon(9));
        for text in ["shaping:distance", "shaping:subgoals", "shaping:success"] {
            if text == "shaping:subgoals" && task.goal().subgoals.is_empty() {
                continue;
            }
            let scheme = audit::read(text, options.objective).unwrap();
            let report = audit::audit_scheme(&scheme, &*task, &options).unwrap();
            let kept = &report.invariance[0];
            assert!(
                kept.is_identical() && report.is_sound(),
                "{}:\n{report}",
                name(&*task)
            );
        }
    }
}

#[test]
fn a_loop_is_farmed_with_a_horizon_too() {
    let options = Options::from(Objective::Horizon(16));
    let scheme = audit::read("gain:clipped", options.objective).unwrap();
    let report = audit::audit_scheme(&scheme, &*diagnostic("coin-loop"), &options).unwrap();
    let cycle = report.findings.iter().find_map(|f| match f {
        Finding::FarmableCycle {
            cycle, per_round, ..
        } => Some((cycle.len(), per_round.value)),
        _ => None,
    });
    assert_eq!(cycle, Some((2, 1.0)), "{report}");
}

#[test]
fn what_needs_the_steps_left_says_what_to_add() {
    let options = Options::default();
    let task = diagnostic("recovery");
    let scheme = audit::read("shaping:success", options.objective).unwrap();
    let error = audit::audit_scheme(&scheme, &*task, &options).unwrap_err();
    assert!(error.to_string().contains("--horizon H"), "{error}");
    let within = Options::from(Objective::Horizon(8));
    let scheme = audit::read("pica:ratio", within.objective).unwrap();
    let error = audit::audit_scheme(&scheme, &*diagnostic("coin-loop"), &within).unwrap_err();
    assert!(matches!(error, AuditError::Infinite { .. }), "{error}");
    let clipped = format!("{scheme} |> clip(low=-9, high=9)");
    let scheme = audit::read(&clipped, within.objective).unwrap();
    let report = audit::audit_scheme(&scheme, &*diagnostic("coin-loop"), &within).unwrap();
    assert!(!report.exact && report.tolerance > 0.0);
    let scheme = audit::read("truth:redundant", options.objective).unwrap();
    let error = audit::audit_scheme(&scheme, &*task, &options).unwrap_err();
    assert!(matches!(error, AuditError::NeedsHistory { .. }), "{error}");
    let scheme = audit::read("outcome |> rloo:verl", options.objective).unwrap();
    let error = audit::audit_scheme(&scheme, &*task, &options).unwrap_err();
    assert!(matches!(error, AuditError::Form { .. }), "{error}");
}

#[test]
fn raw_and_lumped_graphs_give_one_verdict() {
    let task = shop("cancel");
    for text in ["gain:clipped", "shaping:subgoals", "pica:survival"] {
        let verdict = |mode: Mode| {
            let options = Options {
                mode,
                ..Options::default()
            };
            let scheme = audit::read(text, options.objective).unwrap();
            let report = audit::audit_scheme(&scheme, &*task, &options).unwrap();
            let names: Vec<_> = report.findings.iter().map(Finding::name).collect();
            (
                names,
                report.gap.best_return,
                report.gap.oracle_return,
                report.returns,
            )
        };
        assert_eq!(verdict(Mode::Raw), verdict(Mode::Lumped), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_potential_and_any_scale_are_seen_through(
        seed in any::<u64>(), scale in prop_oneof![-9i64..=-1, 1i64..=9], world in 0usize..4
    ) {
        let task = diagnostic(["coin-loop", "cliff", "delayed-effect", "two-hop"][world]);
        let potential = |state: Digest| {
            ratio((state.chain(&seed.to_le_bytes()).0 % 1009) as i64 - 500, 101)
        };
        let pays = |t: &Transition<'_>| ratio(scale, 1) * outcome(t) + shaping(t, potential);
        let report = audit::check(pays, &*task, Objective::default()).unwrap();
        let found = report.shaped_outcome.clone().unwrap();
        prop_assert_eq!(found.exact.unwrap(), scale.to_string());
        prop_assert_eq!(report.invariance[0].is_identical(), scale > 0);
        // One transition paid otherwise, and it is no shaping any more.
        let spoiled = |t: &Transition<'_>| pays(t) + ratio(i64::from(t.index == 1), 1000);
        let report = audit::check(spoiled, &*task, Objective::default()).unwrap();
        prop_assert!(report.shaped_outcome.is_none() || world == 2, "{}", report);
    }
}

#[test]
fn doubles_come_to_the_verdict_of_exact_numbers() {
    let tasks = [
        diagnostic("coin-loop"),
        diagnostic("key-door"),
        shop("cancel"),
        shop("webshop"),
    ];
    for task in tasks {
        let explored = audit::Explored::new(&*task, &Options::default()).unwrap();
        for planted in PLANTED {
            let names =
                |report: Report| -> Vec<_> { report.findings.iter().map(Finding::name).collect() };
            let exact = explored.check(planted.pays).unwrap();
            let pays = |t: &Transition<'_>| {
                let price = (planted.pays)(t);
                price.numer().to_string().parse::<f64>().unwrap()
                    / price.denom().to_string().parse::<f64>().unwrap()
            };
            let rough = explored.check(pays).unwrap();
            assert!(exact.exact && !rough.exact);
            let close = exact.gap.best_return.value - rough.gap.best_return.value;
            assert!(close.abs() < 1e-9, "{close}");
            assert_eq!(
                names(exact),
                names(rough),
                "{} in {}",
                planted.name,
                name(&*task)
            );
        }
    }
}

#[test]
fn the_scale_of_a_reward_changes_no_verdict() {
    let task = shop("cancel");
    for scale in [1e-3, 1.0, 1e9] {
        let sound = |t: &Transition<'_>| if t.after.success { scale } else { 0.0 };
        let graded = |t: &Transition<'_>| {
            let grade = t.after.outcome;
            scale * *grade.numer() as f64 / *grade.denom() as f64
        };
        let kept = audit::check(graded, &*task, Objective::default()).unwrap();
        assert!(kept.invariance[0].is_identical(), "{scale}: {kept}");
        let report = audit::check(sound, &*task, Objective::default()).unwrap();
        let unit = |t: &Transition<'_>| i64::from(t.after.success);
        let exact = audit::check(unit, &*task, Objective::default()).unwrap();
        assert_eq!(report.invariance[0], exact.invariance[0], "{scale}");
    }
}
