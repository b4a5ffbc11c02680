//! A task's world while it is played: tau2's `Environment`.

mod replay;
mod start;

use super::{
    domain::{Domain, ToolType, Toolkit},
    error::Tau2Error,
    hash,
    python::Py,
    task::{Assertion, FunctionCall, InitialState, Requestor, ToolCall},
    world::World,
};
use std::sync::Arc;
use truestep_sandbox::{Call, SandboxError, Tables};

/// What a function came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It returned: the text that a message would hold.
    Returned(String),
    /// It raised an exception: Python's `str` of it.
    Raised(String),
}

/// What a tool answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The message's text.
    pub content: String,
    /// Whether the tool raised an exception.
    pub error: bool,
}

impl From<Outcome> for Answer {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Returned(content) => Self {
                content,
                error: false,
            },
            Outcome::Raised(why) => Self {
                content: format!("Error: {why}"),
                error: true,
            },
        }
    }
}

/// What `bool` results are in a message: `json.dumps(str(True))`.
const TRUE: &str = "\"True\"";
const FALSE: &str = "\"False\"";

/// What a replay does with a call that answers otherwise than was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replay {
    /// Fails.
    Strict,
    /// Goes on: the change of the databases counts, not the text.
    Lenient,
}

/// Whether the agent has a user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// There is a user with tools of their own.
    #[default]
    WithUser,
    /// The agent has both toolkits.
    Solo,
}

/// The world of one task while it is played. A clone is a fork: it costs two pointers.
#[derive(Clone, Debug)]
pub struct Run {
    world: Arc<World>,
    tables: Tables,
    /// Which side's database each side's tools work on. tau2 points both toolkits at one database once a task's data
    /// updates one of them.
    holds: [Requestor; 2],
    mode: Mode,
    /// Whether the databases are in line with each other: nothing was written since they were brought there.
    in_line: bool,
}

impl Run {
    /// The domain as its files have it.
    ///
    /// # Errors
    /// If the domain has no such mode, or its databases contradict each other.
    pub fn new(world: &Arc<World>, mode: Mode) -> Result<Self, Tau2Error> {
        if mode == Mode::Solo && !world.domain().solo {
            return Err(Tau2Error::NoSolo {
                domain: world.domain().name,
            });
        }
        let mut run = Self {
            tables: world.start().clone(),
            world: world.clone(),
            holds: Requestor::ALL,
            mode,
            in_line: false,
        };
        let synced = run.sync()?;
        run.started("bringing the databases into line", synced)?;
        Ok(run)
    }

    /// The world as a task starts it, before its message history.
    ///
    /// # Errors
    /// If its data does not fit the databases, or one of its functions raises an exception.
    pub fn begin(
        world: &Arc<World>,
        mode: Mode,
        initial: Option<&InitialState>,
    ) -> Result<Self, Tau2Error> {
        let mut run = Self::new(world, mode)?;
        let Some(initial) = initial else {
            return Ok(run);
        };
        if let Some(data) = &initial.initialization_data {
            run.update(data)?;
        }
        for call in initial.initialization_actions.iter().flatten() {
            let outcome = run.function(call)?;
            run.started(&call.func_name, outcome)?;
        }
        Ok(run)
    }

    fn started(&self, step: &str, outcome: Outcome) -> Result<(), Tau2Error> {
        match outcome {
            Outcome::Returned(_) => Ok(()),
            Outcome::Raised(reason) => Err(Tau2Error::Start {
                step: step.to_owned(),
                reason,
            }),
        }
    }

    fn domain(&self) -> &'static Domain {
        self.world.domain()
    }

    /// The tables.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Whether the databases are in line with each other.
    pub(super) fn is_in_line(&self) -> bool {
        self.in_line
    }

    /// Who has which tools.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// This run at another point: with these tables.
    pub(super) fn resume(&self, tables: Tables, in_line: bool) -> Self {
        Self {
            tables,
            in_line,
            ..self.clone()
        }
    }

    /// Bring the databases into line, as a replay does in the end; whether that raised no exception.
    pub(super) fn settle(&mut self) -> Result<bool, SandboxError> {
        Ok(matches!(self.sync()?, Outcome::Returned(_)))
    }

    /// The domain and its data.
    #[must_use]
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    fn held(&self, side: Requestor) -> Requestor {
        self.holds[side as usize]
    }

    /// Run a function of the pack.
    fn invoke(&mut self, name: &str, arguments: &Py) -> Result<Outcome, SandboxError> {
        let arguments = serde_json::Value::from(arguments);
        let call = Call {
            // tau2 draws random names from the system. Here what is drawn hangs on the state alone, and differs with it.
            seed: self.tables.digest() as u64,
            ..Call::new(name, &arguments, self.world.grants())
        };
        let reply = self.world.pack().call(&mut self.tables, &call)?;
        self.in_line &= reply.changes.is_empty();
        let text = reply.content.into_iter().next().unwrap_or_default();
        // A function of Python may have written before it raised; a pack whose reply says `isError` has not.
        Ok(if reply.is_error || reply.structured.is_some() {
            Outcome::Raised(text)
        } else {
            Outcome::Returned(text)
        })
    }

    fn sync(&mut self) -> Result<Outcome, SandboxError> {
        let nothing = Outcome::Returned(String::new());
        let Some(name) = self.domain().sync.filter(|_| !self.in_line) else {
            return Ok(nothing);
        };
        let outcome = self.invoke(name, &Py::Dict(vec![]))?;
        self.in_line = matches!(outcome, Outcome::Returned(_));
        Ok(outcome)
    }

    /// A function, and then bringing the databases into line.
    fn invoke_and_sync(&mut self, name: &str, arguments: &Py) -> Result<Outcome, SandboxError> {
        let outcome = self.invoke(name, arguments)?;
        if let Outcome::Raised(_) = outcome {
            return Ok(outcome);
        }
        Ok(match self.sync()? {
            Outcome::Returned(_) => outcome,
            raised => raised,
        })
    }

    /// Whether this call reaches a tool; if not, the exception.
    fn admit(&self, call: &ToolCall) -> Result<(), String> {
        if let Some(conflict) = conflict(&call.arguments) {
            return Err(conflict);
        }
        let domain = self.domain();
        let solo = self.mode == Mode::Solo;
        let user = domain.user.as_ref();
        let toolkit = match call.requestor {
            Requestor::User if solo => {
                return Err("User tool calls are not allowed in solo mode".into());
            }
            Requestor::User => user.ok_or("User tools not available")?,
            Requestor::Assistant => user
                .filter(|toolkit| solo && toolkit.tool(&call.name).is_some())
                .unwrap_or(&domain.assistant),
        };
        if toolkit.tool(&call.name).is_none() {
            return Err(format!("Tool '{}' not found.", call.name));
        }
        Ok(())
    }

    /// Answer a call: tau2's `get_response`.
    ///
    /// # Errors
    /// If the sandbox fails. What an agent does wrong is an answer.
    pub fn call(&mut self, call: &ToolCall) -> Result<Answer, SandboxError> {
        match self.admit(call) {
            Ok(()) => Ok(self.invoke_and_sync(&call.name, &call.arguments)?.into()),
            Err(why) => Ok(Outcome::Raised(why).into()),
        }
    }

    /// Make a call without bringing the databases into line: tau2's `make_tool_call`, which plays the reference
    /// solution.
    ///
    /// # Errors
    /// If the sandbox fails.
    pub fn call_alone(&mut self, call: &ToolCall) -> Result<Outcome, SandboxError> {
        match self.admit(call) {
            Ok(()) => self.invoke(&call.name, &call.arguments),
            Err(why) => Ok(Outcome::Raised(why)),
        }
    }

    /// Run a function of a toolkit: tau2's `run_env_function_call`.
    ///
    /// # Errors
    /// If the sandbox fails.
    pub fn function(&mut self, call: &FunctionCall) -> Result<Outcome, SandboxError> {
        let toolkit = self.domain().toolkit(call.env_type);
        let class = toolkit.map_or("NoneType", |toolkit| toolkit.class);
        if !toolkit.is_some_and(|toolkit| toolkit.has_function(&call.func_name)) {
            let name = &call.func_name;
            let why = format!("'{class}' object has no attribute '{name}'");
            return Ok(Outcome::Raised(why));
        }
        self.invoke_and_sync(&call.func_name, &call.arguments)
    }

    /// Whether an assertion holds; an exception is passed on in Python's words.
    ///
    /// # Errors
    /// If the sandbox fails.
    pub fn assertion(
        &mut self,
        assertion: &Assertion,
    ) -> Result<Result<bool, String>, SandboxError> {
        let outcome = self.function(&assertion.call)?;
        Ok(match outcome {
            Outcome::Returned(text) if text == TRUE => Ok(assertion.assert_value),
            Outcome::Returned(text) if text == FALSE => Ok(!assertion.assert_value),
            Outcome::Returned(_) => {
                let name = &assertion.call.func_name;
                Err(format!("Function {name} did not return a bool"))
            }
            Outcome::Raised(why) => Err(why),
        })
    }

    /// The type of a tool of either side.
    #[must_use]
    pub fn tool_type(&self, name: &str) -> Option<ToolType> {
        let toolkits = Requestor::ALL
            .into_iter()
            .filter_map(|side| self.domain().toolkit(side));
        let mut types = toolkits.filter_map(|toolkit: &Toolkit| toolkit.tool(name));
        types.next()
    }

    /// The hash of the database that a side's tools work on, as tau2 computes it; none if the side has no tools.
    #[must_use]
    pub fn database_hash(&self, side: Requestor) -> Option<String> {
        self.domain().toolkit(side)?;
        let held = self.held(side);
        Some(hash::database_hash(&self.world, &self.tables, held))
    }

    /// Whether another run of the same world has an equal database on this side: what equal hashes say, without them.
    #[must_use]
    pub fn same_database(&self, other: &Self, side: Requestor) -> bool {
        if !Arc::ptr_eq(&self.world, &other.world) || self.held(side) != other.held(side) {
            return self.database_hash(side) == other.database_hash(side);
        }
        let held = self.held(side);
        hash::same_database(&self.world, &self.tables, &other.tables, held)
    }
}

/// Arguments whose names are those of `make_tool_call`'s own parameters.
fn conflict(arguments: &Py) -> Option<String> {
    let given = |name| arguments.get(name).is_some();
    let method = "Environment.make_tool_call() got multiple values for";
    if given("requestor") {
        let module = "tau2.environment.environment.";
        return Some(format!("{module}{method} keyword argument 'requestor'"));
    }
    let name = ["self", "tool_name"].into_iter().find(|name| given(name))?;
    Some(format!("{method} argument '{name}'"))
}
