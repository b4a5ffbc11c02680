//! Rewards of the field under the audit, with the amounts they pay.

use crate::tasks::{diagnostic, registry, shop, task};
use num_rational::BigRational;
use truestep::{
    agents::Scripted,
    core::{
        batch, graph::Evidence, graph::task::REJECTED_ACTIONS, registry::Prepared,
        trajectory::Episode,
    },
    rewards::{
        Scheme,
        audit::{self, Finding, Objective, Options, Over, Report, Transition},
        score_exact,
    },
};

fn scheme(text: &str, task: &dyn Prepared) -> Report {
    let options = Options::default();
    let scheme = audit::read(text, options.objective).unwrap();
    audit::audit_scheme(&scheme, task, &options).unwrap()
}

/// The episode that plays `actions`.
fn play(products: u32, prepared: &dyn Prepared, actions: &[String]) -> Episode {
    let script = Scripted::of("counterexample", actions.iter().cloned());
    let registry = registry(products);
    let mut played = batch::rollouts(&registry, prepared.task(), &script, 0, 1, None).unwrap();
    played.remove(0)
}

fn rewards(text: &str, episode: &Episode) -> Vec<BigRational> {
    let scheme: Scheme = text.parse().unwrap();
    let scored = score_exact(std::slice::from_ref(episode), &scheme).unwrap();
    let row = scored.rewards[0].iter();
    row.map(|v| v.number().unwrap().clone()).collect()
}

#[test]
fn the_loop_of_gain_clipped_replays_and_pays_what_the_report_says() {
    let prepared = task(&registry(10), "shop/coupon", 1);
    let report = scheme("gain:clipped", &*prepared);
    let found = report.findings.iter().find_map(|finding| match finding {
        Finding::FarmableCycle {
            way_in,
            cycle,
            per_round,
            ..
        } => Some((way_in.clone(), cycle.clone(), per_round.clone())),
        _ => None,
    });
    let (way_in, cycle, per_round) = found.unwrap();
    assert_eq!(cycle.len(), 2, "{report}");
    let rounds = cycle.iter().cycle().take(3 * cycle.len());
    let actions: Vec<String> = way_in.iter().chain(rounds).cloned().collect();
    let episode = play(10, &*prepared, &actions);
    assert_eq!(episode.steps(), actions.len());
    assert!(episode.transitions.iter().all(|t| !t.effect.is_rejected()));
    let states: Vec<_> = (0..=episode.steps())
        .map(|t| episode.frame(t).digests.state)
        .collect();
    assert_eq!(states[way_in.len()], states[way_in.len() + cycle.len()]);
    let earned = rewards("gain:clipped", &episode);
    for round in earned[way_in.len()..].chunks(cycle.len()) {
        let sum: BigRational = round.iter().sum();
        assert_eq!(Some(sum.to_string()), per_round.exact);
    }
}

#[test]
fn every_counterexample_replays() {
    for text in [
        "gain:clipped",
        "pica:survival",
        "truth:progress",
        "truth:violations",
    ] {
        let prepared = task(&registry(10), "shop/cancel", 4);
        let report = scheme(text, &*prepared);
        assert!(!report.is_sound(), "{text}");
        for finding in &report.findings {
            let actions = finding.counterexample();
            let budget = prepared.goal().max_steps as usize;
            let episode = play(10, &*prepared, &actions);
            assert_eq!(
                episode.steps(),
                actions.len().min(budget),
                "{text}: {finding}"
            );
            for step in &episode.transitions {
                let meant = REJECTED_ACTIONS.contains(&step.action.as_str());
                assert_eq!(step.effect.is_rejected(), meant, "{finding}");
            }
        }
    }
}

#[test]
fn pica_survival_pays_every_harmless_step_nine_twentieths() {
    for prepared in [shop("return"), shop("webshop")] {
        let report = scheme("pica:survival", &*prepared);
        let harmless = &report.harmless;
        assert!(harmless.steps > 0 && harmless.paid == harmless.steps);
        let [(amount, count)] = &harmless.amounts[..] else {
            panic!("{report}");
        };
        assert_eq!(
            (amount.exact.as_deref(), *count),
            (Some("9/20"), harmless.steps)
        );
        let paid = report.findings.iter().find(|f| f.name() == "harmless_paid");
        assert!(paid.is_some() && !report.is_sound(), "{report}");
        let mended = scheme("pica:survival(baseline=1)", &*prepared);
        assert_eq!(mended.harmless.paid, 0);
    }
}

#[test]
fn the_outcome_is_sound_and_is_itself() {
    for prepared in [shop("return"), shop("webshop"), diagnostic("two-hop")] {
        let report = scheme("outcome", &*prepared);
        report.assert_sound();
        for distance in &report.distances {
            // A correlation a few roundings below 1 is a distance of some 2^-26: the root of what doubles leave.
            let value = distance.value.unwrap();
            assert!(value.abs() < 1e-7, "{distance:?}");
        }
    }
}

fn within(text: &str, prepared: &dyn Prepared, steps: u32) -> Report {
    let options = Options::from(Objective::Horizon(steps));
    let scheme = audit::read(text, options.objective).unwrap();
    audit::audit_scheme(&scheme, prepared, &options).unwrap()
}

#[test]
fn what_the_best_policy_is_said_to_earn_is_what_its_episode_is_scored() {
    // One transition, a memory, a whole trajectory: three engines, one sum.
    let cases = [
        ("gain:clipped", "coin-loop", Over::StatesAndSteps),
        ("pica:survival", "cliff", Over::StatesAndSteps),
        ("truth:alive |> first-error", "cliff", Over::StatesAndSteps),
        (
            "truth:shortest |> first-error",
            "coin-loop",
            Over::StatesAndSteps,
        ),
        (
            "gate(truth:alive, progress >= 1/2)",
            "coin-loop",
            Over::Trajectories,
        ),
    ];
    for (text, name, over) in cases {
        let prepared = diagnostic(name);
        let budget = prepared.goal().max_steps;
        let report = within(text, &*prepared, budget);
        assert!(report.exact && report.over == over, "{text}:\n{report}");
        let earned: BigRational = rewards(text, &play(10, &*prepared, &report.gap.actions))
            .iter()
            .sum();
        assert_eq!(
            report.gap.best_return.exact,
            Some(earned.to_string()),
            "{text}"
        );
    }
}

#[test]
fn a_corrupted_signal_is_farmed_as_a_sum_and_not_as_its_minimum() {
    let prepared = diagnostic("coin-loop");
    let biased = "truth:success |> corrupt(bias=1/10)";
    let sum = within(biased, &*prepared, 16);
    assert_eq!(sum.over, Over::Trajectories);
    let names: Vec<&str> = sum.findings.iter().map(Finding::name).collect();
    assert_eq!(names, ["farmable_cycle"], "{sum}");
    let min = within(&format!("{biased} |> min-form(T=0)"), &*prepared, 16);
    assert!(min.exact);
    min.assert_sound();
}

#[test]
fn trajectories_beyond_the_cap_are_refused_with_what_to_do() {
    let options = Options {
        max_trajectories: 30,
        ..Options::default()
    };
    let scheme = audit::read("gate(outcome, outcome >= 1)", options.objective).unwrap();
    let refused = audit::audit_scheme(&scheme, &*diagnostic("coin-loop"), &options);
    let said = refused.unwrap_err().to_string();
    assert!(said.contains("--max-trajectories"), "{said}");
}

/// A reward as a user writes it: the outcome, a little for every step nearer - and nothing taken back for a step away.
fn users_reward(t: &Transition<'_>) -> f64 {
    let outcome = if t.after.success { 1.0 } else { 0.0 };
    let nearer = t.after.distance.steps() < t.before.distance.steps();
    outcome + if nearer { 0.1 } else { 0.0 }
}

#[test]
#[should_panic(expected = "farmable cycle: a loop earns")]
fn a_users_bug_is_found_in_a_test() {
    let task = shop("coupon");
    audit::check(users_reward, &*task, Objective::default())
        .unwrap()
        .assert_sound();
}

#[test]
fn a_users_bug_is_an_error_that_says_what_is_wrong() {
    let report = audit::check(users_reward, &*shop("coupon"), Objective::default()).unwrap();
    let said = report.into_result().unwrap_err().to_string();
    assert!(
        said.starts_with("UNSOUND") && said.contains("policy changed"),
        "{said}"
    );
}

#[test]
fn without_unsupported_actions_the_oracle_reads_before_it_answers() {
    let task = diagnostic("two-hop");
    let best = |evidence: Evidence| {
        let options = Options {
            evidence,
            ..Options::default()
        };
        let scheme = audit::read("outcome", options.objective).unwrap();
        let report = audit::audit_scheme(&scheme, &*task, &options).unwrap();
        let report = match evidence {
            Evidence::Ignored => *report.whole_menu.unwrap(),
            Evidence::Required => report,
        };
        (report.actions, report.gap.best_return.exact.unwrap())
    };
    // Two steps for one who knows everything, three for one who has to find out.
    assert_eq!(best(Evidence::Ignored), ("menu", "99/100".to_owned()));
    assert_eq!(
        best(Evidence::Required),
        ("supported", "9801/10000".to_owned())
    );
}
