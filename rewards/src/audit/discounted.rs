//! The audit under a discount.

use super::{
    AuditError, Options, Role, distance, farm,
    game::{Game, Link},
    harmful,
    harmless::{Tally, is_harmless},
    invariance::compare,
    play,
    price::{AuditScalar, Pricing},
    report::{Amount, Finding, Gap, Harmful, Harmless, Over, Range, Report},
    solve::{Ring, Solved, best_play, evaluate, gains},
    telescoping::{shaped_outcome, telescoping},
    world::World,
};
use truestep_core::{
    graph::{Evidence, Support},
    rational::Rational,
};

/// Everything that is solved of one reward.
struct Reading<S> {
    prices: Vec<S>,
    gains: Vec<S>,
    solved: Solved<S>,
}

struct Audit<'a, 'w, S> {
    game: &'a Game<'w, S>,
    rough: Game<'w, f64>,
    ring: Ring<S>,
}

impl<S: AuditScalar> Audit<'_, '_, S> {
    /// Best play under `prices`; doubles show an exact solver where to start.
    fn read(&self, prices: Vec<S>) -> Result<Reading<S>, AuditError> {
        let start = match S::EXACT {
            true => {
                let prices: Vec<f64> = prices.iter().map(|p| p.to_f64()).collect();
                let ring = Ring {
                    gamma: self.ring.gamma.to_f64(),
                };
                let gains = gains(&self.rough, &prices);
                Some(best_play(&self.rough, &gains, &ring, None)?.choices(&self.rough))
            }
            false => None,
        };
        let gains = gains(self.game, &prices);
        let solved = best_play(self.game, &gains, &self.ring, start)?;
        Ok(Reading {
            prices,
            gains,
            solved,
        })
    }

    fn lowest_return(&self, prices: &[S]) -> Result<S, AuditError> {
        let negated = self.read(prices.iter().map(|p| -p.clone()).collect())?;
        Ok(-negated.solved.values[0].clone())
    }
}

fn both<S: AuditScalar>(a: &[S], b: &[S]) -> Vec<S> {
    let sums = a.iter().zip(b);
    sums.map(|(a, b)| a.clone() + b.clone()).collect()
}

/// Audit what `pricing` pays.
pub(crate) fn audit<S: AuditScalar>(
    world: &World,
    pricing: &dyn Pricing<S>,
    discount: Rational,
    options: &Options,
    name: &str,
) -> Result<Report, AuditError> {
    let game = Game::new(world, pricing, options.limits.max_states)?;
    let outcomes = game.outcomes();
    let added = both(&game.prices, &outcomes);
    let (this, other) = match options.role {
        Role::Whole => (game.prices.clone(), added),
        Role::Added => (added, game.prices.clone()),
    };
    let audit = Audit {
        rough: game.rough(),
        ring: Ring {
            gamma: S::from_rational(discount),
        },
        game: &game,
    };
    let outcome = audit.read(outcomes)?;
    let this = audit.read(this)?;
    let other = audit.read(other)?;
    let careful = careful(&audit, &outcome.prices)?;
    let against = |reward: &Solved<S>, role| {
        compare(&game, reward, &outcome.solved, careful.as_deref(), role)
    };
    let (kept, changed) = against(&this.solved, options.role);
    let (kept_otherwise, _) = against(&other.solved, options.role.other());
    let earned = evaluate(
        &game,
        &this.gains,
        &audit.ring.gamma,
        &outcome.solved.choices(&game),
    )?;
    let (gap, exploit) = exploit(&audit, &this, &outcome, &earned[0]);
    let (harmless, paid) = harmless(&game);
    let harmful = harmful(&game, &this);
    let farmable = farm::find(&game, &this.prices, &audit.ring, &this.solved);
    // Where the policy is kept, paying harmless steps does no harm either: shaping may do it.
    let paid = paid.filter(|_| !kept.is_kept());
    let findings = [changed, farmable, exploit, paid];
    let returns = Range {
        lowest: Amount::of(&audit.lowest_return(&this.prices)?),
        highest: Amount::of(&this.solved.values[0]),
    };
    let shaped = shaped_outcome(
        &game,
        &audit.ring.gamma,
        [&this.prices, &outcome.prices],
        [&earned, &outcome.solved.values],
    );
    // Distances between rewards are defined over what random play does, and that picks from the menu.
    let (menu, [paid_menu, outcome_menu]) = game.menu([&this.prices, &outcome.prices]);
    let distances = distance::to_outcome(
        &menu.rough(),
        &menu,
        &audit.ring,
        shaped.as_ref(),
        [&paid_menu, &outcome_menu],
    )?;
    Ok(Report {
        reward: name.to_owned(),
        task: (*world.task).clone(),
        objective: options.objective.to_string(),
        role: options.role,
        actions: world.actions_name(),
        mode: options.mode,
        over: Over::States,
        states: game.len(),
        transitions: game.links.len(),
        budget: world.budget,
        exact: S::EXACT,
        tolerance: S::TOLERANCE,
        findings: findings.into_iter().flatten().collect(),
        invariance: vec![kept, kept_otherwise],
        gap,
        rewards: range(&this.prices),
        returns,
        harmless,
        harmful,
        rejected: world.rejected_count(),
        telescoping: Some(telescoping(&game, &this.prices, &audit.ring)),
        distances,
        shaped_outcome: shaped.as_ref().map(Amount::of),
        whole_menu: None,
    })
}

/// Where guesses count, the moves that are best for the outcome of one who does not guess, `[moves]`. A guess is charged more
/// than any outcome is worth, so that it is made only where there is nothing else to do.
fn careful<S: AuditScalar>(
    audit: &Audit<'_, '_, S>,
    outcomes: &[S],
) -> Result<Option<Vec<bool>>, AuditError> {
    let (game, world) = (audit.game, audit.game.world);
    if world.evidence == Evidence::Required || !world.has_guesses() {
        return Ok(None);
    }
    let charged = |(link, outcome): (&Link, &S)| {
        let edge = world.arcs[link.arc as usize].edge;
        match !world.is_rejected(edge) && world.graph().support(edge) == Support::Unsupported {
            true => outcome.clone() - S::one() - S::one(),
            false => outcome.clone(),
        }
    };
    let prices = game.links.iter().zip(outcomes).map(charged).collect();
    Ok(Some(audit.read(prices)?.solved.best))
}

fn range<S: AuditScalar>(prices: &[S]) -> Range {
    let first = prices.first().cloned().unwrap_or_else(S::zero);
    let lowest = prices.iter().cloned().fold(first.clone(), S::smaller);
    let highest = prices.iter().cloned().fold(first, S::larger);
    Range {
        lowest: Amount::of(&lowest),
        highest: Amount::of(&highest),
    }
}

/// What the reward's first best policy earns and attains, beside the outcome's.
fn exploit<S: AuditScalar>(
    audit: &Audit<'_, '_, S>,
    this: &Reading<S>,
    outcome: &Reading<S>,
    oracle_return: &S,
) -> (Gap, Option<Finding>) {
    let game = audit.game;
    let (mine, oracle) = (this.solved.choices(game), outcome.solved.choices(game));
    let budget = game.world.budget;
    let (success, grade) = play::attained(game, &mine, budget);
    let (oracle_success, oracle_grade) = play::attained(game, &oracle, budget);
    let worse = oracle_success.exceeds(&success) || oracle_grade.exceeds(&grade);
    let gap = Gap {
        best_return: Amount::of(&this.solved.values[0]),
        oracle_return: Amount::of(oracle_return),
        success: Amount::of(&success),
        oracle_success: Amount::of(&oracle_success),
        outcome: Amount::of(&grade),
        oracle_outcome: Amount::of(&oracle_grade),
        actions: play::actions(game, &mine, budget),
    };
    let finding = worse.then(|| gap.finding());
    (gap, finding)
}

/// Steps that do harm, beside what the best of the shortest steps is paid on average.
fn harmful<S: AuditScalar>(game: &Game<'_, S>, this: &Reading<S>) -> Harmful {
    let mut tally = harmful::Tally::new();
    for place in 0..game.len() as u32 {
        let node = game.nodes[place as usize];
        let shortest = game
            .moves(place)
            .filter(|&m| game.world.is_shortest(node, game.edges[m as usize]));
        let paid = shortest.map(|m| this.gains[m as usize].clone());
        let Some(best) = paid.reduce(S::larger) else {
            continue;
        };
        for step in game.moves(place) {
            for link in game.links(step) {
                let arc = &game.world.arcs[game.links[link].arc as usize];
                if harmful::is_harmful(&game.world.endless(arc)) {
                    tally.add(&this.prices[link], &best, step);
                }
            }
        }
    }
    tally.harmful(|step| (game.way_to(game.place_of(step)), game.text(step)))
}

fn harmless<S: AuditScalar>(game: &Game<'_, S>) -> (Harmless, Option<Finding>) {
    let mut tally = Tally::new();
    let mut first = None;
    for step in 0..game.edges.len() as u32 {
        for link in game.links(step) {
            let arc = &game.world.arcs[game.links[link].arc as usize];
            if is_harmless(&game.world.endless(arc)) {
                let price = &game.prices[link];
                tally.add(price);
                first.get_or_insert((step, price.clone()));
            }
        }
    }
    let first = first.map(|(step, price)| {
        let way = game.way_to(game.place_of(step));
        (way, game.text(step), price)
    });
    (tally.harmless(), tally.finding(first))
}
