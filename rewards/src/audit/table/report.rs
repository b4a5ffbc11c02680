//! What was found of a table.

use crate::audit::report::Amount;
use serde::Serialize;
use std::fmt;

/// The verdict about a reward in a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableReport {
    /// The discount.
    pub discount: String,
    /// Whether everything was computed in exact fractions.
    pub exact: bool,
    /// States that can be reached.
    pub states: usize,
    /// Those of them in which something is chosen.
    pub choosing: usize,
    /// Those in which another action earns more than the policy that was meant.
    pub changed: usize,
    /// Those in which another action earns as much.
    pub tied: usize,
    /// What the policy that was meant earns from the start.
    pub meant: Amount,
    /// What the best policy earns from the start.
    pub best: Amount,
    /// The nearest state in which another action earns more; `null` if there is none.
    pub counterexample: Option<Counterexample>,
}

/// A state in which the reward asks for something else than was meant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counterexample {
    /// The state.
    pub state: String,
    /// What was meant there.
    pub meant: Vec<String>,
    /// What that earns from there on.
    pub earned: Amount,
    /// The action that earns more.
    pub better: String,
    /// What it earns, going on as was meant.
    pub would_earn: Amount,
    /// The way to the state.
    pub reached_by: Vec<TableStep>,
    /// What the best policy does from the start, chance going as it most likely does.
    pub best_way: Vec<TableStep>,
    /// Whether that comes back to a state where it was before.
    pub is_loop: bool,
}

/// A step of a way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TableStep {
    /// The state it leaves.
    pub state: String,
    /// The action.
    pub action: String,
    /// What it pays.
    pub reward: Amount,
    /// The state it leads to.
    pub next: String,
}

impl TableReport {
    /// Whether the policy that was meant is best in every state that can be reached.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.changed == 0
    }
}

fn steps(steps: &[TableStep]) -> String {
    let step = |s: &TableStep| {
        format!(
            "    {} --{}--> {}  pays {}\n",
            s.state, s.action, s.next, s.reward
        )
    };
    steps.iter().map(step).collect()
}

impl fmt::Display for TableReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.is_sound() { "SOUND" } else { "UNSOUND" };
        let numbers = if self.exact {
            "exact fractions"
        } else {
            "doubles"
        };
        writeln!(
            f,
            "{verdict}: the policy that was meant, under discount {}, in {numbers}",
            self.discount
        )?;
        writeln!(
            f,
            "  states reached       {}, of which {} choose",
            self.states, self.choosing
        )?;
        writeln!(
            f,
            "  meant, best          {}, {} from the start",
            self.meant, self.best
        )?;
        if self.tied > 0 {
            writeln!(
                f,
                "  as good              another action in {} states: a learner may take it",
                self.tied
            )?;
        }
        let Some(found) = &self.counterexample else {
            return Ok(());
        };
        writeln!(
            f,
            "  paid better          another action in {} states",
            self.changed
        )?;
        writeln!(
            f,
            "  in `{}`: `{}` earns {}, and `{}`, which was meant, {}",
            found.state,
            found.better,
            found.would_earn,
            found.meant.join("`, `"),
            found.earned
        )?;
        if !found.reached_by.is_empty() {
            write!(f, "  reached by:\n{}", steps(&found.reached_by))?;
        }
        let how = if found.is_loop { ", round a loop" } else { "" };
        write!(f, "  the best policy{how}:\n{}", steps(&found.best_way))
    }
}
