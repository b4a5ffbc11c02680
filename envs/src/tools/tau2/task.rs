//! tau2's tasks as its files write them: what the user wants, how the world starts, what is judged at the end.

use super::python::Py;
use serde::Deserialize;

/// Who calls a tool, whose tools they are, whose database they work on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Requestor {
    /// The agent.
    #[default]
    Assistant,
    /// The user.
    User,
}

impl Requestor {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Assistant, Self::User];

    /// The name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Assistant => "assistant",
            Self::User => "user",
        }
    }
}

/// A call of a tool.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ToolCall {
    /// What its answer refers to.
    #[serde(default)]
    pub id: String,
    /// The tool.
    pub name: String,
    /// Its arguments by name.
    pub arguments: Py,
    /// Who calls.
    #[serde(default)]
    pub requestor: Requestor,
}

/// A message of a conversation.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "role", rename_all = "lowercase")]
pub enum Message {
    /// Of nobody.
    System {
        /// What it says.
        #[serde(default)]
        content: Option<String>,
    },
    /// Of the agent.
    Assistant(Spoken),
    /// Of the user.
    User(Spoken),
    /// The answer to a call.
    Tool(ToolMessage),
}

/// What agent or user say, or the tools they call.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Spoken {
    /// The text.
    #[serde(default)]
    pub content: Option<String>,
    /// The calls.
    #[serde(default)]
    pub tool_calls: Option<Vec<ToolCall>>,
}

/// The answer to a call.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ToolMessage {
    /// The call's id.
    #[serde(default)]
    pub id: String,
    /// The text.
    #[serde(default)]
    pub content: Option<String>,
    /// Whether the tool raised an exception.
    #[serde(default)]
    pub error: bool,
}

/// A function of a toolkit, tool or not, with arguments.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct FunctionCall {
    /// Whose toolkit.
    pub env_type: Requestor,
    /// The function.
    pub func_name: String,
    /// Its arguments by name.
    pub arguments: Py,
}

/// A function that must say `true` - or `false`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Assertion {
    /// The function.
    #[serde(flatten)]
    pub call: FunctionCall,
    /// What it must say.
    #[serde(default = "yes")]
    pub assert_value: bool,
}

fn yes() -> bool {
    true
}

/// A call of the reference solution.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Action {
    /// Its id in the task.
    pub action_id: String,
    /// Who calls.
    #[serde(default)]
    pub requestor: Requestor,
    /// The tool.
    pub name: String,
    /// Its arguments by name.
    pub arguments: Py,
    /// Arguments that tau2's matcher compares; absent: see [`super::verdict::weak_match`].
    #[serde(default)]
    pub compare_args: Option<Vec<String>>,
}

/// What a task's reward is the product of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RewardType {
    /// Both databases end as the reference solution leaves them.
    Db,
    /// The task's assertions hold.
    EnvAssertion,
    /// Statements that a language model judges.
    NlAssertion,
    /// Every call of the reference solution was made.
    Action,
    /// Texts were said.
    Communicate,
}

/// What is judged.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Criteria {
    /// The reference solution.
    #[serde(default)]
    pub actions: Option<Vec<Action>>,
    /// What must hold at the end.
    #[serde(default)]
    pub env_assertions: Option<Vec<Assertion>>,
    /// What the agent must say.
    #[serde(default)]
    pub communicate_info: Option<Vec<String>>,
    /// What a language model must find true.
    #[serde(default)]
    pub nl_assertions: Option<Vec<String>>,
    /// What the reward is the product of.
    #[serde(default = "usual_basis")]
    pub reward_basis: Vec<RewardType>,
}

fn usual_basis() -> Vec<RewardType> {
    vec![RewardType::Db, RewardType::Communicate]
}

/// Updates of the databases.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct InitializationData {
    /// For the agent's.
    #[serde(default)]
    pub agent_data: Option<Py>,
    /// For the user's.
    #[serde(default)]
    pub user_data: Option<Py>,
}

/// How a task's world differs from the domain's.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct InitialState {
    /// Updates of the databases.
    #[serde(default)]
    pub initialization_data: Option<InitializationData>,
    /// Functions that run before anything else.
    #[serde(default)]
    pub initialization_actions: Option<Vec<FunctionCall>>,
    /// What was said and called before.
    #[serde(default)]
    pub message_history: Option<Vec<Message>>,
}

/// The user, for whoever plays it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct UserScenario {
    /// Who the user is.
    #[serde(default)]
    pub persona: Option<String>,
    /// What the user wants: a text, or an object of texts.
    pub instructions: Py,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Task {
    /// Its id in the domain.
    pub id: String,
    /// The user.
    pub user_scenario: UserScenario,
    /// The problem in one text, for an agent without a user.
    #[serde(default)]
    pub ticket: Option<String>,
    /// How its world starts.
    #[serde(default)]
    pub initial_state: Option<InitialState>,
    /// What is judged; absent: nothing, and every end is good.
    #[serde(default)]
    pub evaluation_criteria: Option<Criteria>,
    /// The tools that the user has; absent: all.
    #[serde(default)]
    pub user_tools: Option<Vec<String>>,
}

impl Task {
    /// The names of tools and functions that the task itself uses, with whose they are.
    pub fn functions(&self) -> impl Iterator<Item = (Requestor, &str)> {
        let criteria = self.evaluation_criteria.iter();
        let actions = criteria
            .clone()
            .flat_map(|criteria| criteria.actions.iter().flatten())
            .map(|action| (action.requestor, action.name.as_str()));
        let starts = self.initial_state.iter();
        let starts = starts.flat_map(|state| state.initialization_actions.iter().flatten());
        let assertions = criteria.flat_map(|criteria| criteria.env_assertions.iter().flatten());
        let calls = starts.chain(assertions.map(|assertion| &assertion.call));
        actions.chain(calls.map(|call| (call.env_type, call.func_name.as_str())))
    }
}
