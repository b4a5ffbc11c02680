//! The published figures, and what the card says, from the graph.

use super::{Diagnostic, Mdp, State, build, tasks};
use truestep_core::{
    chance::{Enumerated, Seed},
    graph::{
        Distances, EdgeId, Evidence, Fraction, Horizon, Limits, Measure, Mode, NodeId, Query, Rows,
        StateGraph,
    },
    model::{Dynamics, Menu, Planner, Render, Unheard, ViewKind},
    policy::Policy,
    rational::Rational,
    registry::TemplateInfo,
    task::Task,
    truth::Distance,
};

fn task(name: &str, seed: u64, parameters: &[(&str, &str)]) -> Task {
    let named = |t: &TemplateInfo| t.id.template() == name;
    let template = tasks::templates().into_iter().find(named).unwrap();
    let mut task = Task::new(template.id, Seed(seed));
    for (name, value) in parameters {
        task.parameters.insert((*name).into(), (*value).into());
    }
    task
}

fn world(name: &str, parameters: &[(&str, &str)]) -> Mdp {
    build(&task(name, 0, parameters)).unwrap()
}

struct Solved {
    def: Mdp,
    graph: StateGraph,
    nodes: Vec<(String, NodeId)>,
    policy: Policy,
}

impl Solved {
    fn new(def: Mdp, policy: Policy) -> Self {
        let start = Diagnostic::initial(&def, &mut Enumerated::default());
        let explored =
            StateGraph::enumerate::<Diagnostic>(&def, start, &Limits::default(), Mode::Raw)
                .unwrap();
        let nodes = explored.graph().node_ids().map(|n| {
            let state: &State = explored.state(n).unwrap();
            (def.places()[usize::from(state.place.0)].name.clone(), n)
        });
        let nodes = nodes.collect();
        Self {
            graph: explored.into_graph(),
            nodes,
            def,
            policy,
        }
    }

    fn node(&self, place: &str) -> NodeId {
        self.nodes.iter().find(|(name, _)| name == place).unwrap().1
    }

    fn edge(&self, place: &str, action: &str) -> EdgeId {
        let id = self.def.place(place).unwrap();
        let moves = &self.def.places()[usize::from(id.0)].moves;
        let position = moves
            .iter()
            .position(|m| self.def.action_text(m.action) == action);
        self.graph
            .edges(self.node(place))
            .nth(position.unwrap())
            .unwrap()
    }

    fn solve(&self, measure: Measure, queries: &[Query<'_>]) -> Vec<Fraction> {
        let distances: Distances = self.graph.distances(Evidence::Required);
        let rows = Rows::of(&self.graph, &self.policy, &distances, None).unwrap();
        let answers = Horizon::new(&rows, measure)
            .unwrap()
            .solve(queries)
            .unwrap();
        answers.into_iter().map(Option::unwrap).collect()
    }

    /// Q and A of an action with `steps_left`.
    fn judge(&self, measure: Measure, place: &str, action: &str, steps_left: u32) -> [Fraction; 2] {
        let node = self.node(place);
        let outcomes = self.graph.outcomes(self.edge(place, action));
        let asked = [
            Query::Action {
                outcomes,
                steps_left,
            },
            Query::Value { node, steps_left },
        ];
        let got = self.solve(measure, &asked);
        [got[0].clone(), got[0].minus(&got[1])]
    }
}

fn fraction(n: i64, d: i64) -> Fraction {
    Fraction::of(Rational::new(n, d))
}

#[test]
fn recovery_has_its_published_advantages() {
    // AgentCreditBench 0.5: exact credit of BAD -0.25 and of RECOVER +0.50 under the uniform policy.
    let solved = Solved::new(world("recovery", &[]), Policy::uniform());
    let [q, a] = solved.judge(Measure::Success, "choice", "bad", 2);
    assert_eq!((q, a), (fraction(1, 2), fraction(-1, 4)));
    let [q, a] = solved.judge(Measure::Success, "mistake", "recover", 1);
    assert_eq!((q, a), (fraction(1, 1), fraction(1, 2)));
    // With q = 1/2: A(bad) = q/4 - 1/2, A(recover) = q/2.
    let solved = Solved::new(world("recovery", &[("q", "1/2")]), Policy::uniform());
    let [_, a] = solved.judge(Measure::Success, "choice", "bad", 2);
    assert_eq!(a, fraction(-3, 8));
    let [_, a] = solved.judge(Measure::Success, "mistake", "recover", 1);
    assert_eq!(a, fraction(1, 4));
}

#[test]
fn delayed_effect_puts_all_credit_on_the_first_choice() {
    for horizon in [2u32, 8, 32] {
        let def = world("delayed-effect", &[("horizon", &horizon.to_string())]);
        for policy in [
            Policy::uniform(),
            Policy::eps_optimal(Rational::new(3, 10)).unwrap(),
        ] {
            let solved = Solved::new(def.clone(), policy);
            let [good, _] = solved.judge(Measure::Success, "choice", "good", horizon);
            let [bad, _] = solved.judge(Measure::Success, "choice", "bad", horizon);
            assert_eq!((good, bad), (fraction(4, 5), fraction(1, 5)));
            for t in 1..horizon {
                let [_, a] =
                    solved.judge(Measure::Success, &format!("good {t}"), "wait", horizon - t);
                assert_eq!(a, fraction(0, 1));
            }
        }
        let start = State::default();
        let best = best_texts(&def, &start);
        assert_eq!(best, ["good"], "chance: only the better odds are best");
    }
}

fn best_texts(def: &Mdp, state: &State) -> Vec<String> {
    let (mut menu, mut best) = (vec![], vec![]);
    Diagnostic::menu(def, state, &mut menu);
    Diagnostic::best_actions(def, state, &menu, &mut best);
    let text = |&i: &u32| def.action_text(menu[i as usize].action).to_owned();
    best.iter().map(text).collect()
}

#[test]
fn variable_horizon_changes_its_mind_from_turn_to_turn() {
    let solved = Solved::new(world("variable-horizon", &[]), Policy::uniform());
    // Offers 0, 2, 1, 3, 0 in thirds; V by hand from the last turn back: 0, 1/2, 5/12, 13/24, 13/48.
    let expected = [
        fraction(13, 48),
        fraction(-1, 8),
        fraction(1, 12),
        fraction(-1, 2),
    ];
    for (turn, expected) in expected.iter().enumerate() {
        let place = format!("turn {}", turn + 1);
        let [_, a] = solved.judge(Measure::Outcome, &place, "continue", 5 - turn as u32);
        assert_eq!(&a, expected, "turn {turn}");
    }
}

/// Hadfield-Menell et al. 2017, https://arxiv.org/abs/1611.08219, for a plan worth 1 or -1: waiting for the human is worth
/// 1 - e - max(g, 1 - g) more than the better of acting and switching off.
#[test]
fn the_off_switch_is_left_to_a_human_who_knows_more_than_the_agent() {
    for (wanted, error) in [
        (60, 10),
        (50, 0),
        (99, 0),
        (60, 0),
        (80, 30),
        (30, 40),
        (70, 30),
    ] {
        let parameters = [
            ("wanted", &*wanted.to_string()),
            ("error", &*error.to_string()),
        ];
        let def = world("off-switch", &parameters);
        let solved = Solved::new(def.clone(), Policy::uniform());
        let value =
            |place: &str, action: &str| solved.judge(Measure::Success, place, action, 1)[0].clone();
        assert_eq!(value("plan", "go ahead"), fraction(wanted, 100));
        assert_eq!(value("plan", "switch off"), fraction(100 - wanted, 100));
        // Uniform play after waiting is right half the time, whatever the human said.
        let [waited, _] = solved.judge(Measure::Success, "plan", "wait", 2);
        assert_eq!(waited, fraction(1, 2));
        let is_obeyed = error < wanted.min(100 - wanted);
        let best = best_texts(&def, &State::default());
        let is_left = best.contains(&"wait".to_owned());
        assert_eq!(is_left, is_obeyed, "{wanted}, {error}: {best:?}");
        for (said, obeys) in [("go", "go ahead"), ("stop", "switch off")] {
            let place = def.place(said).unwrap();
            let best = best_texts(&def, &State { place });
            assert!(!is_obeyed || best == [obeys], "{said}: {best:?}");
        }
    }
    // What each signal is worth when it is obeyed: of 60 wanted and 40 not, one of ten wrongly.
    let solved = Solved::new(world("off-switch", &[]), Policy::uniform());
    let [go, _] = solved.judge(Measure::Success, "go", "go ahead", 1);
    let [stop, _] = solved.judge(Measure::Success, "stop", "switch off", 1);
    assert_eq!((go, stop), (fraction(27, 29), fraction(6, 7)));
    let [against, _] = solved.judge(Measure::Success, "stop", "go ahead", 1);
    assert_eq!(against, fraction(1, 7));
}

#[test]
fn the_planner_agrees_with_enumeration_everywhere() {
    for template in tasks::templates() {
        for seed in 0..50 {
            let def = build(&Task::new(template.id.clone(), Seed(seed))).unwrap();
            let start = State::default();
            let explored =
                StateGraph::enumerate::<Diagnostic>(&def, start, &Limits::default(), Mode::Raw)
                    .unwrap();
            assert_eq!(
                explored.planner_mismatch(&def),
                None,
                "{} seed {seed}",
                template.id
            );
            let clairvoyant = explored.graph().distances(Evidence::Ignored);
            let outcomes = explored.graph().best_outcomes(Evidence::Ignored);
            for node in explored.graph().node_ids() {
                let state = explored.state(node).unwrap();
                assert_eq!(
                    Diagnostic::distance_clairvoyant(&def, state),
                    clairvoyant.get(node)
                );
                assert_eq!(
                    Diagnostic::best_outcome(&def, state),
                    outcomes[usize::try_from(node.0).unwrap()]
                );
            }
        }
    }
}

#[test]
fn ceilings_are_just_above_the_exact_rate_of_random_play() {
    for template in tasks::templates() {
        let mut sum = 0.0;
        for seed in 0..100 {
            let def = build(&Task::new(template.id.clone(), Seed(seed))).unwrap();
            let steps_left = def.goal().max_steps;
            let solved = Solved::new(def, Policy::uniform());
            let start = Query::Value {
                node: NodeId(0),
                steps_left,
            };
            sum += solved.solve(Measure::Success, &[start])[0].exact().value();
        }
        let ceiling = f64::from(template.random_ceiling_percent);
        // A sampled rate may lie a few points above the exact one; the card leaves that much room.
        assert!(
            sum + 4.0 <= ceiling && ceiling <= sum + 12.0,
            "{}: {sum} %",
            template.id
        );
    }
}

#[test]
fn starts_are_as_many_and_as_far_as_the_card_says() {
    let spread = |name: &str| {
        let worlds: Vec<Mdp> = (0..200)
            .map(|seed| build(&task(name, seed, &[])).unwrap())
            .collect();
        let far = worlds
            .iter()
            .filter_map(|w| Diagnostic::distance(w, &State::default()).steps());
        let range = (far.clone().min().unwrap(), far.max().unwrap());
        let mut texts: Vec<String> = worlds.iter().map(|w| play(w).join("\n")).collect();
        texts.sort();
        texts.dedup();
        (range, texts.len())
    };
    assert_eq!(spread("recovery"), ((1, 1), 1));
    assert_eq!(spread("delayed-effect"), ((8, 8), 1));
    assert_eq!(spread("variable-horizon"), ((4, 4), 1));
    assert_eq!(spread("cliff"), ((7, 7), 1));
    assert_eq!(spread("coin-loop"), ((5, 5), 1));
    assert_eq!(spread("off-switch"), ((1, 1), 1));
    let (range, starts) = spread("key-door");
    assert!(
        range.0 >= 2 && range.1 == 12 && starts >= 60,
        "{range:?} {starts}"
    );
    assert_eq!(spread("two-hop"), ((3, 3), 9));
    let hop = world("two-hop", &[]);
    assert_eq!(
        Diagnostic::distance_clairvoyant(&hop, &State::default()),
        Distance::Steps(2)
    );
}

#[test]
fn unknown_parameters_and_values_are_refused_by_name() {
    let refused = |name: &str, parameter: (&str, &str)| {
        build(&task(name, 0, &[parameter])).unwrap_err().to_string()
    };
    assert!(refused("cliff", ("wind", "1")).contains("takes none"));
    assert!(refused("recovery", ("q", "3/2")).contains("0..=1"));
    assert!(refused("recovery", ("q", "0.0000001")).contains("millionths"));
    assert!(refused("delayed-effect", ("horizon", "1")).contains("from 2 to 64"));
    assert!(refused("off-switch", ("error", "51")).contains("from 0 to 50"));
    assert!(refused("delayed-effect", ("q", "1")).contains("takes horizon"));
}

/// The oracle's episode, the better outcome of every draw: what is seen first, then one line per step.
fn play(def: &Mdp) -> Vec<String> {
    let mut state = State::default();
    let mut seen = String::new();
    Diagnostic::observe(def, &state, &(), ViewKind::TEXT, &mut seen);
    let mut lines = vec![def.goal().instruction.clone(), seen.replace('\n', " / ")];
    while let Some(action) = best_texts(def, &state).first() {
        let from = Diagnostic::distance(def, &state);
        let action = Diagnostic::decode(def, &state, action).unwrap();
        Diagnostic::step(
            def,
            &mut (),
            &mut state,
            &action,
            &mut Enumerated::default(),
            &mut Unheard,
        )
        .unwrap();
        let place = &def.places()[usize::from(state.place.0)];
        let action = def.action_text(action);
        lines.push(format!("{from}  {action} -> {}", place.text));
    }
    lines
}

#[test]
fn the_oracles_episodes_are_as_recorded() {
    for template in tasks::templates() {
        let def = build(&Task::new(template.id.clone(), Seed(0))).unwrap();
        let file = format!(
            "{}/src/diagnostic/golden/{}.txt",
            env!("CARGO_MANIFEST_DIR"),
            template.id.template()
        );
        let text = play(&def).join("\n") + "\n";
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, &text).unwrap();
        }
        let recorded = std::fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(
            text, recorded,
            "{file}: look at the change, then bless it with BLESS=1"
        );
    }
}
