//! What of a desk's rows can be set right again: nothing.

use crate::tools::kernel::rule::Mending;

/// What was booked, cancelled, changed, paid or issued is so once and for all: each kind of change is possible once, what was
/// cancelled cannot be booked again under its id, what was booked stays listed, and no tool takes a charge back alone.
pub(super) const MENDING: Mending = Mending {
    can: |_| false,
    calls: |_| vec![],
};
