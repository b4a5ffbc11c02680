use super::*;
use crate::graph::{
    EdgeId, Evidence, Explored, Horizon, Measure, NodeId, NodeStatus, Outcomes, Query, Rows,
    testing::{
        Table, TableModel, draw, ended, goto, random_table, run,
        shop::{Def, Shop},
    },
};
use crate::{policy::Policy, rational::Rational};

fn in_pool<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().unwrap().install(work)
}

fn explore(def: &Def, limits: Limits, mode: Mode) -> Explored<Shop> {
    StateGraph::enumerate(def, Def::start(), &limits, mode).unwrap()
}

#[test]
fn numbering_does_not_depend_on_the_number_of_threads() {
    let def = Def::new(4, 50, [5, 6, 2]);
    let limits = [
        Limits::default(),
        Limits {
            allow_capped: true,
            ..Limits::states(5_000)
        },
    ];
    for mode in [Mode::Raw, Mode::Lumped] {
        for limits in limits {
            let graph = |threads| in_pool(threads, || explore(&def, limits, mode).into_graph());
            let serial = graph(1);
            assert_eq!(serial, graph(2));
            assert_eq!(serial, graph(8));
        }
    }
}

#[test]
fn lumping_the_shop_shrinks_it_and_keeps_its_values() {
    let def = Def::new(2, 20, [3, 2, 2]);
    let raw = explore(&def, Limits::default(), Mode::Raw);
    let lumped = explore(&def, Limits::default(), Mode::Lumped);
    assert!(lumped.graph().nodes() * 20 < raw.graph().nodes());
    let solve = |explored: &Explored<Shop>, ask: &[NodeId]| {
        let graph = explored.graph();
        let distances = graph.distances(Evidence::Required);
        let policy = Policy::eps_optimal(Rational::new(3, 10)).unwrap();
        let rows = Rows::of(graph, &policy, &distances, None).unwrap();
        let value = |&node: &NodeId| Query::Value {
            node,
            steps_left: 8,
        };
        let queries: Vec<Query<'_>> = ask.iter().map(value).collect();
        let horizon = Horizon::new(&rows, Measure::Success).unwrap();
        let distances: Vec<_> = ask.iter().map(|&n| distances.get(n)).collect();
        (horizon.solve(&queries).unwrap(), distances)
    };
    let nodes: Vec<NodeId> = raw.graph().node_ids().collect();
    let classes: Vec<NodeId> = nodes
        .iter()
        .map(|&n| lumped.node_of(&def, raw.state(n).unwrap()).unwrap())
        .collect();
    assert_eq!(solve(&raw, &nodes), solve(&lumped, &classes));
}

#[test]
fn two_states_with_one_digest_are_found_when_asked_for() {
    // The table's digest reads 16 bits: places 0 and 65536 share it.
    let mut places = vec![run(vec![goto(1 << 16)])];
    places.resize(1 << 16, ended(0, 1));
    places.push(run(vec![goto(1)]));
    let table = Table::new(places);
    let limits = |verify| Limits {
        verify,
        ..Limits::default()
    };
    let explore =
        |verify| StateGraph::enumerate::<TableModel>(&table, 0, &limits(verify), Mode::Raw);
    assert!(matches!(
        explore(true).err(),
        Some(GraphError::Collision { .. })
    ));
    assert_eq!(
        explore(false).unwrap().graph().nodes(),
        1,
        "unasked, they are taken for one"
    );
}

#[test]
fn a_cap_is_an_error_unless_allowed_and_then_is_counted() {
    let def = Def::new(4, 50, [5, 6, 2]);
    let refused =
        StateGraph::enumerate::<Shop>(&def, Def::start(), &Limits::states(100), Mode::Raw);
    assert!(matches!(
        refused.err(),
        Some(GraphError::Capped {
            max_states: 100,
            ..
        })
    ));
    let whole = explore(&def, Limits::default(), Mode::Raw);
    let exact = explore(
        &def,
        Limits::states(whole.graph().nodes() as u32),
        Mode::Raw,
    );
    assert_eq!(
        exact.graph().cap(),
        None,
        "a cap that is just large enough is not met"
    );
    let capped = Limits {
        allow_capped: true,
        ..Limits::states(100)
    };
    let graph = explore(&def, capped, Mode::Raw).into_graph();
    assert!(graph.nodes() <= 100);
    let unexpanded = graph
        .node_ids()
        .filter(|&n| graph.status(n) == NodeStatus::Unexpanded);
    assert_eq!(graph.cap().unwrap().unexpanded as usize, unexpanded.count());
}

#[test]
fn a_cap_counts_a_state_once_however_many_find_it() {
    // 0 leads to 128 places, which two chunks expand side by side; all of them lead to the last.
    let last = 129;
    let ways = (1..last).map(goto).collect();
    let mut places = vec![run(ways)];
    places.resize(last, run(vec![goto(last)]));
    places.push(ended(1, 1));
    let table = Table::new(places);
    let explore = |max_states| {
        let limits = Limits::states(max_states);
        StateGraph::enumerate::<TableModel>(&table, 0, &limits, Mode::Raw)
    };
    let graph = explore(130).unwrap().into_graph();
    assert_eq!((graph.nodes(), graph.cap()), (130, None));
    let refused = explore(129).err().unwrap();
    assert!(
        matches!(
            refused,
            GraphError::Capped {
                known: 129,
                unexpanded: 128,
                ..
            }
        ),
        "{refused:?}"
    );
}

#[test]
fn nothing_behind_the_first_state_left_out_is_expanded() {
    // 0 leads to 128 places in two chunks. The first of them leads to a new one; the others only back.
    let last = 129;
    let mut places = vec![run((1..last).map(goto).collect())];
    places.resize(last, run(vec![goto(0)]));
    places[1] = run(vec![goto(last)]);
    places.push(ended(1, 1));
    let graph = Table::new(places).capped(129);
    assert_eq!(graph.cap().unwrap().unexpanded, 128);
    let rows = |n: u32| graph.edges(NodeId(n)).count();
    assert!(rows(0) == 128 && (1..129).all(|n| rows(n) == 0));
    let unexpanded = |n| graph.status(NodeId(n)) == NodeStatus::Unexpanded;
    assert!((1..129).all(unexpanded));
}

#[test]
fn states_need_not_be_kept() {
    let def = Def::new(3, 30, [3, 3, 2]);
    let dropped = Limits {
        keep_states: false,
        ..Limits::default()
    };
    let (kept, dropped) = (
        explore(&def, Limits::default(), Mode::Raw),
        explore(&def, dropped, Mode::Raw),
    );
    assert_eq!(kept.graph(), dropped.graph());
    assert!(kept.labels(&def).is_some() && dropped.labels(&def).is_none());
    let state = kept.state(NodeId(40)).unwrap();
    assert_eq!(dropped.node_of(&def, state), Some(NodeId(40)));
}

#[test]
fn probabilities_of_equal_successors_are_added_and_lumped_entries_keep_their_weight() {
    let table = Table::new(vec![
        run(vec![
            draw(vec![(1, 1), (2, 2), (3, 1)]),
            draw(vec![(1, 1), (1, 1)]),
            goto(3).weight(4),
            goto(4).weight(5),
        ]),
        ended(1, 1),
        ended(0, 1),
        run(vec![goto(1)]).class(9),
        run(vec![goto(1)]).class(9),
    ]);
    let raw = table.raw();
    let outcomes: Vec<_> = raw.outcomes(EdgeId(0)).iter().collect();
    assert_eq!(outcomes, [(NodeId(1), 2), (NodeId(2), 1)]);
    assert_eq!(raw.outcomes(EdgeId(0)).denominator(), 3);
    assert_eq!(raw.outcomes(EdgeId(1)), Outcomes::Sure(NodeId(1)));
    let lumped = table.explore(Mode::Lumped).into_graph();
    let edges: Vec<(u32, u32)> = lumped
        .edges(NodeId(0))
        .map(|e| (lumped.weight(e), lumped.entry(e)))
        .collect();
    assert_eq!(edges, [(1, 0), (1, 1), (9, 2)]);
}

#[test]
fn outside_states_extend_the_graph_or_leave_it_as_it_was() {
    // From 0 only 1 and 2 are reached; 3 -> 4 -> 5 -> 1 lies outside.
    let table = Table::new(vec![
        run(vec![goto(1), goto(2)]),
        ended(1, 1),
        ended(0, 1),
        run(vec![goto(4), goto(2)]),
        run(vec![draw(vec![(1, 5), (3, 2)])]),
        run(vec![goto(1)]),
    ]);
    let mut explored = table.explore(Mode::Raw);
    let before = explored.graph().clone();
    assert_eq!(explored.locate_or_extend(&table, &3, 2).unwrap(), None);
    assert_eq!(explored.graph(), &before, "a met cap leaves no trace");
    assert_eq!(explored.node_of(&table, &4), None);
    assert_eq!(explored.land(&table, &3, &0, 1).unwrap(), None);
    let landing = explored.land(&table, &4, &0, 3).unwrap().unwrap();
    let nodes: Vec<_> = landing.outcomes().iter().collect();
    assert_eq!(nodes, [(NodeId(3), 1), (NodeId(2), 3)]);
    assert_eq!(
        explored.locate_or_extend(&table, &3, 2).unwrap(),
        Some(NodeId(4))
    );
    let graph = explored.graph();
    assert_eq!(graph.nodes(), 6);
    let distances = graph.distances(Evidence::Required);
    let policy = Policy::uniform();
    let rows = Rows::of(graph, &policy, &distances, None).unwrap();
    let value = |node, steps_left| Query::Value { node, steps_left };
    let horizon = Horizon::new(&rows, Measure::Success).unwrap();
    let got = horizon
        .solve(&[value(NodeId(4), 3), value(NodeId(0), 1)])
        .unwrap();
    let exact: Vec<f64> = got
        .iter()
        .map(|v| v.as_ref().unwrap().exact().value())
        .collect();
    assert_eq!(exact, [0.125, 0.5]);
}

#[test]
fn chance_graphs_are_the_same_on_any_number_of_threads() {
    for seed in 0..20 {
        let table = random_table(seed, 400);
        assert_eq!(in_pool(1, || table.raw()), in_pool(8, || table.raw()));
    }
}
