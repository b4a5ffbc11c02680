//! What the audit claims, played in the task and priced by `score`, which knows nothing of audits.

use super::cages::{Animal, Pays, registry};
use num_rational::BigRational;
use num_traits::Zero as _;
use truestep::{
    agents::{self, Scripted},
    core::{
        agent::AgentFactory,
        batch,
        graph::task::REJECTED_ACTIONS,
        registry::{Prepared, Registry},
        trajectory::{End, Episode},
    },
    rewards::{
        Scheme,
        audit::{self, Finding, Objective, Over, Report, Role},
        score_exact,
    },
};

/// Episodes of a player that makes mistakes.
const PLAYED: u32 = 6;

struct Witness<'a> {
    animal: &'a Animal,
    task: &'a dyn Prepared,
    registry: Registry,
    refuted: Vec<String>,
}

/// What does not hold of a report when it is played.
pub(super) fn contradictions(animal: &Animal, task: &dyn Prepared, report: &Report) -> Vec<String> {
    let place = animal.place.as_ref().unwrap();
    let mut witness = Witness {
        animal,
        task,
        registry: registry(place.products),
        refuted: vec![],
    };
    for report in [Some(report), report.whole_menu.as_deref()]
        .into_iter()
        .flatten()
    {
        for finding in &report.findings {
            witness.replay(finding, report);
        }
    }
    witness.bound(report);
    witness.refuted
}

/// Whether playing these actions ends the episode; `None` where chance decides.
pub(super) fn ends(animal: &Animal, task: &dyn Prepared, actions: &[String]) -> Option<bool> {
    let witness = Witness {
        animal,
        task,
        registry: registry(animal.place.as_ref()?.products),
        refuted: vec![],
    };
    let is_certain = !task.draws().in_step();
    is_certain.then(|| witness.play(actions).end == End::Terminated)
}

impl Witness<'_> {
    fn rollouts(&self, agent: &dyn AgentFactory, count: u32) -> Vec<Episode> {
        batch::rollouts(&self.registry, self.task.task(), agent, 0, count, None).unwrap()
    }

    fn play(&self, actions: &[String]) -> Episode {
        let script = Scripted::of("counterexample", actions.iter().cloned());
        self.rollouts(&script, 1).remove(0)
    }

    /// The rewards of an episode, outcome included where the reward is to be added to it; `None` of what `score` cannot price.
    fn rewards(&self, episode: &Episode) -> Option<Vec<BigRational>> {
        let Pays::Scheme(text) = &self.animal.pays else {
            return None;
        };
        let text = match self.animal.options.role {
            Role::Whole => text.clone(),
            Role::Added => format!("sum(outcome, {text})"),
        };
        let scheme: Scheme = audit::read(&text, self.animal.options.objective).ok()?;
        let scored = score_exact(std::slice::from_ref(episode), &scheme).ok()?;
        let row = scored.rewards[0].iter();
        row.map(|v| v.number().cloned()).collect()
    }

    /// What an episode earns under the objective.
    fn earned(&self, episode: &Episode) -> Option<BigRational> {
        let gamma = match self.animal.options.objective {
            Objective::Discounted(gamma) => {
                BigRational::new((*gamma.numer()).into(), (*gamma.denom()).into())
            }
            Objective::Horizon(_) => BigRational::from_integer(1.into()),
        };
        let back = self.rewards(episode)?.into_iter().rev();
        Some(back.fold(BigRational::zero(), |later, now| now + &gamma * later))
    }

    fn refute(&mut self, why: String) {
        self.refuted.push(why);
    }

    /// The actions of a finding can be played; a loop can be played again, and pays every time what is said of a round.
    fn replay(&mut self, finding: &Finding, report: &Report) {
        if self.task.draws().in_step() {
            return;
        }
        let mut actions = finding.counterexample();
        let budget = self.task.goal().max_steps as usize;
        if let Finding::FarmableCycle { cycle, .. } = finding {
            actions.extend(cycle.iter().cloned());
        }
        let episode = self.play(&actions);
        if episode.steps() != actions.len().min(budget) {
            let (steps, all) = (episode.steps(), actions.len());
            return self.refute(format!(
                "{} is over after {steps} of {all} steps",
                finding.name()
            ));
        }
        for step in &episode.transitions {
            let meant = REJECTED_ACTIONS.contains(&step.action.as_str());
            if step.effect.is_rejected() != meant {
                self.refute(format!("{}: `{}` is refused", finding.name(), step.action));
            }
        }
        match finding {
            Finding::FarmableCycle {
                way_in,
                cycle,
                per_round,
                ..
            } if report.exact => {
                let paid = self.rewards(&episode).unwrap_or_default();
                let rounds = paid.get(way_in.len()..).unwrap_or_default();
                for round in rounds.chunks_exact(cycle.len()) {
                    let sum: BigRational = round.iter().sum();
                    if Some(sum.to_string()) != per_round.exact {
                        self.refute(format!("a round pays {sum} and not {per_round:?}"));
                    }
                }
            }
            Finding::ExploitGap { success, .. } => {
                let solved = episode.success() == Some(true);
                if solved != (success.value > 0.5) {
                    self.refute(format!("the best policy succeeds {solved}, not {success}"));
                }
            }
            _ => {}
        }
    }

    /// No episode that ends earns more than the best return, and what the oracle plays earns what is said of it.
    fn bound(&mut self, report: &Report) {
        if !report.exact || self.task.draws().in_step() {
            return;
        }
        let best = report.whole_menu.as_deref().unwrap_or(report);
        let best = best.gap.best_return.clone();
        let exact = |amount: &audit::Amount| -> Option<BigRational> {
            amount.exact.as_ref().and_then(|text| text.parse().ok())
        };
        let mut earned = vec![];
        for name in ["oracle", "noisy:0.3", "random"] {
            let agent = agents::parse(name, &self.registry).unwrap();
            let count = if name == "oracle" { 1 } else { PLAYED };
            let played = self.rollouts(&*agent, count);
            // Of whole trajectories those are audited that are no longer than this.
            let is_audited = |e: &&Episode| {
                report.over != Over::Trajectories || e.steps() <= report.budget as usize
            };
            let ended = played.iter().filter(|e| e.end == End::Terminated);
            let ended = ended.filter(is_audited);
            let of = |episode: &Episode| self.earned(episode);
            earned.extend(ended.filter_map(of).map(|sum| (name, sum)));
        }
        let (Some(most), Some(oracle)) = (exact(&best), exact(&report.gap.oracle_return)) else {
            return;
        };
        let alike = report.invariance[0].is_identical();
        for (name, sum) in earned {
            if sum > most {
                self.refute(format!("`{name}` earned {sum}, more than {most}"));
            }
            // The oracle that plays may be another than the first one; where the same actions are best, all earn alike.
            if name == "oracle" && report.is_sound() && alike && sum != oracle {
                self.refute(format!("the oracle earned {sum}, not {oracle}"));
            }
        }
    }
}
