//! Covering the wanted options with one value per group: how much is possible, and in how few clicks.

/// One option group as the cover sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group<'a> {
    /// The distinct masks of wanted options its values match.
    pub(super) masks: &'a [u64],
    /// The mask of what is chosen now; 0 for nothing.
    pub(super) now: u64,
}

/// Fewest changes of value after which everything in `wanted` is matched; `None` if that cannot be.
pub(super) fn clicks_needed(groups: &[Group<'_>], wanted: u64) -> Option<u32> {
    let mut front: Vec<(u64, u32)> = vec![(0, 0)];
    for group in groups {
        let mut next: Vec<(u64, u32)> = front
            .iter()
            .map(|(mask, clicks)| (mask | group.now, *clicks))
            .collect();
        for mask in group.masks.iter().filter(|mask| **mask != group.now) {
            next.extend(
                front
                    .iter()
                    .map(|(matched, clicks)| (matched | mask, clicks + 1)),
            );
        }
        front = prune(next);
    }
    front
        .iter()
        .filter(|(mask, _)| mask & wanted == wanted)
        .map(|(_, clicks)| *clicks)
        .min()
}

/// The largest set of wanted options one value per group can match.
pub(super) fn widest(groups: &[Vec<u64>]) -> u64 {
    let mut front: Vec<(u64, u32)> = vec![(0, 0)];
    for masks in groups {
        let mut next = front.clone();
        for mask in masks {
            next.extend(front.iter().map(|(matched, _)| (matched | mask, 0)));
        }
        front = prune(next);
    }
    front
        .into_iter()
        .map(|(mask, _)| mask)
        .max_by_key(|mask| mask.count_ones())
        .unwrap_or(0)
}

/// Drops every entry that another one matches or beats in both respects.
fn prune(mut entries: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    entries.sort_unstable_by_key(|(mask, clicks)| {
        (*clicks, std::cmp::Reverse(mask.count_ones()), *mask)
    });
    let mut kept: Vec<(u64, u32)> = Vec::new();
    for (mask, clicks) in entries {
        if !kept
            .iter()
            .any(|(larger, fewer)| mask & !larger == 0 && *fewer <= clicks)
        {
            kept.push((mask, clicks));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every way to leave or change each group.
    fn by_trial(groups: &[Group<'_>], wanted: u64, matched: u64) -> Option<u32> {
        let Some((group, rest)) = groups.split_first() else {
            return (matched & wanted == wanted).then_some(0);
        };
        let stay = by_trial(rest, wanted, matched | group.now);
        let change = group
            .masks
            .iter()
            .filter_map(|mask| by_trial(rest, wanted, matched | mask));
        change.map(|clicks| clicks + 1).chain(stay).min()
    }

    proptest! {
        #[test]
        fn fewest_clicks_equal_trying_everything(
            masks in proptest::collection::vec(proptest::collection::vec(0u64..16, 1..4), 0..4),
            now in proptest::collection::vec(0usize..4, 4),
            wanted in 0u64..16,
        ) {
            let groups: Vec<Group<'_>> = masks
                .iter()
                .zip(&now)
                .map(|(masks, now)| Group { masks, now: masks.get(*now).copied().unwrap_or(0) })
                .collect();
            prop_assert_eq!(clicks_needed(&groups, wanted), by_trial(&groups, wanted, 0));
        }
    }

    #[test]
    fn two_options_of_one_group_cannot_both_be_matched() {
        let groups = [vec![0, 1, 2], vec![0, 4]];
        assert_eq!(widest(&groups).count_ones(), 2);
    }
}
