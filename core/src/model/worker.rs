//! A worker: what steps a model with a host it starts when it needs one.

use super::{Dynamics, Host as _, HostFault};
use std::sync::{Mutex, PoisonError};

/// One worker's host, started when it is first needed.
pub(crate) struct Worker<M: Dynamics>(Option<M::Host>);

impl<M: Dynamics> Default for Worker<M> {
    fn default() -> Self {
        Self(None)
    }
}

impl<M: Dynamics> Worker<M> {
    /// Lend the host. One that failed is dropped, since it may be broken: whoever needs a host next starts another.
    #[inline]
    pub(crate) fn lend<R>(
        &mut self,
        def: &M::Def,
        use_it: impl FnOnce(&mut M::Host) -> Result<R, HostFault>,
    ) -> Result<R, HostFault> {
        let host = match &mut self.0 {
            Some(host) => host,
            None => self.0.insert(M::Host::start(def)?),
        };
        let result = use_it(host);
        if result.is_err() {
            self.0 = None;
        }
        result
    }
}

/// Workers that wait for work; as many come to be as are busy at once.
pub(crate) struct Workers<M: Dynamics>(Mutex<Vec<Worker<M>>>);

impl<M: Dynamics> Default for Workers<M> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<M: Dynamics> Workers<M> {
    /// A worker; whoever takes one gives it back.
    pub(crate) fn take(&self) -> Worker<M> {
        self.waiting().pop().unwrap_or_default()
    }

    pub(crate) fn give_back(&self, worker: Worker<M>) {
        self.waiting().push(worker);
    }

    /// Lend a worker.
    pub(crate) fn lend<R>(&self, use_it: impl FnOnce(&mut Worker<M>) -> R) -> R {
        let mut worker = self.take();
        let result = use_it(&mut worker);
        self.give_back(worker);
        result
    }

    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<Worker<M>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
