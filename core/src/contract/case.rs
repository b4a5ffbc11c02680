//! One instance, and what its checks share.

use super::{
    Scope,
    ledger::Ledger,
    probe::{Probe, TRIAL},
};
use crate::{
    host::{Capabilities, HostError},
    registry::Prepared,
};
use std::sync::Arc;

/// One instance under the lens.
pub(super) struct Case<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) prepared: Arc<dyn Prepared>,
    pub(super) probe: &'a mut Probe,
    pub(super) ledger: &'a mut Ledger,
    /// Whether it gets the checks that cost most.
    pub(super) deep: bool,
}

impl Case<'_> {
    /// Start rollout `rollout` in `slot`.
    pub(super) fn load(
        &mut self,
        slot: usize,
        rollout: u32,
        capabilities: &Capabilities,
    ) -> Result<(), HostError> {
        self.ledger.actions.clear();
        if slot == TRIAL {
            self.probe.trial_of = None;
        }
        self.prepared
            .load(&mut self.probe.shard, slot, rollout, capabilities)
    }

    /// Start in `slot` with truth and every view, and no budget.
    pub(super) fn load_watched(&mut self, slot: usize, rollout: u32) -> Result<(), HostError> {
        let capabilities = self.probe.watched(&self.prepared);
        self.load(slot, rollout, &capabilities)
    }

    pub(super) fn seed(&self) -> u64 {
        self.prepared.task().seed.0
    }
}
