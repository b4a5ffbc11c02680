//! The linter as a law: instructions and pages of many seeds.

use super::{
    super::{
        Scope, card,
        ledger::Ledger,
        probe::{MAIN, Probe},
        sentence::Sentence,
    },
    Fault, Register, opposites, read,
};
use crate::{
    chance::{Chance as _, Seed},
    host::{HostError, Input},
    registry::Prepared,
};
use std::sync::Arc;

/// Steps of the oracle whose pages are read, per seed.
const ORACLE_STEPS: u32 = 12;
/// Steps of random play whose pages are read, per seed.
const RANDOM_STEPS: u32 = 8;

/// Read the instruction and the pages of every seed.
pub(in super::super) fn hold(scope: &Scope<'_>, ledger: &mut Ledger) {
    if let Err(error) = read_all(scope, ledger) {
        ledger.check(Sentence::SaidAsAPersonWould, false, || error.to_string());
    }
}

fn read_all(scope: &Scope<'_>, ledger: &mut Ledger) -> Result<(), HostError> {
    let options = scope.options;
    if let Some(reason) = card::borrowed_language(scope.family.card(), scope.template.id.template())
    {
        ledger.does_not_apply(Sentence::SaidAsAPersonWould, &reason);
        return Ok(());
    }
    let mut probe = Probe::new(scope.family, false)?;
    for number in 0..u64::from(options.seeds.max(options.distance_seeds)) {
        ledger.seed = options.first_seed.wrapping_add(number);
        ledger.actions.clear();
        let Ok(prepared) = scope.registry.prepare(&scope.task(ledger.seed)) else {
            continue;
        };
        let goal = &prepared.goal().instruction;
        let mut faults = read(goal, Register::Prose);
        faults.extend(opposites(goal, scope.family.synonyms()));
        tell(ledger, &faults, goal);
        pages(ledger, &mut probe, &prepared)?;
    }
    Ok(())
}

/// The pages on the oracle's way, then those of random play.
fn pages(
    ledger: &mut Ledger,
    probe: &mut Probe,
    prepared: &Arc<dyn Prepared>,
) -> Result<(), HostError> {
    let watched = probe.watched(prepared);
    prepared.load(&mut probe.shard, MAIN, 0, &watched)?;
    page(ledger, probe)?;
    for _ in 0..ORACLE_STEPS {
        if probe.is_over(MAIN)? {
            break;
        }
        let best = probe.best(MAIN)?.and_then(|best| best.first().copied());
        let Some(best) = best else {
            break;
        };
        step(ledger, probe, best)?;
    }
    ledger.actions.clear();
    let watched = probe.watched(prepared);
    prepared.load(&mut probe.shard, MAIN, 0, &watched)?;
    let mut chance = Seed(ledger.seed).stream("contract:language").sampled();
    for _ in 0..RANDOM_STEPS {
        let count = probe.menu(MAIN)?.len() as u32;
        if probe.is_over(MAIN)? || count == 0 {
            break;
        }
        step(ledger, probe, chance.below(count))?;
    }
    Ok(())
}

fn step(ledger: &mut Ledger, probe: &mut Probe, index: u32) -> Result<(), HostError> {
    let text = probe.menu(MAIN)?.into_iter().nth(index as usize);
    ledger.actions.extend(text.map(|(text, _)| text));
    probe.act(MAIN, Input::Menu(index))?;
    page(ledger, probe)
}

fn page(ledger: &mut Ledger, probe: &mut Probe) -> Result<(), HostError> {
    let frame = probe.shard.frame(MAIN)?;
    // The view agents read; trees and markup are no prose.
    let text = frame.text();
    tell(ledger, &read(text, Register::Page), text);
    Ok(())
}

fn tell(ledger: &mut Ledger, faults: &[Fault], text: &str) {
    ledger.check(Sentence::SaidAsAPersonWould, faults.is_empty(), || {
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        format!("{} in {text:?}", all.join("; "))
    });
}
