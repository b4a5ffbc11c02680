//! How much a response may hold.

use crate::{Failure, response::Entry};
use serde::Serialize;
use std::io::{self, Write};

/// Longest response, in bytes of JSON.
pub const MAX_RESPONSE_BYTES: usize = 1 << 26;

/// Bytes kept free for each slot named, so that all can be refused.
const REFUSAL_BYTES: usize = 512;

/// What is left of a response. Entries are measured as they are made, so that no response is ever held that is too long
/// to be sent.
pub(crate) struct Room {
    left: usize,
    is_full: bool,
}

impl Room {
    /// The room of a response that names that many slots.
    pub(crate) fn for_slots(slots: usize) -> Self {
        Self {
            left: MAX_RESPONSE_BYTES.saturating_sub(slots * REFUSAL_BYTES),
            is_full: false,
        }
    }

    /// Whether something did not fit: what comes after it is not even made.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    /// Take what `value` needs; `false`, and nothing is taken, if it does not fit.
    pub(crate) fn take(&mut self, value: &impl Serialize) -> bool {
        let mut meter = Meter { left: self.left };
        let fits = serde_json::to_writer(&mut meter, value).is_ok();
        match fits {
            true => self.left = meter.left,
            false => self.is_full = true,
        }
        fits
    }

    /// The entry of a slot: what is made of it, or why there is nothing.
    pub(crate) fn entry<T: Serialize>(
        &mut self,
        slot: usize,
        make: impl FnOnce() -> Result<T, Failure>,
    ) -> Entry<T> {
        if self.is_full {
            return Entry::refused(slot, response_full());
        }
        match make() {
            Ok(made) if self.take(&made) => Entry::Done(made),
            Ok(_) => Entry::refused(slot, response_full()),
            Err(failure) => Entry::refused(slot, failure),
        }
    }
}

pub(crate) fn response_full() -> Failure {
    Failure::new(
        "response_full",
        format!(
            "it was done, but what came of it does not fit into a response of {MAX_RESPONSE_BYTES} bytes: ask `frames` or `episodes` for fewer slots"
        ),
    )
}

/// Counts bytes and keeps none.
struct Meter {
    left: usize,
}

impl Write for Meter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.left.checked_sub(bytes.len()) {
            Some(left) => self.left = left,
            None => return Err(io::ErrorKind::StorageFull.into()),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_takes_nothing() {
        let mut room = Room {
            left: 10,
            is_full: false,
        };
        assert!(!room.take(&"0123456789"));
        assert!(room.take(&"01234567"));
        assert!(!room.take(&1));
        let unmade = room.entry::<u8>(0, || unreachable!("nothing is made that has no room"));
        assert!(matches!(unmade, Entry::Refused(_)));
    }
}
