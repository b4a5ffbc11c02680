//! Contributions that sum to the outcome, on recorded episodes with the exact success probability.

use crate::tasks::{registry, task};
use num_rational::BigRational;
use truestep::{
    agents,
    core::{
        annotate::{AnnotateOptions, PIVOT_THRESHOLD, annotate},
        batch,
        graph::Limits,
        policy::Policy,
        rational::{Exact, Rational},
        trajectory::{End, Episode},
    },
    rewards::{Scheme, score_exact, signal::survival_ratios},
};

fn annotated(products: u32, selector: &str, seed: u64) -> Vec<Episode> {
    let registry = registry(products);
    let prepared = task(&registry, selector, seed);
    let agent = agents::parse("noisy:0.3", &registry).unwrap();
    let mut episodes = batch::rollouts(&registry, prepared.task(), &*agent, 0, 12, None).unwrap();
    let options = AnnotateOptions {
        policy: Policy::uniform(),
        pivot_threshold: Rational::new(PIVOT_THRESHOLD.0, PIVOT_THRESHOLD.1),
        limits: Limits::default(),
        max_new: 0,
    };
    annotate(&registry, &mut episodes, &[], &options).unwrap();
    episodes
}

/// The success probability of a frame, if its fraction is short enough to be carried.
fn probability(episode: &Episode, t: usize) -> Option<BigRational> {
    let truth = episode.frame(t).truth.as_ref()?;
    let fraction = truth
        .success_probability
        .as_ref()
        .and_then(Exact::fraction)?;
    Some(BigRational::new(
        (*fraction.numer()).into(),
        (*fraction.denom()).into(),
    ))
}

/// The episodes the world ended whose probabilities are all carried exactly.
fn whole(episodes: Vec<Episode>) -> Vec<Episode> {
    let exact = |e: &Episode| (0..=e.steps()).all(|t| probability(e, t).is_some());
    let found: Vec<Episode> = episodes
        .into_iter()
        .filter(|e| e.end == End::Terminated && exact(e))
        .collect();
    assert!(
        found.len() > 5,
        "most episodes end and carry their fractions"
    );
    found
}

fn worlds() -> Vec<Episode> {
    let mut all = vec![];
    for name in ["recovery", "coin-loop", "key-door"] {
        all.extend(whole(annotated(10, &format!("diagnostic/{name}"), 0)));
    }
    all
}

#[test]
fn contributions_of_spa_sum_to_the_outcome() {
    let scheme: Scheme = "gain:success |> spa-rl:paper(alpha=1, beta=0)"
        .parse()
        .unwrap();
    for episode in worlds() {
        let scored = score_exact(std::slice::from_ref(&episode), &scheme).unwrap();
        let sum = scored.returns()[0].number().unwrap().clone();
        let grade = episode
            .frame(episode.steps())
            .truth
            .as_ref()
            .unwrap()
            .outcome;
        let outcome = BigRational::new((*grade.numer()).into(), (*grade.denom()).into());
        // What was expected at the start, and what every step added to it.
        assert_eq!(probability(&episode, 0).unwrap() + sum, outcome);
    }
}

#[test]
fn ratios_of_pica_multiply_to_last_over_first() {
    for episode in worlds() {
        let ratios = survival_ratios::<BigRational>(&episode);
        let numbers = ratios.iter().map(|r| r.number().unwrap().clone());
        let product: BigRational = numbers.product();
        let [first, last] = [0, episode.steps()].map(|t| probability(&episode, t).unwrap());
        assert_eq!(product, last / first);
    }
}
