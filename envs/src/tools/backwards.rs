//! Distances to success over a graph that was gone through, from its ends backwards.

/// A distance of no state.
pub(crate) const NEVER: u32 = u32::MAX;

/// An edge that a search has gone over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    /// The state it leaves, by number.
    pub(crate) from: u32,
    /// The state it leads to.
    pub(crate) to: u32,
    /// Which choice it is.
    pub(crate) choice: u16,
    /// Whether what was shown supports it.
    pub(crate) is_supported: bool,
}

impl Edge {
    /// Whether it is one step of a shortest way, by these distances over supported choices.
    pub(crate) fn is_shortest(&self, distances: &[u32]) -> bool {
        let (here, there) = (distances[self.from as usize], distances[self.to as usize]);
        self.is_supported && there != NEVER && there + 1 == here
    }
}

/// Fewest edges to a success, for each of `count` states, over the edges that `counts` holds of, from states whose distances
/// are `known`, each as distance and number.
pub(crate) fn backwards(
    count: usize,
    edges: &[Edge],
    mut known: Vec<(u32, u32)>,
    counts: impl Fn(&Edge) -> bool,
) -> Vec<u32> {
    let edges = || edges.iter().filter(|edge| counts(edge));
    // The edges into each state, one after another, and where each state's begin.
    let mut begin = vec![0_u32; count + 2];
    edges().for_each(|edge| begin[edge.to as usize + 2] += 1);
    (2..count + 2).for_each(|at| begin[at] += begin[at - 1]);
    let mut from = vec![0_u32; begin[count + 1] as usize];
    for edge in edges() {
        let place = &mut begin[edge.to as usize + 1];
        from[*place as usize] = edge.from;
        *place += 1;
    }
    known.sort_unstable();
    let mut known = known
        .into_iter()
        .filter(|(distance, _)| *distance != NEVER)
        .peekable();
    let mut all = vec![NEVER; count];
    let (mut level, mut here, mut next) = (0, vec![], vec![]);
    loop {
        while let Some((_, at)) = known.next_if(|(distance, _)| *distance == level) {
            here.push(at);
        }
        for at in here.drain(..) {
            if all[at as usize] != NEVER {
                continue;
            }
            all[at as usize] = level;
            let into = begin[at as usize] as usize..begin[at as usize + 1] as usize;
            next.extend(&from[into]);
        }
        std::mem::swap(&mut here, &mut next);
        level = match (here.is_empty(), known.peek()) {
            (true, None) => return all,
            (true, Some((distance, _))) => *distance,
            (false, _) => level + 1,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 -> 1 -> 2 -> 3, and 0 -> 3 by a guess; 4 leads to nobody, and 5 is known to be two away.
    fn edges() -> Vec<Edge> {
        let edge = |from, to, is_supported| Edge {
            from,
            to,
            choice: 0,
            is_supported,
        };
        vec![
            edge(0, 1, true),
            edge(1, 2, true),
            edge(2, 3, true),
            edge(0, 3, false),
            edge(4, 5, true),
        ]
    }

    #[test]
    fn a_distance_is_the_fewest_edges_that_count_to_what_is_known() {
        let known = || vec![(2, 5), (0, 3)];
        let supported = backwards(7, &edges(), known(), |edge| edge.is_supported);
        assert_eq!(supported, [3, 2, 1, 0, 3, 2, NEVER]);
        let all = backwards(7, &edges(), known(), |_| true);
        assert_eq!(all, [1, 2, 1, 0, 3, 2, NEVER]);
    }

    #[test]
    fn what_is_known_to_lead_nowhere_helps_nobody() {
        let all = backwards(7, &edges(), vec![(NEVER, 3)], |_| true);
        assert_eq!(all, [NEVER; 7]);
    }

    #[test]
    fn a_shortest_way_has_no_guesses() {
        let distances = backwards(7, &edges(), vec![(0, 3)], |edge| edge.is_supported);
        let shortest = edges()
            .iter()
            .map(|e| e.is_shortest(&distances))
            .collect::<Vec<_>>();
        assert_eq!(shortest, [true, true, true, false, false]);
    }
}
