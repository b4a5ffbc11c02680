//! Counts with their nouns.

/// `1 episode`, `2 episodes`; `noun` is in the singular.
#[must_use]
pub(crate) fn counted(count: u64, noun: &str) -> String {
    match (count, noun) {
        (1, _) => format!("1 {noun}"),
        (_, "mismatch") => format!("{count} mismatches"),
        _ => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_no_things() {
        assert_eq!(counted(1, "episode"), "1 episode");
        assert_eq!(counted(0, "episode"), "0 episodes");
        assert_eq!(counted(2, "mismatch"), "2 mismatches");
    }
}
