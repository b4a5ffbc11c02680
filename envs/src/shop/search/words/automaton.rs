//! From a regular expression to a table of states (Glushkov 1961; the subset construction of Rabin and Scott 1959,
//! <https://doi.org/10.1147/rd.32.0114>).

use super::classes::Mask;
use super::grammar::Rule;
use rustc_hash::FxHashMap;

/// A set of places in the expression.
type Places = u128;

/// The state from which nothing can match.
pub(super) const DEAD: u8 = 0;
/// The state before the first character.
pub(super) const START: u8 = 1;

/// A table: the next state by state and class of the next character.
pub(super) struct Automaton {
    next: Vec<u8>,
    accepts: Vec<bool>,
    classes: usize,
}

impl Automaton {
    /// The table of `rule` over characters whose class has the properties `masks[class]`.
    pub(super) fn build(rule: &Rule, masks: &[Mask]) -> Automaton {
        let mut expression = Expression::default();
        let whole = expression.add(rule);
        let fitting: Vec<Places> = masks.iter().map(|mask| expression.fitting(*mask)).collect();
        // A state is the set of places that may have matched the last character; the start has matched none.
        let mut states: Vec<Places> = vec![0, 0];
        let mut numbers: FxHashMap<Places, u8> = FxHashMap::from_iter([(0, DEAD)]);
        let mut next = vec![DEAD; masks.len()];
        let mut state = usize::from(START);
        while state < states.len() {
            let follow = if state == usize::from(START) {
                whole.first
            } else {
                expression.after(states[state])
            };
            for fitting in &fitting {
                let number = *numbers.entry(follow & fitting).or_insert_with(|| {
                    states.push(follow & fitting);
                    u8::try_from(states.len() - 1)
                        .expect("invariant: the rules need fewer than 256 states")
                });
                next.push(number);
            }
            state += 1;
        }
        let accepts = states
            .iter()
            .map(|places| places & whole.last != 0)
            .collect();
        Automaton {
            next,
            accepts,
            classes: masks.len(),
        }
    }

    /// The state after a character of a class.
    pub(super) fn next(&self, state: u8, class: usize) -> u8 {
        self.next[usize::from(state) * self.classes + class]
    }

    /// Whether what led to the state is a match.
    pub(super) fn accepts(&self, state: u8) -> bool {
        self.accepts[usize::from(state)]
    }
}

/// The places of an expression, each of which matches one character.
#[derive(Default)]
struct Expression {
    masks: Vec<Mask>,
    /// Places that may come after each.
    follow: Vec<Places>,
}

/// What a part of an expression can begin and end with.
#[derive(Clone, Copy)]
struct Part {
    may_be_empty: bool,
    first: Places,
    last: Places,
}

/// The part that matches nothing but the empty text.
const EMPTY: Part = Part {
    may_be_empty: true,
    first: 0,
    last: 0,
};

impl Expression {
    fn add(&mut self, rule: &Rule) -> Part {
        match rule {
            Rule::One(mask) => self.place(*mask),
            Rule::Then(parts) => parts.iter().fold(EMPTY, |before, part| {
                let part = self.add(part);
                self.join(before.last, part.first);
                Part {
                    may_be_empty: before.may_be_empty && part.may_be_empty,
                    first: before.first | if before.may_be_empty { part.first } else { 0 },
                    last: part.last | if part.may_be_empty { before.last } else { 0 },
                }
            }),
            Rule::Either(parts) => {
                let none = Part {
                    may_be_empty: false,
                    ..EMPTY
                };
                parts.iter().fold(none, |sum, part| {
                    let part = self.add(part);
                    Part {
                        may_be_empty: sum.may_be_empty || part.may_be_empty,
                        first: sum.first | part.first,
                        last: sum.last | part.last,
                    }
                })
            }
            Rule::Many(part) => Part {
                may_be_empty: true,
                ..self.again(part)
            },
            Rule::Repeated(part) => self.again(part),
            Rule::Maybe(part) => Part {
                may_be_empty: true,
                ..self.add(part)
            },
        }
    }

    fn place(&mut self, mask: Mask) -> Part {
        let bit = 1u128 << self.masks.len();
        self.masks.push(mask);
        self.follow.push(0);
        Part {
            may_be_empty: false,
            first: bit,
            last: bit,
        }
    }

    fn again(&mut self, rule: &Rule) -> Part {
        let part = self.add(rule);
        self.join(part.last, part.first);
        part
    }

    /// Lets each place of `from` be followed by those of `to`.
    fn join(&mut self, from: Places, to: Places) {
        for (place, follow) in self.follow.iter_mut().enumerate() {
            if from >> place & 1 == 1 {
                *follow |= to;
            }
        }
    }

    /// The places that match a character with these properties.
    fn fitting(&self, mask: Mask) -> Places {
        let bits = self.masks.iter().enumerate();
        bits.fold(0, |set, (place, wanted)| {
            set | u128::from(wanted & mask != 0) << place
        })
    }

    /// The places that may come after any of these.
    fn after(&self, places: Places) -> Places {
        let follow = self.follow.iter().enumerate();
        follow.fold(0, |set, (place, follow)| {
            if places >> place & 1 == 1 {
                set | follow
            } else {
                set
            }
        })
    }
}
