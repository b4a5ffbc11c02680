//! Functions beside the pipeline: losses, filters and measures of the field that price no trajectory. [`LIST`] is the list.

use crate::registry::Entry;

/// Every function.
pub const LIST: &[&Entry] = &[];
