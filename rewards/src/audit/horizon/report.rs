//! What the pass comes to, and the way of the reward's best policy.

use super::{Pass, Worth};
use crate::audit::{
    AuditError, harmful,
    price::AuditScalar,
    report::{Amount, Finding, Gap, Over, Range, Report},
    timed::Paid,
};
use truestep_core::graph::EdgeId;

impl<S: AuditScalar> Pass<'_, '_, S> {
    /// The places and actions of the reward's first best policy from the start, along the likeliest outcomes, with what
    /// each step pays.
    fn walk(&mut self) -> Result<Vec<(u32, u32, EdgeId, S)>, AuditError> {
        let (mut here, mut walk) = (0u32, vec![]);
        for step in 0..self.timed.horizon {
            let edge = self.choices[step as usize][here as usize];
            if edge == u32::MAX {
                break;
            }
            self.timed.turn_to(self.timed.horizon - step);
            let mut paid = self.timed.paid(step, here, EdgeId(edge))?;
            let share = |p: &Paid<S>| self.timed.world.arcs[p.arc as usize].numerator;
            let likeliest = paid
                .iter()
                .reduce(|a, b| if share(b) > share(a) { b } else { a });
            let Some(likeliest) = likeliest else { break };
            let to = likeliest.to;
            let place = paid.iter().position(|p| p.to == to).unwrap_or(0);
            let likeliest = self.audited(paid.swap_remove(place));
            let [price, ..] = likeliest.pays;
            walk.push((step, here, EdgeId(edge), price));
            here = to;
        }
        Ok(walk)
    }

    pub(super) fn report(mut self, start: &Worth<S>, name: &str) -> Result<Report, AuditError> {
        let walk = self.walk()?;
        let world = self.timed.world;
        let texts = |steps: &[(u32, u32, EdgeId, S)]| -> Vec<String> {
            let text = |s: &(u32, u32, EdgeId, S)| world.actions[s.2.0 as usize].clone();
            steps.iter().map(text).collect()
        };
        let gap = Gap {
            best_return: Amount::of(&start.best[0]),
            oracle_return: Amount::of(&start.oracle[2]),
            success: Amount::of(&start.mine[0]),
            oracle_success: Amount::of(&start.oracle[0]),
            outcome: Amount::of(&start.mine[1]),
            oracle_outcome: Amount::of(&start.oracle[1]),
            actions: texts(&walk),
        };
        let worse = self.exceeds(&start.oracle[0], &start.mine[0])
            || self.exceeds(&start.oracle[1], &start.mine[1]);
        let mut findings = vec![];
        if let Some(Finding::PolicyChanged { states, .. }) = &mut self.nearest {
            *states = self.kept.broken;
        }
        findings.extend(self.nearest.take());
        findings.extend(self.farmable(start, &walk, &texts));
        findings.extend(worse.then(|| gap.finding()));
        // Where the policy is kept, paying harmless steps does no harm either: shaping may do it.
        let first = self.first_harmless.take().map(|(step, here, edge, price)| {
            let action = world.actions[edge.0 as usize].clone();
            (self.timed.way_to(step, here), action, price)
        });
        let paid = self.tally.finding(first);
        findings.extend(paid.filter(|_| !self.kept.is_kept()));
        let tally = std::mem::replace(&mut self.harmful, harmful::Tally::new());
        let harmful = tally.harmful(|(step, here, edge)| {
            let action = world.actions[edge.0 as usize].clone();
            (self.timed.way_to(step, here), action)
        });
        let zero = || [S::zero(), S::zero()];
        let [low, high] = self.prices.take().unwrap_or_else(zero);
        let range = |lowest: &S, highest: &S| Range {
            lowest: Amount::of(lowest),
            highest: Amount::of(highest),
        };
        Ok(Report {
            reward: name.to_owned(),
            task: (*world.task).clone(),
            objective: self.options.objective.to_string(),
            role: self.role,
            actions: world.actions_name(),
            mode: self.options.mode,
            over: Over::StatesAndSteps,
            states: world.graph().nodes(),
            transitions: world.arcs.len(),
            budget: self.timed.horizon,
            exact: S::EXACT,
            tolerance: S::TOLERANCE,
            findings,
            invariance: vec![self.kept, self.kept_otherwise],
            gap,
            rewards: range(&low, &high),
            returns: range(&start.lowest, &start.best[0]),
            harmless: self.tally.harmless(),
            harmful,
            rejected: world.rejected_count(),
            telescoping: None,
            shaped_outcome: None,
            distances: vec![],
            whole_menu: None,
        })
    }

    /// The shortest loop on the reward's best way, if that way earns more than success does and the loop pays.
    fn farmable(
        &self,
        start: &Worth<S>,
        walk: &[(u32, u32, EdgeId, S)],
        texts: &dyn Fn(&[(u32, u32, EdgeId, S)]) -> Vec<String>,
    ) -> Option<Finding> {
        let bar = start.straight.clone().unwrap_or_else(S::zero);
        if !self.exceeds(&start.best[0], &bar) {
            return None;
        }
        let place = |at: usize| {
            let (step, here, ..) = walk[at];
            self.timed.layers[step as usize].places[here as usize]
        };
        let sum = |from: usize, to: usize| {
            walk[from..to]
                .iter()
                .fold(S::zero(), |sum, step| sum + step.3.clone())
        };
        let pairs = (1..walk.len())
            .flat_map(|length| (0..walk.len() - length).map(move |from| (from, from + length)));
        let (from, to) = pairs
            .filter(|&(from, to)| place(from) == place(to))
            .find(|&(from, to)| self.exceeds(&sum(from, to), &S::zero()))?;
        Some(Finding::FarmableCycle {
            way_in: texts(&walk[..from]),
            cycle: texts(&walk[from..to]),
            per_round: Amount::of(&sum(from, to)),
            farmed: Amount::of(&start.best[0]),
            farmed_in_budget: Amount::of(&start.best[0]),
            budget: self.timed.horizon,
            best_success: Amount::of(&bar),
        })
    }
}
