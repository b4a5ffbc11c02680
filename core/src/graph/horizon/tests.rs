use super::*;
use crate::{
    graph::{
        EdgeId, Evidence, Mode, NodeStatus, StateGraph,
        testing::{Table, draw, ended, goto, random_table, run},
    },
    policy::Policy,
    rational::Rational,
};
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;

fn fraction(n: i64, d: i64) -> Fraction {
    Fraction::of(Rational::new(n, d))
}

fn solve(
    graph: &StateGraph,
    policy: &Policy,
    measure: Measure,
    ask: &[Query<'_>],
) -> Vec<Fraction> {
    let distances = graph.distances(Evidence::Required);
    let rows = Rows::of(graph, policy, &distances, None).unwrap();
    let answers = Horizon::new(&rows, measure).unwrap().solve(ask).unwrap();
    answers.into_iter().map(Option::unwrap).collect()
}

fn value(node: u32, steps_left: u32) -> Query<'static> {
    Query::Value {
        node: NodeId(node),
        steps_left,
    }
}

fn action(graph: &StateGraph, edge: u32, steps_left: u32) -> Query<'_> {
    Query::Action {
        outcomes: graph.outcomes(EdgeId(edge)),
        steps_left,
    }
}

#[test]
fn recovery_has_its_published_values() {
    // 0: good -> success, bad -> 1; 1: recover -> success, give up -> failure.
    let table = Table::new(vec![
        run(vec![goto(2), goto(1)]),
        run(vec![goto(2), goto(3)]),
        ended(1, 1),
        ended(0, 1),
    ]);
    let graph = table.raw();
    let q = [
        value(0, 2),
        action(&graph, 1, 2),
        value(2, 1),
        action(&graph, 2, 1),
        value(0, 1),
    ];
    let got = solve(&graph, &Policy::uniform(), Measure::Success, &q);
    assert_eq!(got[0], fraction(3, 4));
    assert_eq!(got[1].minus(&got[0]), fraction(-1, 4));
    assert_eq!(got[2], fraction(1, 2));
    assert_eq!(got[3].minus(&got[2]), fraction(1, 2));
    assert_eq!(got[4], fraction(1, 2));
    let best_of_two = Policy::uniform().best_of(2.try_into().unwrap());
    let got = solve(&graph, &best_of_two, Measure::Success, &q);
    assert_eq!(got[0], fraction(15, 16));
    assert_eq!(got[1], fraction(3, 4));
}

#[test]
fn chance_and_partial_grades_are_exact() {
    // A coin of 1/3 to grade 1/2, else back.
    let table = Table::new(vec![run(vec![draw(vec![(1, 1), (2, 0)])]), ended(1, 2)]);
    let graph = table.raw();
    let asked = [value(0, 3), action(&graph, 0, 1)];
    let got = solve(&graph, &Policy::uniform(), Measure::Outcome, &asked);
    assert_eq!(got[0], fraction(19, 54));
    assert_eq!(got[1], fraction(1, 6));
    let success = solve(&graph, &Policy::uniform(), Measure::Success, &asked);
    assert_eq!(success[0], fraction(0, 1));
}

#[test]
fn a_capped_graph_gives_no_value_that_what_is_beyond_could_change() {
    let table = Table::new(vec![
        run(vec![goto(1), goto(2)]),
        ended(1, 1),
        run(vec![goto(3)]),
        run(vec![goto(1)]),
    ]);
    let graph = table.capped(3);
    let distances = graph.distances(Evidence::Required);
    let policy = Policy::uniform();
    let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
    let horizon = Horizon::new(&rows, Measure::Success).unwrap();
    let got = horizon.solve(&[value(0, 1), value(0, 2)]).unwrap();
    assert_eq!(got[0], Some(fraction(1, 2)));
    assert_eq!(got[1], None);
}

#[test]
fn too_long_numbers_are_refused_before_anything_is_computed() {
    let graph = Table::new(vec![run(vec![goto(0), goto(1)]), ended(1, 1)]).raw();
    let distances = graph.distances(Evidence::Required);
    let policy = Policy::uniform();
    let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
    let horizon = Horizon::new(&rows, Measure::Success).unwrap();
    let refused = horizon.with_max_bytes(64).layers(1000, |_| panic!());
    assert!(matches!(refused, Err(GraphError::TooLong { nodes: 1, .. })));
}

#[test]
fn sums_of_grades_longer_than_a_word_are_exact() {
    // Weight times grade is about 2^71.
    let (most, near) = (1u32 << 31, (1i64 << 40) - 1);
    let graph = Table::new(vec![
        run(vec![
            goto(1).weight(most),
            goto(2).weight(most - 1),
            goto(0),
        ]),
        ended(near, 1 << 40),
        ended(1, 3),
    ])
    .raw();
    let distances = graph.distances(Evidence::Required);
    let policy = Policy::uniform();
    let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
    for steps_left in [1, 3] {
        let expected = by_definition(&graph, &rows, Measure::Outcome, steps_left);
        let got = solve(&graph, &policy, Measure::Outcome, &[value(0, steps_left)]);
        assert_eq!(got[0].reduced(), expected[0]);
    }
}

#[test]
fn what_just_fits_is_computed_and_what_is_one_byte_or_bit_too_long_is_refused() {
    // A denominator of 2 bits a step and one of the grades': 2,001 bits are 32 words, two layers of them 512 bytes.
    let graph = Table::new(vec![run(vec![goto(0), goto(1)]), ended(1, 1)]).raw();
    let distances = graph.distances(Evidence::Required);
    let policy = Policy::uniform();
    let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
    let within = |bytes| {
        let horizon = Horizon::new(&rows, Measure::Success).unwrap();
        horizon.with_max_bytes(bytes).layers(1000, |_| ())
    };
    assert!(within(512).is_ok());
    let refused = within(511);
    assert!(
        matches!(
            refused,
            Err(GraphError::TooLong {
                nodes: 1,
                bits: 2001,
                max_bytes: 511
            })
        ),
        "{refused:?}"
    );
    // 32 bits a step and 32 of the grades': 4,095 steps fill 2^17 bits.
    let half = (1u32 << 31) - 1;
    let graph = Table::new(vec![
        run(vec![goto(0).weight(1), goto(1).weight(half)]),
        ended(1, 1 << 31),
    ])
    .raw();
    let distances = graph.distances(Evidence::Required);
    let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
    let horizon = Horizon::new(&rows, Measure::Outcome).unwrap();
    assert!(horizon.layers(4095, |_| ()).is_ok());
    let refused = horizon.layers(4096, |_| panic!());
    assert!(
        matches!(
            refused,
            Err(GraphError::TooSlow {
                nodes: 1,
                bits: 131_104
            })
        ),
        "{refused:?}"
    );
    // Where nothing is left to do nothing is too long, and the best of many is as long as all of them.
    let many = Policy::uniform().best_of((1 << 20).try_into().unwrap());
    let rows = Rows::of(&graph, &many, &distances, None).unwrap();
    let horizon = Horizon::new(&rows, Measure::Success).unwrap();
    assert!(horizon.layers(0, |_| ()).is_ok());
    let refused = horizon.layers(1, |_| panic!());
    assert!(matches!(refused, Err(GraphError::TooSlow { .. })));
}

/// `V_h` by its definition in rationals, reduced at every step.
fn by_definition(
    graph: &StateGraph,
    rows: &Rows<'_>,
    measure: Measure,
    steps_left: u32,
) -> Vec<BigRational> {
    let grade = |node| match graph.status(node) {
        NodeStatus::Ended(g) if measure == Measure::Outcome || g == Rational::one() => {
            BigRational::new((*g.numer()).into(), (*g.denom()).into())
        }
        _ => BigRational::zero(),
    };
    let mut values: Vec<BigRational> = graph.node_ids().map(grade).collect();
    for _ in 0..steps_left {
        let before = values.clone();
        for node in graph.node_ids() {
            if graph.status(node) != NodeStatus::Running {
                continue;
            }
            let row = rows.edge_row(node).unwrap();
            let mut sum = BigRational::zero();
            for (edge, &n) in graph.edges(node).zip(row.numerators()) {
                let outcomes = graph.outcomes(edge);
                for (next, k) in outcomes.iter() {
                    let p = BigRational::new(n.into(), row.denominator().into())
                        * BigRational::new(k.into(), outcomes.denominator().into());
                    sum += p * &before[next.at()];
                }
            }
            values[node.at()] = sum;
        }
    }
    values
}

proptest! {
    #[test]
    fn layers_equal_the_definition_in_rationals(seed in any::<u64>(), steps_left in 0u32..7, kind in 0..4) {
        let graph = random_table(seed, 12).raw();
        let distances = graph.distances(Evidence::Required);
        let policy = match kind & 1 {
            0 => Policy::uniform(),
            _ => Policy::eps_optimal(Rational::new(3, 10)).unwrap(),
        };
        let measure = if kind < 2 { Measure::Success } else { Measure::Outcome };
        let rows = Rows::of(&graph, &policy, &distances, None).unwrap();
        let horizon = Horizon::new(&rows, measure).unwrap();
        let expected = by_definition(&graph, &rows, measure, steps_left);
        horizon.layers(steps_left, |layer| {
            if layer.steps_left() == steps_left {
                for node in graph.node_ids() {
                    assert_eq!(layer.value(node).unwrap().reduced(), expected[node.at()]);
                }
            }
        }).unwrap();
    }

    #[test]
    fn values_of_a_lumped_graph_are_those_of_the_raw_one(seed in any::<u64>(), steps_left in 1u32..6) {
        // Every place of the table twice, with the same class.
        let table = random_table(seed, 8).doubled();
        let (raw, lumped) = (table.explore(Mode::Raw), table.explore(Mode::Lumped));
        prop_assert!(lumped.graph().nodes() <= raw.graph().nodes());
        for policy in [Policy::uniform(), Policy::eps_optimal(Rational::new(1, 3)).unwrap()] {
            let ask = |graph: &StateGraph| -> Vec<Query<'static>> { graph.node_ids().map(|n| value(n.0, steps_left)).collect() };
            let fine = solve(raw.graph(), &policy, Measure::Outcome, &ask(raw.graph()));
            let coarse = solve(lumped.graph(), &policy, Measure::Outcome, &ask(lumped.graph()));
            for node in raw.graph().node_ids() {
                let same = lumped.node_of(&table, raw.state(node).unwrap()).unwrap();
                prop_assert_eq!(&fine[node.at()], &coarse[same.at()]);
            }
        }
    }
}
