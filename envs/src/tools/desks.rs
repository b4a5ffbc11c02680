//! What all tasks of a domain share: its tools, how they are called, its worlds.

use super::kernel::{deed::Desk, make::Setting, rule::Mending};
use std::sync::{Arc, OnceLock};
use truestep_core::{chance::Seed, forms::ActionForms, task::Task};
use truestep_sandbox::{Base, Limits, Pack, Sandbox, Tool};

/// Different worlds of a domain; a task's seed says which is its.
const WORLDS: usize = 8;

/// How tools appear to agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Surface {
    /// By their names.
    #[default]
    Plain,
    /// By numbers: what they do stands in their descriptions alone.
    Scrambled,
}

/// Forms without a customer, and with one.
type Both = [Arc<ActionForms>; 2];

/// A domain's desks.
pub(crate) struct Desks<W> {
    pack: Pack,
    forms: Both,
    /// What the tools are called under the surface that says nothing, and the forms there.
    scrambled: (Vec<(String, String)>, Both),
    mending: Mending,
    worlds: [OnceLock<Result<W, String>>; WORLDS],
}

impl<W> Desks<W> {
    /// Load the tools of the domain `name`; `desk` says the rest, its tools aside, and `mending` how rows are set right.
    ///
    /// # Errors
    /// If the pack is none, or its tools bear names that no form can.
    pub(crate) fn load(
        name: &str,
        wasm: &[u8],
        desk: Desk<'_>,
        mending: Mending,
    ) -> Result<Self, String> {
        let failed = |error: truestep_sandbox::SandboxError| error.to_string();
        let sandbox = Sandbox::new(Limits::default()).map_err(failed)?;
        let pack = Pack::load(&sandbox, name, wasm).map_err(failed)?;
        Self::of(pack, desk, mending)
    }

    /// The desks of a domain with these tools; `desk` says the rest.
    ///
    /// # Errors
    /// If the tools bear names that no form can.
    pub(crate) fn of(pack: Pack, desk: Desk<'_>, mending: Mending) -> Result<Self, String> {
        let called: Vec<(String, String)> = (pack.tools().iter().zip(1_u32..))
            .map(|(tool, number)| (tool.name.clone(), format!("tool_{number:02}")))
            .collect();
        let renamed: Vec<Tool> = (pack.tools().iter().zip(&called))
            .map(|(tool, (_, name))| Tool {
                name: name.clone(),
                ..tool.clone()
            })
            .collect();
        let locked: Vec<&str> = (called.iter())
            .filter(|(name, _)| desk.locked.contains(&name.as_str()))
            .map(|(_, called)| called.as_str())
            .collect();
        let scrambled = Setting::forms(Desk {
            tools: &renamed,
            locked: &locked,
            ..desk
        })?;
        Ok(Self {
            forms: Setting::forms(Desk {
                tools: pack.tools(),
                ..desk
            })?,
            scrambled: (called, scrambled),
            pack,
            mending,
            worlds: [const { OnceLock::new() }; WORLDS],
        })
    }

    /// The tools, those that no list tells of among them.
    pub(crate) fn tools(&self) -> &[Tool] {
        self.pack.tools()
    }

    /// The forms of everything that can be done, with a customer to ask.
    pub(crate) fn forms(&self) -> &ActionForms {
        &self.forms[1]
    }

    /// The world of a task, made when it is first needed.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(crate) fn world(
        &self,
        task: &Task,
        make: impl Fn(Seed) -> Result<W, String>,
    ) -> Result<&W, String> {
        let number = task.seed.0 % WORLDS as u64;
        let world = self.worlds[number as usize].get_or_init(|| make(Seed(number)));
        world.as_ref().map_err(String::clone)
    }

    /// What a task is set in.
    pub(crate) fn setting(&self, surface: Surface, base: &Arc<Base>, today: i64) -> Setting {
        let (called, [solo, dialogue]) = match surface {
            Surface::Plain => (vec![], self.forms.clone()),
            Surface::Scrambled => self.scrambled.clone(),
        };
        Setting {
            pack: self.pack.clone(),
            base: Arc::clone(base),
            solo,
            dialogue,
            today,
            called,
            mending: self.mending,
        }
    }
}
