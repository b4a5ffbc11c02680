//! The models a shard plays, by type and by number.

use super::slot::{OpsOf, SlotOps};
use crate::model::Model;
use std::{any::TypeId, collections::BTreeMap};

/// Number of a model within its shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ModelId(usize);

/// The models, in the order they were added.
#[derive(Default)]
pub(super) struct Models {
    numbers: BTreeMap<TypeId, ModelId>,
    ops: Vec<Box<dyn SlotOps>>,
}

impl Models {
    /// Add `M`; `false` if it is there.
    pub(super) fn add<M: Model>(&mut self, ops: OpsOf<M>) -> bool {
        let next = ModelId(self.ops.len());
        let number = *self.numbers.entry(TypeId::of::<M>()).or_insert(next);
        if number == next {
            self.ops.push(Box::new(ops));
        }
        number == next
    }

    /// The number of `M`; `None` if it was not added.
    pub(super) fn number<M: Model>(&self) -> Option<ModelId> {
        self.numbers.get(&TypeId::of::<M>()).copied()
    }

    pub(super) fn get(&self, id: ModelId) -> &dyn SlotOps {
        &*self.ops[id.0]
    }

    pub(super) fn get_mut(&mut self, id: ModelId) -> &mut dyn SlotOps {
        &mut *self.ops[id.0]
    }
}
