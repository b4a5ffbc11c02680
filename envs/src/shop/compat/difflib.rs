//! The similarity ratio of CPython's `difflib.SequenceMatcher`, with its `autojunk` rule.
//!
//! Source: the definition in the Python documentation of `difflib` (Ratcliff/Obershelp with the longest matching block that
//! starts earliest in the first, then in the second sequence). From 200 elements on, an element that makes up more than one
//! part in a hundred of the second sequence (plus one) cannot start a block; it can only extend one.

use std::collections::BTreeMap;

/// Length of the second sequence from which frequent elements are ignored.
const AUTOJUNK_FROM: usize = 200;

/// `SequenceMatcher(None, a, b).ratio()`: twice the matched elements over all elements, 0..=1; 1 for two empty sequences.
pub(super) fn ratio(a: &[char], b: &[char]) -> f64 {
    let length = a.len() + b.len();
    if length == 0 {
        return 1.0;
    }
    2.0 * matched(a, b) as f64 / length as f64
}

/// Where each element occurs in the second sequence, ascending, frequent elements left out.
fn positions(b: &[char]) -> BTreeMap<char, Vec<usize>> {
    let mut at: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    for (j, c) in b.iter().enumerate() {
        at.entry(*c).or_default().push(j);
    }
    if b.len() >= AUTOJUNK_FROM {
        let most = b.len() / 100 + 1;
        at.retain(|_, places| places.len() <= most);
    }
    at
}

/// Total size of the matching blocks.
fn matched(a: &[char], b: &[char]) -> usize {
    let at = positions(b);
    let mut lengths = (vec![0; b.len() + 1], vec![0; b.len() + 1]);
    let mut waiting = vec![Window {
        a: (0, a.len()),
        b: (0, b.len()),
    }];
    let mut total = 0;
    while let Some(window) = waiting.pop() {
        let (i, j, size) = longest_block(a, b, &at, window, &mut lengths);
        if size == 0 {
            continue;
        }
        total += size;
        waiting.push(Window {
            a: (window.a.0, i),
            b: (window.b.0, j),
        });
        waiting.push(Window {
            a: (i + size, window.a.1),
            b: (j + size, window.b.1),
        });
    }
    total
}

/// A stretch of both sequences, half open.
#[derive(Clone, Copy)]
struct Window {
    a: (usize, usize),
    b: (usize, usize),
}

/// The longest block inside a window: start in `a`, start in `b`, size. `lengths.0[j + 1]` is the length of the run that
/// ends at `b[j]` for the previous element of `a`; both buffers are all zero on entry and on return.
fn longest_block(
    a: &[char],
    b: &[char],
    at: &BTreeMap<char, Vec<usize>>,
    window: Window,
    lengths: &mut (Vec<usize>, Vec<usize>),
) -> (usize, usize, usize) {
    let none: Vec<usize> = Vec::new();
    let places = |c: char| at.get(&c).unwrap_or(&none);
    let inside = |j: &&usize| (window.b.0..window.b.1).contains(*j);
    let (mut best_i, mut best_j, mut best) = (window.a.0, window.b.0, 0);
    let (previous, current) = lengths;
    for i in window.a.0..window.a.1 {
        for &j in places(a[i]).iter().filter(inside) {
            let run = previous[j] + 1;
            current[j + 1] = run;
            if run > best {
                (best_i, best_j, best) = (i + 1 - run, j + 1 - run, run);
            }
        }
        if i > window.a.0 {
            clear(previous, places(a[i - 1]));
        }
        std::mem::swap(previous, current);
    }
    if window.a.1 > window.a.0 {
        clear(previous, places(a[window.a.1 - 1]));
    }
    while best_i > window.a.0 && best_j > window.b.0 && a[best_i - 1] == b[best_j - 1] {
        (best_i, best_j, best) = (best_i - 1, best_j - 1, best + 1);
    }
    while best_i + best < window.a.1
        && best_j + best < window.b.1
        && a[best_i + best] == b[best_j + best]
    {
        best += 1;
    }
    (best_i, best_j, best)
}

fn clear(lengths: &mut [usize], places: &[usize]) {
    for &j in places {
        lengths[j + 1] = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(a: &str, b: &str) -> f64 {
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        ratio(&chars(a), &chars(b))
    }

    #[test]
    #[expect(
        clippy::float_cmp,
        reason = "the figures are those of CPython 3.11, to the bit"
    )]
    fn ratios_equal_cpython() {
        assert_eq!(of("", ""), 1.0);
        assert_eq!(of("abcd", "bcde"), 0.75);
        assert_eq!(of("private", "privte volatile"), 0.636_363_636_363_636_4);
        assert_eq!(of("qabxcd", "abycdf"), 0.666_666_666_666_666_6);
    }

    #[test]
    #[expect(
        clippy::float_cmp,
        reason = "the figures are those of CPython 3.11, to the bit"
    )]
    fn frequent_elements_cannot_start_a_block_from_200_on() {
        let long = "ab".repeat(100);
        assert_eq!(of(&long, &long[1..]), 0.997_493_734_335_839_5);
        assert_eq!(of(&long[1..], &long), 0.0);
    }
}
