//! What was once worked out, by the number of what it is a function of: bounded in bytes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Bytes of one thing that is kept, at most: what is larger is worked out again.
const LARGEST: usize = 64 << 10;
/// Bytes of all together; past them all are forgotten, and worked out again as they are needed.
const TOGETHER: usize = 48 << 20;
/// What keeping something takes beside its own bytes, about.
const BESIDE: usize = 200;

/// Something that can be kept.
pub(super) trait Weighed {
    /// How many bytes it takes, about.
    fn bytes(&self) -> usize;
}

/// What is remembered.
pub(super) struct Remembered<T>(Mutex<Kept<T>>);

struct Kept<T> {
    all: BTreeMap<u128, Arc<T>>,
    bytes: usize,
}

impl<T: Weighed> Remembered<T> {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Kept {
            all: BTreeMap::new(),
            bytes: 0,
        }))
    }

    fn lock(&self) -> MutexGuard<'_, Kept<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is remembered, or what `make` makes.
    ///
    /// # Errors
    /// What `make` says.
    pub(super) fn get<E>(
        &self,
        key: u128,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<Arc<T>, E> {
        if let Some(known) = self.lock().all.get(&key) {
            return Ok(known.clone());
        }
        let made = Arc::new(make()?);
        let bytes = made.bytes() + BESIDE;
        if bytes <= LARGEST {
            let mut kept = self.lock();
            if kept.bytes + bytes > TOGETHER {
                kept.all.clear();
                kept.bytes = 0;
            }
            if kept.all.insert(key, made.clone()).is_none() {
                kept.bytes += bytes;
            }
        }
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    impl Weighed for Vec<u8> {
        fn bytes(&self) -> usize {
            self.len()
        }
    }

    #[test]
    fn what_is_small_is_kept_and_all_of_it_is_bounded() {
        let kept = Remembered::new();
        let asked = |key: u128, size: usize| {
            let mut made = false;
            let make = || {
                made = true;
                Ok::<_, Infallible>(vec![0; size])
            };
            kept.get(key, make).unwrap();
            made
        };
        assert!(asked(1, 100) && !asked(1, 100));
        assert!(asked(2, LARGEST) && asked(2, LARGEST), "too large to keep");
        let largest = LARGEST - BESIDE;
        for key in 10..10 + (TOGETHER / LARGEST) as u128 {
            assert!(asked(key, largest));
        }
        assert!(asked(1, 100), "all were forgotten");
        assert!(kept.lock().bytes <= TOGETHER);
    }
}
