//! The telecom domain of tau2-bench: the agent's tools, the user's phone, and what keeps the two equal.
//!
//! Both toolkits are one pack, because the step after a call, `sync_tools`, works on both databases: what the user sees of
//! their line follows the agent's, and a bill that the user paid is set to paid in it. And an agent without a user has the
//! tools of both.
//!
//! Beside the tools the pack lists the functions that set up a task and check its assertions; nobody is shown them.
//!
//! Behaviour after tau2-bench (Sierra, MIT), commit a2c0247: `src/tau2/domains/telecom` and `src/tau2/environment`.

#[path = "../tau2_kit/mod.rs"]
mod tau2;

mod agent;
mod apn;
mod apps;
mod assertions;
mod billing;
mod functions;
mod phone;
mod python;
mod radio;
mod screen;
mod state;
mod sync;
mod vpn;

use state::State;
use tau2::{bind, Raised, V};

tau2_pack!(include_str!("tools.json"), call);

/// The day on which everything happens; tau2 has it as a constant.
const TODAY: &str = "2025-02-25";

/// What a function gives back.
pub enum Answer {
    Text(String),
    Json(V),
    Bool(bool),
    Nothing,
}

impl Answer {
    fn text(text: &str) -> Answer {
        Answer::Text(text.to_owned())
    }

    /// The message that it is.
    fn message(self) -> String {
        match self {
            Answer::Text(text) => text,
            Answer::Json(value) => value.dumps(),
            Answer::Bool(value) => tau2::plain(&V::Bool(value)),
            Answer::Nothing => V::None.dumps(),
        }
    }
}

/// Which database a toolkit works on, where it is not its own: a task's data can put one in the place of the other.
fn check_database(side: &str, own: &str, field: &str) -> Result<(), String> {
    let held = tau2::row("toolkits", side).unwrap_or_default();
    if held == own {
        return Ok(());
    }
    Err(format!("'{held}' object has no attribute '{field}'"))
}

fn call(name: &str, arguments: &V) -> tau2::Answer {
    let mut state = State::default();
    let answer = run(&mut state, name, arguments);
    // An exception takes back nothing.
    state.write();
    answer.map(Answer::message).map_err(Raised)
}

fn run(state: &mut State, name: &str, arguments: &V) -> Result<Answer, String> {
    let bound = |class: &str, parameters: &[&str]| {
        bind(class, name, parameters, arguments).map_err(|Raised(why)| why)
    };
    let of = |list: &'static [functions::Signature]| list.iter().find(|(of, _)| *of == name);
    if let Some((_, parameters)) = of(functions::AGENT) {
        let bound = bound("TelecomTools", parameters)?;
        if let Some(field) = agent::first_field(name, &bound) {
            check_database("assistant", "TelecomDB", field)?;
        }
        return agent::run(state, name, &bound);
    }
    if let Some((_, parameters)) = of(functions::USER) {
        let bound = bound("TelecomUserTools", parameters)?;
        check_database("user", "TelecomUserDB", phone::first_field(name))?;
        return phone::run(state, name, &bound);
    }
    if name == "sync_tools" {
        check_database("user", "TelecomUserDB", "surroundings")?;
        return sync::sync(state).map(|()| Answer::Nothing);
    }
    Err(format!("unknown function `{name}`"))
}
