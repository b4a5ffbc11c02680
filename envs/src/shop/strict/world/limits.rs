//! Sizes: how much a list shows, a cart holds, a text may be long.

/// Hits a search keeps; the rest of the catalogue is not listed for that query.
pub const HITS: usize = 30;
/// Products on one page of results.
pub const ROWS: usize = 10;
/// Orders on one page of the order list.
pub const ORDER_ROWS: usize = 5;
/// Option groups of a product that can be chosen; further groups keep their first value.
pub const MAX_GROUPS: usize = 4;
/// Lines a cart can hold at most; a task may set a lower limit.
pub const MAX_LINES: usize = 8;
/// Units a cart line can hold at most.
pub const MAX_QUANTITY: u8 = 9;
/// Length of a search text, bytes.
pub const MAX_QUERY_BYTES: usize = 160;
