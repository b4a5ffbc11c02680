//! STARC, EPIC and DARD over a sparse graph.
//!
//! Conventions, fixed so that a number means one thing: episodes that have ended stay where they are for ever, with
//! reward 0; the uniform policy takes each move of a place alike; STARC and DARD compare rewards over the transitions
//! there are, each counted once; EPIC compares them over every triple of place, move and place, with reward 0 on those
//! that cannot happen, and its two coverage distributions are uniform over moves and places. DARD's counterfactual action
//! is the one of the same name; where the next place has none of that name, nothing is expected of it.

use super::{
    AuditError,
    game::Game,
    price::AuditScalar,
    project,
    report::Distance,
    solve::{Ring, evaluate_uniform, gains},
};
use std::collections::BTreeMap;

/// Largest game of which the minimal members of a class are computed.
const MINIMAL_PLACES: usize = 2_000;
const STARC_MOST: f64 = 2.0;

/// Squared lengths and inner product of two canonical rewards.
pub(crate) struct Products<S> {
    xx: S,
    xy: S,
    yy: S,
}

impl<S: AuditScalar> Products<S> {
    fn zero() -> Self {
        Self {
            xx: S::zero(),
            xy: S::zero(),
            yy: S::zero(),
        }
    }

    /// Add `weight` times the products of two coordinates.
    fn add(&mut self, x: &S, y: &S, weight: Option<&S>) {
        let times = |a: &S, b: &S| {
            let product = a.clone() * b.clone();
            match weight {
                Some(weight) => product * weight.clone(),
                None => product,
            }
        };
        self.xx = self.xx.clone() + times(x, x);
        self.xy = self.xy.clone() + times(x, y);
        self.yy = self.yy.clone() + times(y, y);
    }

    pub(crate) fn of(x: &[S], y: &[S]) -> Self {
        let mut products = Self::zero();
        for (x, y) in x.iter().zip(y) {
            products.add(x, y, None);
        }
        products
    }

    /// ‖x/|x| − y/|y|‖, a zero vector staying zero, and whether it is exactly 0, 1 or 2. `noise`: squared lengths at most
    /// this are rounding and count as 0.
    fn distance(&self, noise: [f64; 2]) -> (f64, bool) {
        let is_zero = |square: &S, noise: f64| match S::EXACT {
            true => square.is_nought(),
            false => square.to_f64() <= noise,
        };
        match (is_zero(&self.xx, noise[0]), is_zero(&self.yy, noise[1])) {
            (true, true) => return (0.0, S::EXACT),
            (true, false) | (false, true) => return (1.0, S::EXACT),
            (false, false) => {}
        }
        // Parallel exactly if (x·y)² = |x|²|y|²: no root is taken to find out.
        let square = self.xy.clone() * self.xy.clone();
        if S::EXACT && square == self.xx.clone() * self.yy.clone() {
            return if self.xy > S::zero() {
                (0.0, true)
            } else {
                (2.0, true)
            };
        }
        let cosine = self.xy.to_f64() / (self.xx.to_f64().sqrt() * self.yy.to_f64().sqrt());
        ((2.0 - 2.0 * cosine.clamp(-1.0, 1.0)).sqrt(), false)
    }
}

/// Two rewards over one game.
struct Pair<'a, 'w, S> {
    game: &'a Game<'w, S>,
    gamma: S,
    rewards: [&'a [S]; 2],
    gains: [Vec<S>; 2],
}

/// Largest game whose distances are computed in exact numbers.
const EXACT_PLACES: usize = 40;

/// Every distance of a reward to the outcome: in exact numbers where the game is small, else in doubles. `scale`: what
/// [`super::telescoping::shaped_outcome`] says; it settles STARC exactly at any size.
pub(crate) fn to_outcome<S: AuditScalar>(
    rough: &Game<'_, f64>,
    game: &Game<'_, S>,
    ring: &Ring<S>,
    scale: Option<&S>,
    rewards: [&[S]; 2],
) -> Result<Vec<Distance>, AuditError> {
    let mut found = if S::EXACT && game.len() <= EXACT_PLACES {
        distances(game, ring, rewards)?
    } else {
        let rewards = rewards.map(|r| r.iter().map(|x| x.to_f64()).collect::<Vec<f64>>());
        let ring = Ring {
            gamma: ring.gamma.to_f64(),
        };
        distances(rough, &ring, [&rewards[0], &rewards[1]])?
    };
    let known = scale.map(|c| match c.is_nought() {
        true => 1.0,
        false if *c > S::zero() => 0.0,
        false => STARC_MOST,
    });
    for distance in found.iter_mut().filter(|d| d.name.starts_with("starc")) {
        if let Some(known) = known {
            (distance.value, distance.exact) = (Some(known), true);
        }
    }
    Ok(found)
}

/// Every distance between two rewards of a game.
pub(crate) fn distances<S: AuditScalar>(
    game: &Game<'_, S>,
    ring: &Ring<S>,
    rewards: [&[S]; 2],
) -> Result<Vec<Distance>, AuditError> {
    let pair = Pair {
        game,
        gamma: ring.gamma.clone(),
        gains: rewards.map(|r| gains(game, r)),
        rewards,
    };
    let noise = rewards.map(|r| {
        let square = r.iter().map(|x| x.to_f64() * x.to_f64()).sum::<f64>();
        // Lengths below 1e-10 of the reward's own are rounding.
        square.max(1.0) * 1e-20
    });
    let starc = |name, products: Products<S>| {
        let (value, exact) = products.distance(noise);
        Distance {
            name,
            value: Some(value),
            exact,
            at_most: STARC_MOST,
            note: None,
        }
    };
    let values = [0, 1].map(|i| evaluate_uniform(game, &pair.gains[i], &pair.gamma));
    let [first, second] = values;
    let values = [first?, second?];
    let mut found = vec![
        starc("starc_value", pair.value(&values)),
        starc("starc_value_potential", pair.value_potential(&values)),
    ];
    if game.len() <= MINIMAL_PLACES {
        for (name, by_move) in [("starc_minimal", true), ("starc_minimal_potential", false)] {
            let [x, y] = rewards.map(|r| project::minimal(game, &pair.gamma, r, by_move));
            let products = Products::<f64>::of(&x, &y);
            let (value, _) = products.distance(noise);
            found.push(Distance {
                name,
                value: Some(value),
                exact: false,
                at_most: STARC_MOST,
                note: None,
            });
        }
    }
    found.push(pair.epic());
    found.push(starc("dard", pair.dard()));
    Ok(found)
}

impl<S: AuditScalar> Pair<'_, '_, S> {
    /// E[R + γV(s′)] − V(s) by move; ended places add nothing.
    fn value(&self, values: &[Vec<S>; 2]) -> Products<S> {
        let canonical = [0, 1].map(|i| {
            let moves =
                super::solve::look_ahead(self.game, &self.gains[i], &self.gamma, &values[i]);
            (0..moves.len() as u32)
                .zip(moves)
                .map(|(m, q)| q - values[i][self.game.place_of(m) as usize].clone())
                .collect::<Vec<S>>()
        });
        Products::of(&canonical[0], &canonical[1])
    }

    /// R + γV(s′) − V(s) by link.
    fn value_potential(&self, values: &[Vec<S>; 2]) -> Products<S> {
        let canonical = [0, 1].map(|i| {
            let mut out = vec![];
            self.each_link(|place, link| {
                let to = self.game.links[link].to as usize;
                let term = self.gamma.clone() * values[i][to].clone();
                out.push(self.rewards[i][link].clone() + term - values[i][place as usize].clone());
            });
            out
        });
        Products::of(&canonical[0], &canonical[1])
    }

    fn each_link(&self, mut visit: impl FnMut(u32, usize)) {
        for place in 0..self.game.len() as u32 {
            for step in self.game.moves(place) {
                self.game.links(step).for_each(|link| visit(place, link));
            }
        }
    }

    /// EPIC's Pearson distance √((1 − ρ)/2). Over all triples R + γm(s′) − m(s) − γm̄ is a sparse part and a part that
    /// depends on s and s′ alone, so all sums are taken over links and places.
    fn epic(&self) -> Distance {
        let places = self.game.len();
        let n = S::from_count(places);
        // m(s): the mean over moves and next places; an ended place has one move, with reward 0.
        let means = [0, 1].map(|i| {
            let mean = |place: u32| {
                let moves = self.game.moves(place);
                let count = S::from_count(moves.len().max(1));
                let sum = moves
                    .flat_map(|m| self.game.links(m))
                    .fold(S::zero(), |sum, link| sum + self.rewards[i][link].clone());
                sum.over(&(count * n.clone())).unwrap_or_else(S::zero)
            };
            (0..places as u32).map(mean).collect::<Vec<S>>()
        });
        let total = means.clone().map(|m| crate::number::sum(m));
        let overall = total.clone().map(|t| t.over(&n).unwrap_or_else(S::zero));
        // E over (s, s′) of (γm(s′) − m(s) − γm̄), and of products of two such.
        let level = |i: usize, s: usize, to: usize| {
            self.gamma.clone() * (means[i][to].clone() - overall[i].clone()) - means[i][s].clone()
        };
        let mean_of = [0, 1].map(|i| -overall[i].clone());
        let spread = |i: usize, j: usize| {
            let products = means[i].iter().zip(&means[j]);
            let mean = products.fold(S::zero(), |sum, (a, b)| sum + a.clone() * b.clone());
            let mean = mean.over(&n).unwrap_or_else(S::zero);
            let centred = mean.clone() - overall[i].clone() * overall[j].clone();
            self.gamma.clone() * self.gamma.clone() * centred + mean
        };
        // Means of C and of products of C over all triples: levels everywhere, corrected where there is a reward.
        let mut mean = mean_of;
        let mut product = [spread(0, 0), spread(0, 1), spread(1, 1)];
        for place in 0..places as u32 {
            let moves = self.game.moves(place);
            let weight =
                S::one().over(&(S::from_count(moves.len().max(1)) * n.clone() * n.clone()));
            let weight = weight.unwrap_or_else(S::zero);
            for link in moves.flat_map(|m| self.game.links(m)) {
                let to = self.game.links[link].to as usize;
                let r = [0, 1].map(|i| self.rewards[i][link].clone());
                let l = [0, 1].map(|i| level(i, place as usize, to));
                for i in [0, 1] {
                    mean[i] = mean[i].clone() + weight.clone() * r[i].clone();
                }
                for (slot, (i, j)) in [(0, 0), (0, 1), (1, 1)].into_iter().enumerate() {
                    let more = r[i].clone() * r[j].clone()
                        + r[i].clone() * l[j].clone()
                        + l[i].clone() * r[j].clone();
                    product[slot] = product[slot].clone() + weight.clone() * more;
                }
            }
        }
        let [xx, xy, yy] = product;
        let products = Products {
            xx: xx - mean[0].clone() * mean[0].clone(),
            xy: xy - mean[0].clone() * mean[1].clone(),
            yy: yy - mean[1].clone() * mean[1].clone(),
        };
        const ROUNDING: f64 = 1e-24;
        let constant = |square: &S| match S::EXACT {
            true => square.is_nought(),
            false => square.to_f64() <= ROUNDING,
        };
        let mut distance = Distance {
            name: "epic",
            value: None,
            exact: false,
            at_most: 1.0,
            note: None,
        };
        if constant(&products.xx) || constant(&products.yy) {
            distance.note = Some("a canonical reward is constant");
        } else {
            // ‖x̂ − ŷ‖ = √(2 − 2ρ), twice the Pearson distance.
            let (value, exact) = products.distance([0.0; 2]);
            (distance.value, distance.exact) = (Some(value / 2.0), exact);
        }
        distance
    }

    /// R + E_A[γR(s′, A, S″) − R(s, A, S′) − γR(S′, A, S″)] by link.
    fn dard(&self) -> Products<S> {
        let game = self.game;
        let named: Vec<BTreeMap<&str, u32>> = (0..game.len() as u32)
            .map(|place| game.moves(place).map(|m| (game.name(m), m)).collect())
            .collect();
        let uniform = [0, 1].map(|i| {
            let mean = |place: u32| {
                let moves = game.moves(place);
                let count = S::from_count(moves.len().max(1));
                let sum = moves.fold(S::zero(), |sum, m| sum + self.gains[i][m as usize].clone());
                sum.over(&count).unwrap_or_else(S::zero)
            };
            (0..game.len() as u32).map(mean).collect::<Vec<S>>()
        });
        let mut products = Products::zero();
        self.each_link(|place, link| {
            let to = game.links[link].to;
            let both = self.both(&named, place, to);
            let [x, y] = [0, 1].map(|i| {
                self.rewards[i][link].clone() + self.gamma.clone() * uniform[i][to as usize].clone()
                    - uniform[i][place as usize].clone()
                    - self.gamma.clone() * both[i].clone()
            });
            products.add(&x, &y, None);
        });
        products
    }

    /// E_A[R(S′, A, S″)] with S′ drawn from s and S″ from `to`, both by A.
    fn both(&self, named: &[BTreeMap<&str, u32>], place: u32, to: u32) -> [S; 2] {
        let game = self.game;
        let moves = game.moves(place);
        let share = S::ratio(1, moves.len().max(1) as u64);
        let mut sums = [S::zero(), S::zero()];
        for step in moves {
            let name = game.name(step);
            let Some(&second) = named[to as usize].get(name) else {
                continue;
            };
            for first in game.links(step) {
                let between = game.links[first].to;
                let Some(&there) = named[between as usize].get(name) else {
                    continue;
                };
                for link in game.links(there) {
                    let reached = game.links[link].to;
                    let Some(last) = game.links(second).find(|&l| game.links[l].to == reached)
                    else {
                        continue;
                    };
                    let weight = game.share(first) * game.share(last);
                    for (sum, rewards) in sums.iter_mut().zip(self.rewards) {
                        *sum = sum.clone() + weight.clone() * rewards[link].clone();
                    }
                }
            }
        }
        sums.map(|sum| sum * share.clone())
    }
}
