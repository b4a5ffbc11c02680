//! Parts of the parity test: replay of recorded episodes, and text taken from pages.

pub(crate) mod episode;
pub(crate) mod html;
pub(crate) mod recorded;
