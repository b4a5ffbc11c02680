//! In which order a menu offers its entries.
//!
//! A task names what it asks for before it names mistakes. Offered in that order, the first entry not yet taken would be
//! the right one: a player that cannot read would succeed. So a task's entries are put in an order that says nothing: by
//! digests, which differ from task to task. Entries of one kind stand together, since a person reads the list as well.

use truestep_core::digest::Digest;

/// The places of `entries` - of what kind each is, and its text - in the order they are offered. Another `task` gives another
/// order.
pub(crate) fn offered<'a>(
    task: Digest,
    entries: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<u16> {
    let key = |(kind, text): (&str, &str)| {
        let [kind, text] = [kind, text].map(|part| task.chain(part.as_bytes()));
        (kind, text)
    };
    let mut keyed: Vec<_> = entries.map(key).zip(0_u16..).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, place)| place).collect()
}

/// What kind of entry a text is: what stands before its arguments.
pub(crate) fn kind(text: &str) -> &str {
    text.split_once(['(', '[']).map_or(text, |(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRIES: [&str; 6] = ["done", "get(\"a\")", "put(1)", "put(2)", "put(3)", "wait"];

    fn order(task: &str) -> Vec<u16> {
        let entries = ENTRIES.map(|text| (kind(text), text));
        offered(Digest::of(task.as_bytes()), entries.into_iter())
    }

    #[test]
    fn every_entry_is_offered_once_and_those_of_a_kind_together() {
        for task in 0..100 {
            let order = order(&task.to_string());
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..6));
            let puts: Vec<usize> = (2..5)
                .filter_map(|put| order.iter().position(|place| *place == put))
                .collect();
            assert!(puts.iter().max().unwrap() - puts.iter().min().unwrap() == 2);
        }
    }

    #[test]
    fn tasks_offer_each_entry_first_of_its_kind_about_equally_often() {
        let mut first = [0; 3];
        for task in 0..900 {
            let order = order(&task.to_string());
            let put = order.into_iter().find(|place| (2..5).contains(place));
            first[usize::from(put.unwrap()) - 2] += 1;
        }
        // Binomial with n = 900 and p = 1/3: the standard deviation is 14.
        assert!(
            first.iter().all(|count| (240..=360).contains(count)),
            "{first:?}"
        );
    }
}
