//! Rules of tau2's policies that the tables can check on the path. tau2's verdict does not look at them: they are stated as
//! violations beside it.

use crate::tools::tau2::{python::Py, run::Run, task::ToolCall};
use truestep_sandbox::Key;

/// What a domain's policy asks for.
#[derive(Debug)]
pub(super) struct Rules {
    /// Tools that locate a customer, whose answer is the id: one of them comes before every write.
    locating: &'static [&'static str],
    /// Argument that names the customer, then argument, table and field of a thing that belongs to one.
    customer: &'static str,
    thing: (&'static str, &'static str, &'static str),
}

/// Retail: "authenticate the user identity by locating their user id", and help one user per conversation.
static RETAIL: Rules = Rules {
    locating: &["find_user_id_by_email", "find_user_id_by_name_zip"],
    customer: "user_id",
    thing: ("order_id", "orders", "user_id"),
};

/// The rules of a domain, if its tables can check any.
pub(super) fn of(domain: &str) -> Option<&'static Rules> {
    (domain == "retail").then_some(&RETAIL)
}

impl Rules {
    /// Whether this tool locates a customer.
    pub(super) fn locates(&self, tool: &str) -> bool {
        self.locating.contains(&tool)
    }

    /// The customer that a call is about, as far as its arguments and the tables before it tell.
    pub(super) fn customer(&self, run: &Run, call: &ToolCall) -> Option<String> {
        let text = |name| call.arguments.get(name).and_then(Py::as_text);
        if let Some(id) = text(self.customer) {
            return Some(id.to_owned());
        }
        let (argument, table, field) = self.thing;
        let row = row(run, table, text(argument)?)?;
        row.get(field)?.as_text().map(str::to_owned)
    }
}

/// A row of a run's tables.
pub(super) fn row(run: &Run, table: &str, key: &str) -> Option<Py> {
    let id = run.tables().base().table(table)?;
    let value = run.tables().get(id, &Key::Text(key.into()))?;
    Py::from_json(value.as_bytes()).ok()
}
