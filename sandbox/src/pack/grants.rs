//! What a pack was granted.

use crate::tables::{Access, Base, TableId};
use std::sync::Arc;

/// What a pack may do to each table of a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grants(pub(super) Arc<[Access]>);

impl Grants {
    /// These accesses, and none to any other table. Of two for the same table the last one holds.
    #[must_use]
    pub fn new(base: &Base, granted: &[(TableId, Access)]) -> Self {
        let mut all = vec![Access::None; base.specs().count()];
        for (table, access) in granted {
            if let Some(place) = all.get_mut(table.index()) {
                *place = *access;
            }
        }
        Self(all.into())
    }

    /// The access to a table.
    #[must_use]
    pub fn of(&self, table: TableId) -> Access {
        self.0.get(table.index()).copied().unwrap_or(Access::None)
    }

    /// The same, and nothing above `most`.
    pub(crate) fn at_most(&self, most: Access) -> Self {
        if self.0.iter().all(|access| *access <= most) {
            return self.clone();
        }
        Self(self.0.iter().map(|access| (*access).min(most)).collect())
    }
}
