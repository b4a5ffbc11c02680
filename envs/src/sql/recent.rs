//! The queries that were worked out last.

use super::types::Worked;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

/// How many are kept.
const KEPT: usize = 8;

/// The last few queries of agents with what is known of them: one step asks for it several times - to admit the query, to
/// execute it, to say whether it is supported and how far it is right - and each is run once.
#[derive(Debug, Default)]
pub(super) struct Recent(Mutex<VecDeque<(Arc<str>, Arc<Worked>)>>);

impl Recent {
    /// What is known of a query: kept, or worked out now. It is a function of the query, so who asks first makes no difference.
    pub(super) fn get(&self, sql: &str, work_out: impl FnOnce() -> Worked) -> Arc<Worked> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept().iter().find(|(own, _)| **own == *sql).cloned();
        if let Some((_, worked)) = found {
            return worked;
        }
        // Not while it is locked: others may ask for what is kept meanwhile.
        let worked = Arc::new(work_out());
        let mut kept = kept();
        kept.push_back((sql.into(), worked.clone()));
        if kept.len() > KEPT {
            kept.pop_front();
        }
        worked
    }
}
