//! Everything that is looked at in one instance.

use super::{
    Scope,
    case::Case,
    ends, graphs, guarded, hostile, laws,
    ledger::Ledger,
    moments,
    probe::{MAIN, Probe},
    report::Figures,
    sentence::Sentence,
    starts, walk,
};
use crate::{
    host::{Capabilities, HostError, TruthLevel},
    registry::{Prepared, TaskError},
};
use std::{collections::BTreeSet, sync::Arc};

/// Look at every seed.
pub(super) fn check_all(scope: &Scope<'_>, ledger: &mut Ledger, figures: &mut Figures) {
    let options = scope.options;
    let mut starts = BTreeSet::new();
    figures.seeds = options.seeds;
    for number in 0..u64::from(options.seeds) {
        ledger.seed = options.first_seed.wrapping_add(number);
        let deep = figures.instances < options.deep_seeds;
        guarded(ledger, |ledger| {
            let Some(prepared) = prepare(scope, ledger) else {
                return;
            };
            figures.instances += 1;
            let start = check_one(scope, ledger, figures, prepared, deep);
            // The host refusing what the kit does would be a defect of the kit or of the environment's wiring.
            ledger.check(Sentence::CallersGetTypedErrors, start.is_ok(), || {
                format!("the host refused a step of the kit: {start:?}")
            });
            starts.extend(start);
        });
    }
    ledger.seed = options.first_seed;
    ledger.actions.clear();
    figures.distinct_starts = starts.len() as u32;
    guarded(ledger, |ledger| further_distances(scope, ledger, figures));
    figures.distances.sort_unstable();
    if figures.instances == 0 {
        for &sentence in Sentence::ALL {
            ledger.does_not_apply(sentence, "there is no instance");
        }
    }
    let most = figures.instances > 0 && figures.instances * 2 >= options.seeds;
    ledger.check(Sentence::HasInstances, most, || {
        format!("{} of {} seeds", figures.instances, options.seeds)
    });
}

/// Start distances of seeds beyond those that are looked at in full.
fn further_distances(scope: &Scope<'_>, ledger: &mut Ledger, figures: &mut Figures) {
    let options = scope.options;
    let Ok(mut probe) = Probe::new(scope.family, false) else {
        return;
    };
    for number in options.seeds..options.distance_seeds {
        let seed = options.first_seed.wrapping_add(u64::from(number));
        ledger.seed = seed;
        let Ok(prepared) = scope.registry.prepare(&scope.task(seed)) else {
            continue;
        };
        let capabilities = Capabilities {
            truth: TruthLevel::Basic,
            ..Capabilities::bare()
        };
        if prepared
            .load(&mut probe.shard, MAIN, 0, &capabilities)
            .is_ok()
        {
            let truth = probe.truth(MAIN);
            figures
                .distances
                .extend(truth.ok().and_then(|t| t.distance.steps()));
        }
    }
}

/// The instance of the ledger's seed, if it has one.
fn prepare(scope: &Scope<'_>, ledger: &mut Ledger) -> Option<Arc<dyn Prepared>> {
    match scope.registry.prepare(&scope.task(ledger.seed)) {
        Ok(prepared) => Some(prepared),
        Err(TaskError::NoInstance { .. }) => None,
        Err(error) => {
            ledger.check(Sentence::HasInstances, false, || error.to_string());
            None
        }
    }
}

/// Look at one instance; what its start is.
fn check_one(
    scope: &Scope<'_>,
    ledger: &mut Ledger,
    figures: &mut Figures,
    prepared: Arc<dyn Prepared>,
    deep: bool,
) -> Result<String, HostError> {
    let mut probe = Probe::new(scope.family, deep)?;
    let mut case = Case {
        scope,
        prepared,
        probe: &mut probe,
        ledger,
        deep,
    };
    let mut seen = laws::Seen::default();
    let start = walk::follow_oracle(&mut case, figures, &mut seen)?;
    walk::wander(&mut case, &mut seen)?;
    starts::same_bytes(&mut case)?;
    starts::only_chance_differs(&mut case)?;
    moments::check(&mut case)?;
    moments::capabilities(&mut case)?;
    moments::budget(&mut case, &start.oracle)?;
    hostile::check(&mut case)?;
    walk::idle(&mut case)?;
    walk::submit_at_once(&mut case)?;
    ends::check(&mut case)?;
    if deep {
        graphs::check(&mut case)?;
    }
    Ok(start.identity)
}
