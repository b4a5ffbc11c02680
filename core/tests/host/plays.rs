//! Environments one at a time: rollouts, forks and graphs of any [`Environment`], a third party's included.

use crate::corridor;
use std::sync::{Arc, LazyLock, atomic::AtomicBool};
use truestep_core::{
    agent::{Act, Agent, AgentFactory, Choice, Decision},
    batch::{BatchOptions, Job, run},
    chance::Chance as _,
    channels::Channels,
    digest::Digest,
    environment::{Environment, EnvironmentError, Hosted, MenuItem, Step},
    forms::{ActionForm, ActionForms},
    graph::{Evidence, GraphError, Horizon, Limits, Measure, Mode, NodeStatus, Query, Rows},
    host::{Capabilities, HostError, Snapshot},
    model::Goal,
    play::{Continuations, PlayError, advantage_of, play, success_from},
    policy::Policy,
    rational::Rational,
    task::Task,
    trajectory::{AgentInfo, End, Frame},
    truth::{BestActions, Digests, Distance, Effect, FactSet, Reachable, StateTruth},
    view::{self, View, ViewName},
    walk::{WalkError, walk},
};

/// Draws from the menu by its weights, or follows the oracle if it is given one.
struct Drawer {
    follows: bool,
}

impl AgentFactory for Drawer {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "drawer".into(),
            policy: None,
            params: Default::default(),
        }
    }
    fn make(&self) -> Box<dyn Agent> {
        Box::new(Drawer {
            follows: self.follows,
        })
    }
    fn needs_truth(&self) -> bool {
        self.follows
    }
}

impl Agent for Drawer {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let mut chance = decision.random.sampled();
        let weights: Vec<u32> = (0..decision.menu.len())
            .map(|i| decision.menu.weight(i))
            .collect();
        let drawn = chance.pick(&weights);
        let index = match decision.best.and_then(<[u32]>::first) {
            Some(&best) if self.follows && chance.below(2) == 0 => best as usize,
            _ => drawn,
        };
        Act {
            choice: Choice::Menu(index),
            probability: Some(0.25),
        }
    }
}

fn hosted(max_steps: Option<u32>) -> Hosted {
    let capabilities = Capabilities {
        max_steps,
        record: false,
        ..Capabilities::recorded(0)
    };
    Hosted::new(corridor::registry(), capabilities)
}

#[test]
fn one_environment_plays_what_a_batch_plays() {
    let registry = corridor::registry();
    for (id, follows) in [
        ("corridor/errand@1", true),
        ("ice/fetch@1", false),
        ("ice/ask@1", true),
    ] {
        let jobs: Vec<Job> = (0..8)
            .map(|i| Job {
                task: Arc::new(corridor::task(id, i / 4)),
                group: i / 4,
                rollout: (i % 4) as u32,
            })
            .collect();
        let (mut batch, never) = (vec![], AtomicBool::new(false));
        let options = BatchOptions::default();
        let agent = Drawer { follows };
        run(&registry, &jobs, &agent, &options, &never, &mut |e| {
            batch.push(e)
        })
        .unwrap();
        let mut environment = hosted(None);
        for (job, expected) in jobs.iter().zip(batch) {
            let one = play(&mut environment, job, &expected.world, &agent).unwrap();
            assert_eq!(one, expected);
        }
    }
}

#[test]
fn a_walk_through_an_environment_finds_the_graph_of_its_model() {
    let registry = corridor::registry();
    for id in ["corridor/walk@1", "corridor/ask@1", "corridor/errand@1"] {
        for limits in [
            Limits::default(),
            Limits {
                allow_capped: true,
                ..Limits::states(40)
            },
        ] {
            let task = corridor::task(id, 3);
            let walked = walk(&mut hosted(Some(u32::MAX)), &task, 0, &limits).unwrap();
            let prepared = registry.prepare(&task).unwrap();
            let explored = prepared.explore(0, &limits, Mode::Raw).unwrap();
            assert_eq!(walked.graph, *explored.graph(), "{id}");
            assert_eq!(walked.labels, explored.labels().unwrap());
            for (node, moment) in walked.graph.node_ids().zip(&walked.moments) {
                assert_eq!(walked.graph.digest(node), moment.state_digest());
            }
        }
    }
}

#[test]
fn a_walk_says_why_it_cannot_be_had() {
    let ask = corridor::task("corridor/ask@1", 3);
    let failed = |environment: &mut Hosted, task: &Task, limits: &Limits| {
        walk(environment, task, 0, limits).unwrap_err()
    };
    let (mut free, all) = (hosted(Some(u32::MAX)), Limits::default());
    let error = failed(&mut free, &corridor::task("ice/walk@1", 3), &all);
    assert!(matches!(error, WalkError::Drawn { .. }), "{error}");
    let error = failed(&mut hosted(Some(2)), &ask, &all);
    assert!(
        matches!(
            &error,
            WalkError::Cut {
                end: End::Truncated,
                ..
            }
        ),
        "{error}"
    );
    let error = failed(&mut free, &ask, &Limits::states(10));
    assert!(
        matches!(
            error,
            WalkError::Graph(GraphError::Capped { max_states: 10, .. })
        ),
        "{error}"
    );
    let mut blind = Hosted::new(corridor::registry(), Capabilities::bare());
    assert_eq!(failed(&mut blind, &ask, &all), WalkError::NoTruth);
}

/// V of the start and Q of every menu entry there, for play by the menu's weights over the task's whole budget.
fn exact(task: &Task) -> (f64, Vec<f64>) {
    let prepared = corridor::registry().prepare(task).unwrap();
    let explored = prepared.explore(0, &Limits::default(), Mode::Raw).unwrap();
    let graph = explored.graph();
    let distances = graph.distances(Evidence::Required);
    let policy = Policy::uniform();
    let rows = Rows::of(graph, &policy, &distances, None).unwrap();
    let horizon = Horizon::new(&rows, Measure::Success).unwrap();
    let steps_left = prepared.goal().max_steps;
    let node = graph.start();
    let mut queries = vec![Query::Value { node, steps_left }];
    queries.extend(graph.edges(node).map(|edge| Query::Action {
        outcomes: graph.outcomes(edge),
        steps_left,
    }));
    let answers = horizon.solve(&queries).unwrap();
    let mut numbers = answers.into_iter().map(|a| a.unwrap().exact().value());
    (numbers.next().unwrap(), numbers.collect())
}

#[test]
fn an_estimate_by_forks_covers_the_exact_value() {
    let agent = Drawer { follows: false };
    for id in ["corridor/ask@1", "ice/walk@1", "ice/fetch@1"] {
        let task = corridor::task(id, 5);
        let (value, actions) = exact(&task);
        let mut environment = hosted(None);
        environment.reset(&task, 0).unwrap();
        let moment = environment.snapshot().unwrap();
        let forks = Continuations {
            task: &task,
            factory: &agent,
            count: 400,
        };
        let rate = success_from(&mut environment, &moment, forks).unwrap();
        let [low, high] = rate.interval.unwrap();
        assert!(
            low <= value && value <= high,
            "{id}: {value} is not in {rate}"
        );
        assert!(high - low < 0.1, "{rate}");
        environment.restore(&moment, None).unwrap();
        for (item, q) in environment.actions().unwrap().into_iter().zip(actions) {
            let found = advantage_of(&mut environment, &moment, &item.action, forks).unwrap();
            let [low, high] = found.interval.unwrap();
            assert!(
                low <= q - value && q - value <= high,
                "{id} {}: {} is not in {found:?}",
                item.action,
                q - value
            );
        }
    }
}

/// A third party's world, no model of the core: a number that can be doubled or raised by one, from 1 to 10 exactly.
#[derive(Default)]
struct Doubler {
    goal: Option<Goal>,
    number: u32,
    trace: Digest,
}

impl Doubler {
    fn ended(&self) -> bool {
        self.number >= 10
    }

    fn frame(&self) -> Frame {
        let success = self.number == 10;
        let outcome = Rational::from_integer(i64::from(success));
        Frame {
            observation: vec![],
            truth: Some(StateTruth {
                success,
                outcome,
                subgoals: FactSet::default(),
                progress: outcome,
                known: FactSet::default(),
                distance: Distance::NotComputed,
                distance_clairvoyant: Distance::NotComputed,
                reachable: Reachable::NotComputed,
                steps_left: None,
                best_actions: None::<BestActions>,
                best_outcome: None,
                success_probability: None,
                expected_outcome: None,
                best_success_probability: None,
                details: vec![],
            }),
            digests: Digests {
                state: Digest::of(&self.number.to_le_bytes()),
                observation: Digest::default(),
                trace: self.trace,
            },
        }
    }
}

impl Environment for Doubler {
    fn reset(&mut self, _: &Task, _: u32) -> Result<Frame, EnvironmentError> {
        (self.number, self.trace) = (1, Digest::default());
        self.goal = Some(Goal {
            instruction: "reach ten".into(),
            feasible: true,
            max_steps: 20,
            subgoals: vec![],
            evidence: vec![],
        });
        Ok(self.frame())
    }
    fn step(&mut self, action: &str) -> Result<Step, EnvironmentError> {
        if self.ended() {
            return Err(HostError::EpisodeOver { slot: 0 }.into());
        }
        self.number = match action {
            "double" => self.number * 2,
            _ => self.number + 1,
        };
        self.trace = self.trace.chain(action.as_bytes());
        Ok(Step {
            effect: Effect::Applied,
            truth: None,
            after: self.frame(),
            end: self.ended().then_some(End::Terminated),
        })
    }
    fn actions(&mut self) -> Result<Vec<MenuItem>, EnvironmentError> {
        let item = |action: &str| MenuItem {
            action: action.into(),
            weight: 1,
        };
        let all = [item("double"), item("raise")];
        Ok(all.into_iter().filter(|_| !self.ended()).collect())
    }
    fn goal(&self) -> Option<&Goal> {
        self.goal.as_ref()
    }
    fn forms(&self) -> Option<&ActionForms> {
        static FORMS: LazyLock<ActionForms> = LazyLock::new(|| {
            let form = |(text, does): (&str, &str)| ActionForm::new(text, does);
            let all = [
                ("double", "doubles the number"),
                ("raise", "adds one to it"),
            ];
            ActionForms::new(all.map(form).into()).unwrap()
        });
        self.goal.as_ref().map(|_| &*FORMS)
    }
    fn snapshot(&self) -> Result<Snapshot, EnvironmentError> {
        let state = Digest::of(&self.number.to_le_bytes());
        Ok(Snapshot::new("doubler", state, (self.number, self.trace)))
    }
    fn restore(&mut self, moment: &Snapshot, _: Option<u64>) -> Result<Frame, EnvironmentError> {
        (self.number, self.trace) = *moment.downcast().unwrap();
        Ok(self.frame())
    }
    fn observe(&self, name: ViewName) -> Result<View, EnvironmentError> {
        let found = view::find(name, "doubler", &[]).map_err(HostError::from)?;
        Ok(View::empty(found))
    }
    fn provides(&self) -> Channels {
        Channels::default()
    }
}

#[test]
fn a_third_party_s_environment_has_a_graph_and_plays_episodes() {
    let task = corridor::task("doubler/ten@1", 0);
    let walked = walk(&mut Doubler::default(), &task, 0, &Limits::default()).unwrap();
    let graph = &walked.graph;
    // 1 to 9 run; of 10, 11 (impossible), 12, 14, 16, 18 those that are reached have ended.
    let running = graph
        .node_ids()
        .filter(|&n| graph.status(n) == NodeStatus::Running);
    assert_eq!((running.count(), graph.nodes()), (9, 14));
    let distances = graph.distances(Evidence::Required);
    // 1, 2, 4, 5, 10.
    assert_eq!(distances.get(graph.start()), Distance::Steps(4));
    let job = Job {
        task: Arc::new(task),
        group: 0,
        rollout: 3,
    };
    let world = truestep_core::trajectory::WorldInfo {
        kind: "numbers".into(),
        digest: Digest::default(),
    };
    let agent = Drawer { follows: false };
    let episode = play(&mut Doubler::default(), &job, &world, &agent).unwrap();
    assert_eq!(episode.end, End::Terminated);
    assert!(episode.success().is_some() && (4..=9).contains(&episode.steps()));
    let forks = Continuations {
        task: &job.task,
        factory: &agent,
        count: 50,
    };
    let mut doubler = Doubler::default();
    doubler.reset(&job.task, 0).unwrap();
    let moment = doubler.snapshot().unwrap();
    let rate = success_from(&mut doubler, &moment, forks).unwrap();
    assert_eq!(rate.trials, 50);
    assert!(rate.successes > 0 && rate.successes < 50, "{rate}");
}

/// Goes right, which it reads off the menu, and looks at what is shown.
struct Reader;

impl AgentFactory for Reader {
    fn info(&self) -> AgentInfo {
        AgentInfo {
            name: "reader".into(),
            policy: None,
            params: Default::default(),
        }
    }
    fn make(&self) -> Box<dyn Agent> {
        Box::new(Reader)
    }
}

impl Agent for Reader {
    fn act(&mut self, decision: &Decision<'_>) -> Act {
        let shown = decision.views.view(ViewName::TEXT).unwrap();
        assert_eq!(shown.text(), Some(decision.observation));
        assert!(
            decision.views.view(ViewName::new("tree")).is_none(),
            "not shown"
        );
        let mut texts = (0..decision.menu.len()).map(|i| decision.menu.text(i));
        let right = texts.position(|text| text == "right").unwrap();
        Act {
            choice: if decision.step < 5 {
                Choice::Menu(right)
            } else {
                Choice::Stop
            },
            probability: None,
        }
    }
}

#[test]
fn an_agent_reads_the_menu_and_sees_the_views_that_are_shown_and_no_others() {
    let job = Job {
        task: Arc::new(corridor::task("corridor/walk@1", 1)),
        group: 0,
        rollout: 0,
    };
    let world = truestep_core::batch::world_of(&corridor::registry(), &job.task).unwrap();
    let episode = play(&mut hosted(None), &job, &world, &Reader).unwrap();
    let actions: Vec<_> = episode.transitions.iter().map(|t| &*t.action).collect();
    assert_eq!(actions, ["right"; 5]);
    assert_eq!(episode.end, End::Aborted);
}

/// A world that notes with which chance it is restored.
struct Noting {
    world: Hosted,
    branches: Vec<Option<u64>>,
}

impl Environment for Noting {
    fn reset(&mut self, task: &Task, rollout: u32) -> Result<Frame, EnvironmentError> {
        self.world.reset(task, rollout)
    }
    fn step(&mut self, action: &str) -> Result<Step, EnvironmentError> {
        self.world.step(action)
    }
    fn actions(&mut self) -> Result<Vec<MenuItem>, EnvironmentError> {
        self.world.actions()
    }
    fn goal(&self) -> Option<&Goal> {
        self.world.goal()
    }
    fn forms(&self) -> Option<&ActionForms> {
        self.world.forms()
    }
    fn snapshot(&self) -> Result<Snapshot, EnvironmentError> {
        self.world.snapshot()
    }
    fn restore(&mut self, to: &Snapshot, branch: Option<u64>) -> Result<Frame, EnvironmentError> {
        self.branches.push(branch);
        self.world.restore(to, branch)
    }
    fn observe(&self, name: ViewName) -> Result<View, EnvironmentError> {
        self.world.observe(name)
    }
    fn provides(&self) -> Channels {
        self.world.provides()
    }
}

#[test]
fn an_advantage_draws_other_chance_for_the_action_than_for_the_value() {
    let task = corridor::task("ice/walk@1", 5);
    let mut world = Noting {
        world: hosted(None),
        branches: vec![],
    };
    world.reset(&task, 0).unwrap();
    let moment = world.snapshot().unwrap();
    let forks = Continuations {
        task: &task,
        factory: &Drawer { follows: false },
        count: 50,
    };
    advantage_of(&mut world, &moment, "right", forks).unwrap();
    assert_eq!(world.branches.len(), 100);
    assert!(world.branches.iter().all(Option::is_some));
    let distinct: std::collections::BTreeSet<_> = world.branches.iter().collect();
    assert_eq!(distinct.len(), 100, "no draw is used twice");
}

#[test]
fn an_agent_that_points_beyond_the_menu_is_a_caller_s_mistake() {
    struct Beyond;
    impl AgentFactory for Beyond {
        fn info(&self) -> AgentInfo {
            Drawer { follows: false }.info()
        }
        fn make(&self) -> Box<dyn Agent> {
            Box::new(Beyond)
        }
    }
    impl Agent for Beyond {
        fn act(&mut self, _: &Decision<'_>) -> Act {
            Act {
                choice: Choice::Menu(99),
                probability: None,
            }
        }
    }
    let job = Job {
        task: Arc::new(corridor::task("corridor/walk@1", 1)),
        group: 0,
        rollout: 0,
    };
    let registry = corridor::registry();
    let world = truestep_core::batch::world_of(&registry, &job.task).unwrap();
    let error = play(&mut hosted(None), &job, &world, &Beyond).unwrap_err();
    let PlayError::Environment(EnvironmentError::Host(error)) = error else {
        panic!("{error}");
    };
    assert!(matches!(
        error,
        HostError::NoSuchMenuEntry { index: 99, .. }
    ));
}
