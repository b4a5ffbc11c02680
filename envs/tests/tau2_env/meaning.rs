//! What the environment says beside tau2's verdict, and that the verdict is tau2's.

use super::{data, folder, registry, task};
use serde_json::{Value, json};
use std::{fs, sync::Arc};
use truestep_core::{
    chance::{Chance, Enumerated, Seed},
    model::{Dynamics, Menu, Planner, Render, Statement, Status, Truth},
    registry::TaskError,
    truth::{DetailValue, Distance},
};
use truestep_envs::tools::tau2::{
    Mode, Replay, Requestor, Run, Termination, World,
    env::{
        Data, MESSAGE, Tau2, build,
        types::{Action, Def, State, Told},
    },
    judge,
    task::Message,
};

pub(super) fn start(def: &Def) -> State {
    Tau2::initial(def, &mut Enumerated::default())
}

pub(super) fn step(def: &Def, state: &mut State, action: &Action) -> Vec<Told> {
    let mut told = vec![];
    Tau2::admit(def, state, action).unwrap();
    Tau2::step(
        def,
        &mut (),
        state,
        action,
        &mut Enumerated::default(),
        &mut told,
    )
    .unwrap();
    told
}

pub(super) fn say(def: &Def, state: &mut State, text: &str) -> Vec<Told> {
    let action = Tau2::decode(def, state, text).unwrap();
    step(def, state, &action)
}

pub(super) fn menu(def: &Def, state: &State) -> Vec<Action> {
    let mut entries = vec![];
    Tau2::menu(def, state, &mut entries);
    entries.into_iter().map(|entry| entry.action).collect()
}

/// The first of the best actions.
pub(super) fn best(def: &Def, state: &State) -> Option<Action> {
    let (mut entries, mut best) = (vec![], vec![]);
    Tau2::menu(def, state, &mut entries);
    Tau2::best_actions(def, state, &entries, &mut best);
    let first = best.first()?;
    Some(entries.swap_remove(*first as usize).action)
}

fn text(def: &Def, action: &Action) -> String {
    let mut text = String::new();
    Tau2::encode(def, action, &mut text);
    text
}

fn written(told: &[Told]) -> Vec<String> {
    let write = |told: &Told| {
        let mut text = String::new();
        told.write(&mut text);
        text
    };
    told.iter().map(write).collect()
}

fn of_id(data: &Data, domain: &str, id: &str) -> Def {
    build(data, &task(domain, 0, &[("id", id)])).unwrap()
}

/// A conversation in tau2's words: what was called, what was answered and what was said.
struct Conversation {
    messages: Vec<Value>,
    mode: Mode,
}

impl Conversation {
    fn hear(&mut self, world: &World, def: &Def, action: &str, state: &State) {
        let mut answer = String::new();
        let Some((tool, arguments)) = action.split_once('(').filter(|_| action != "done") else {
            return;
        };
        let arguments = arguments.strip_suffix(')').unwrap();
        if tool == "respond" {
            self.messages
                .push(json!({"role": "assistant", "content": arguments}));
            return;
        }
        let user = world.domain().user.as_ref();
        let of_user =
            self.mode == Mode::WithUser && user.is_some_and(|kit| kit.tool(tool).is_some());
        let role = if of_user {
            Requestor::User
        } else {
            Requestor::Assistant
        }
        .name();
        let arguments: Value = serde_json::from_str(arguments).unwrap();
        let call = json!({"id": "c", "name": tool, "arguments": arguments, "requestor": role});
        Tau2::observe(def, state, &(), MESSAGE, &mut answer);
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        answer["role"] = "tool".into();
        answer["id"] = "c".into();
        self.messages
            .push(json!({"role": role, "tool_calls": [call]}));
        self.messages.push(answer);
    }
}

/// Whatever is played, success is the reward that `judge` gives for the conversation.
#[test]
fn success_is_tau2s_verdict_of_the_conversation() {
    let data = data();
    let (mut won, mut lost) = (0, 0);
    for loaded in data.domains() {
        let world = loaded.world();
        let modes = [("no-user", Mode::WithUser), ("solo", Mode::Solo)];
        for (name, mode) in modes
            .into_iter()
            .filter(|(_, mode)| *mode == Mode::WithUser || world.domain().solo)
        {
            for seed in 0..loaded.offered(None).unwrap().len() as u64 {
                let place = loaded.offered(None).unwrap()[seed as usize];
                let theirs = &world.tasks().tasks[place];
                let ours = task(world.domain().name, seed, &[("mode", name)]);
                let def = build(&data, &ours).unwrap();
                for game in 0..6 {
                    let success = play(&def, world, theirs, mode, Seed(100 * seed + game));
                    *(if success { &mut won } else { &mut lost }) += 1;
                }
            }
        }
    }
    assert!(won > 10 && lost > 10, "{won} won, {lost} lost");
}

/// Play at random, the best move now and then, and hold the end to the verdict.
fn play(
    def: &Def,
    world: &Arc<World>,
    theirs: &truestep_envs::tools::tau2::Task,
    mode: Mode,
    seed: Seed,
) -> bool {
    let mut chance = seed.stream("play").sampled();
    let mut state = start(def);
    let initial = theirs.initial_state.as_ref();
    let history = initial.and_then(|initial| initial.message_history.clone());
    let mut heard = Conversation {
        messages: vec![],
        mode,
    };
    while Tau2::status(def, &state) == Status::Running {
        let entries = menu(def, &state);
        let distance = |action: &Action| {
            let mut next = state.clone();
            step(def, &mut next, action);
            Tau2::distance(def, &next)
        };
        let action = match chance.below(3) {
            0 => entries[chance.below(entries.len() as u32) as usize].clone(),
            _ => entries
                .iter()
                .min_by_key(|action| distance(action))
                .unwrap()
                .clone(),
        };
        step(def, &mut state, &action);
        heard.hear(world, def, &text(def, &action), &state);
    }
    let mut messages: Vec<Message> = history.unwrap_or_default();
    messages.extend(serde_json::from_value::<Vec<Message>>(Value::from(heard.messages)).unwrap());
    let end = Termination::AgentStop;
    let verdict = judge(world, theirs, &messages, end, mode, Replay::Strict).unwrap();
    let success = Tau2::status(def, &state).is_success();
    assert_eq!(
        verdict.reward,
        Some(if success { 1.0 } else { 0.0 }),
        "{}",
        theirs.id
    );
    success
}

#[test]
fn answers_are_tau2s_bytes() {
    let data = data();
    let def = of_id(&data, "retail", "cancel");
    let world = data.domains()[1].world();
    let mut run = Run::new(world, Mode::WithUser).unwrap();
    let mut state = start(&def);
    for (name, arguments) in [
        ("get_order_details", json!({"order_id": "#A1"})),
        ("get_order_details", json!({"order": 5})),
        ("calculate", json!({"expression": "1/0"})),
        (
            "cancel_pending_order",
            json!({"order_id": "#A1", "reason": "no longer needed"}),
        ),
    ] {
        say(&def, &mut state, &format!("{name}({arguments})"));
        let call = json!({"name": name, "arguments": arguments});
        let answer = run.call(&serde_json::from_value(call).unwrap()).unwrap();
        let mut shown = String::new();
        Tau2::observe(&def, &state, &(), MESSAGE, &mut shown);
        let expected = json!({"content": answer.content, "error": answer.error});
        assert_eq!(shown, expected.to_string());
    }
}

#[test]
fn a_write_before_anybody_was_located_breaks_a_rule_and_is_not_supported() {
    let data = data();
    let def = of_id(&data, "retail", "cancel");
    let mut state = start(&def);
    let cancel = r##"cancel_pending_order({"order_id":"#A1","reason":"no longer needed"})"##;
    let told = say(&def, &mut state, cancel);
    assert_eq!(
        written(&told),
        ["rule authenticate_first broken by cancel_pending_order"]
    );
    // tau2's verdict does not mind.
    say(&def, &mut state, "done");
    assert!(Tau2::status(&def, &state).is_success());
    let mut state = start(&def);
    say(
        &def,
        &mut state,
        r#"find_user_id_by_name_zip({"first_name":"Ida","last_name":"Holm","zip":"200"})"#,
    );
    let told = say(&def, &mut state, cancel);
    let expected = "rule one_customer broken by cancel_pending_order for ida_holm_1";
    assert_eq!(written(&told), [expected]);
}

#[test]
fn what_the_reference_solution_leaves_alone_is_a_side_effect() {
    let data = data();
    let def = of_id(&data, "mock", "water");
    let mut state = start(&def);
    let told = say(
        &def,
        &mut state,
        r#"create_task({"title":"x","user_id":"abe"})"#,
    );
    assert!(
        written(&told).contains(&"changed tasks task_2".to_owned()),
        "{told:?}"
    );
    assert_eq!(Tau2::distance(&def, &state), Distance::Never);
    let told = say(
        &def,
        &mut state,
        r#"update_task_status({"status":"completed","task_id":"task_1"})"#,
    );
    assert_eq!(written(&told), [""; 0]);
}

#[test]
fn what_an_order_is_called_has_to_be_found_out() {
    let data = data();
    let def = of_id(&data, "retail", "longer");
    let change = |state: &State| {
        let texts = menu(&def, state)
            .into_iter()
            .map(|action| text(&def, &action));
        texts
            .filter(|text| text.starts_with("modify_pending_order_items"))
            .count()
    };
    let mut state = start(&def);
    // Find the customer, their orders, the order, both products, and only then change it.
    assert_eq!(Tau2::distance(&def, &state), Distance::Steps(7));
    assert_eq!(change(&state), 0);
    for text in [
        r#"find_user_id_by_name_zip({"first_name":"Ida","last_name":"Holm","zip":"100"})"#,
        r#"get_user_details({"user_id":"ida_holm_1"})"#,
        r##"get_order_details({"order_id":"#A1"})"##,
        r#"get_product_details({"product_id":"901"})"#,
    ] {
        assert_eq!(change(&state), 0, "before {text}");
        say(&def, &mut state, text);
    }
    assert_eq!(Tau2::distance(&def, &state), Distance::Steps(3));
    say(
        &def,
        &mut state,
        r#"get_product_details({"product_id":"902"})"#,
    );
    // The right one, and the one with a thing too few.
    assert_eq!(change(&state), 2);
}

#[test]
fn a_change_that_a_call_beyond_the_menu_sets_right_is_never_called_a_dead_end() {
    let def = of_id(&data(), "mock", "soil");
    let mut state = start(&def);
    let dead_ends = |before: &State, after: &State, action: &Action| -> Vec<DetailValue> {
        let mut details = vec![];
        Tau2::step_details(&def, before, action, after, &mut details);
        let said = details.into_iter().filter(|d| d.name == "is_dead_end");
        said.map(|detail| detail.value).collect()
    };
    let mut passed = vec![];
    for status in ["completed", "pending"] {
        let call = format!(r#"update_task_status({{"status":"{status}","task_id":"task_1"}})"#);
        let action = Tau2::decode(&def, &state, &call).unwrap();
        let before = state.clone();
        step(&def, &mut state, &action);
        passed.extend(dead_ends(&before, &state, &action));
    }
    assert!(!passed.contains(&DetailValue::Bool(true)), "{passed:?}");
    assert!(matches!(Tau2::distance(&def, &state), Distance::Steps(_)));
    let (before, end) = (state.clone(), Tau2::decode(&def, &state, "done").unwrap());
    step(&def, &mut state, &end);
    assert_eq!(dead_ends(&before, &state, &end), [DetailValue::Bool(true)]);
}

#[test]
fn tasks_are_chosen_by_seed_id_and_split() {
    let data = data();
    let ids = |domain: usize| -> Vec<&str> {
        let loaded = &data.domains()[domain];
        let places = loaded.offered(None).unwrap();
        places
            .iter()
            .map(|place| loaded.world().tasks().tasks[*place].id.as_str())
            .collect()
    };
    // Without the one that only asks, the one that needs a language model, and the one whose reference solves nothing.
    let expected = [
        "water",
        "soil",
        "tell",
        "dismiss",
        "hand_over",
        "after_a_talk",
    ];
    assert_eq!(ids(0), expected);
    let refused = |parameters: &[(&str, &str)], seed| {
        build(&data, &task("mock", seed, parameters)).unwrap_err()
    };
    assert!(matches!(refused(&[], 7), TaskError::NoInstance { .. }));
    let words = refused(&[("id", "judged_by_words")], 0).to_string();
    assert!(words.contains("needs a language model"), "{words}");
    for (name, value, said) in [
        ("id", "no_way_shown", "reference solution does not solve it"),
        ("id", "x", "no task `x` in mock; it has 9"),
        ("split", "dev", "no split `dev`"),
        ("mode", "duo", "expected `no-user` or `solo`"),
        ("policy", "short", "expected `manual` or `workflow`"),
        ("user", "x", "this task takes `id`"),
    ] {
        let error = refused(&[(name, value)], 0);
        assert!(matches!(error, TaskError::BadParameter { .. }), "{error}");
        assert!(error.to_string().contains(said), "{error}");
    }
    let refused = build(&data, &task("retail", 0, &[("mode", "solo")])).unwrap_err();
    assert!(
        refused.to_string().contains("no mode without a user")
            && !refused.to_string().contains("another seed"),
        "{refused}"
    );
}

#[test]
fn the_folder_or_the_one_it_is_in_is_read_and_any_other_is_refused() {
    let folder = folder();
    let outer = Data::load(folder.path()).unwrap();
    let inner = Data::load(&folder.path().join("domains")).unwrap();
    assert_eq!(outer.digest(), inner.digest());
    let airline = folder.path().join("domains/airline");
    fs::create_dir(&airline).unwrap();
    let tasks = json!([{"id": "1", "user_scenario": {"instructions": "Book."},
        "evaluation_criteria": {"actions": [{"action_id": "1", "name": "book_seat", "arguments": {}}]}}]);
    fs::write(airline.join("tasks.json"), tasks.to_string()).unwrap();
    let more = Data::load(folder.path()).unwrap();
    assert_eq!(more.elsewhere()[0].missing, ["book_seat"]);
    assert!(
        more.describe()
            .contains("airline 1 tasks without their 1 tools")
    );
    fs::write(folder.path().join("domains/mock/policy.md"), "Other.").unwrap();
    assert_ne!(Data::load(folder.path()).unwrap().digest(), outer.digest());
    let empty = Data::load(&airline).unwrap_err().to_string();
    assert!(empty.starts_with("no domain of tau2's in"), "{empty}");
}

#[test]
fn the_templates_stand_beside_those_of_the_environment() {
    let registry = registry();
    let tools = registry.family("tools").unwrap();
    let names: Vec<String> = tools.templates().iter().map(|t| t.id.to_string()).collect();
    let of_the_desk = |name: &String| name.starts_with("tools/retail-cancel@");
    assert!(names.iter().any(of_the_desk));
    assert_eq!(
        names[names.len() - 3..],
        [
            "tools/tau2-mock@2",
            "tools/tau2-retail@2",
            "tools/tau2-telecom@2"
        ]
    );
    assert!(
        tools
            .card()
            .contains("modify_pending_order_items(ARGUMENTS)")
    );
    assert!(!tools.card().contains("{{"));
}
