//! Strongly connected parts of a directed graph.

/// The strongly connected parts of nodes `0..nodes`, each after every part it leads to; `successor(node, i)` is the node's
/// `i`-th successor, `None` behind the last.
///
/// Tarjan 1972 with a stack of its own: a chain as long as a large state graph would overflow the program's, as it does in
/// libraries that recurse.
#[must_use]
pub fn strongly_connected(
    nodes: usize,
    successor: impl Fn(u32, usize) -> Option<u32>,
) -> Vec<Vec<u32>> {
    const NEW: u32 = u32::MAX;
    let (mut order, mut low) = (vec![NEW; nodes], vec![0; nodes]);
    let mut on_stack = vec![false; nodes];
    let (mut stack, mut found, mut next) = (vec![], vec![], 0);
    for root in 0..nodes as u32 {
        if order[root as usize] != NEW {
            continue;
        }
        let mut calls = vec![(root, 0usize)];
        while let Some((node, mut seen)) = calls.pop() {
            let at = node as usize;
            if seen == 0 {
                (order[at], low[at]) = (next, next);
                next += 1;
                stack.push(node);
                on_stack[at] = true;
            } else if let Some(done) = successor(node, seen - 1)
                && on_stack[done as usize]
            {
                low[at] = low[at].min(low[done as usize]);
            }
            let mut descend = None;
            while let Some(other) = successor(node, seen) {
                seen += 1;
                if order[other as usize] == NEW {
                    descend = Some(other);
                    break;
                }
                if on_stack[other as usize] {
                    low[at] = low[at].min(order[other as usize]);
                }
            }
            if let Some(other) = descend {
                calls.push((node, seen));
                calls.push((other, 0));
                continue;
            }
            if low[at] == order[at] {
                let from = stack.iter().rposition(|&s| s == node);
                let part = stack.split_off(from.expect("invariant: a root is on the stack"));
                part.iter().for_each(|&m| on_stack[m as usize] = false);
                found.push(part);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(edges: &[&[u32]]) -> Vec<Vec<u32>> {
        let mut parts = strongly_connected(edges.len(), |n, i| edges[n as usize].get(i).copied());
        parts.iter_mut().for_each(|part| part.sort_unstable());
        parts
    }

    #[test]
    fn parts_come_after_those_they_lead_to() {
        // 0 <-> 1 -> 2 -> 3 <-> 4, 5 alone, 2 -> 2.
        let found = parts(&[&[1], &[0, 2], &[2, 3], &[4], &[3], &[]]);
        assert_eq!(found, [vec![3, 4], vec![2], vec![0, 1], vec![5]]);
    }

    #[test]
    fn a_long_chain_overflows_nothing() {
        let found = strongly_connected(1_000_000, |n, i| (i == 0 && n < 999_999).then_some(n + 1));
        assert_eq!(found.len(), 1_000_000);
        assert_eq!(found[0], [999_999]);
    }
}
