//! What all tasks of a domain share: its tools, how they are called, its worlds.

use super::{
    domain::{Chosen, Template, named},
    kernel::{deed::Desk, make::Setting, rule::Mending, types::Def},
};
use std::sync::{Arc, OnceLock};
use truestep_core::{
    chance::{Chance, Sampled, Seed},
    forms::ActionForms,
    task::Task,
};
use truestep_sandbox::{Base, Limits, Pack, Tool};

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

/// Who and what there is in a domain, made from a seed.
pub(crate) trait Place: Sized {
    /// The domain's name, by which its tasks' draws are told from those of others.
    const NAME: &'static str;
    /// The day it is.
    const TODAY: i64;

    /// A world.
    ///
    /// # Errors
    /// If its tables cannot be built, which would be a fault of its domain.
    fn generate(seed: Seed) -> Result<Self, String>;

    /// Its tables as tasks start.
    fn base(&self) -> &Arc<Base>;
}

/// What a task is built in.
pub(crate) struct Scope<'w, W> {
    pub(crate) world: &'w W,
    pub(crate) setting: &'w Setting,
    pub(crate) chance: Sampled,
}

/// Builds a task.
pub(crate) type Build<W> = fn(Scope<'_, W>) -> Result<Def, String>;

impl<'w, W> Scope<'w, W> {
    /// The first of all, from a drawn place on, that `fits`.
    pub(crate) fn first<C>(&mut self, all: &'w [C], fits: impl Fn(&C) -> bool) -> Option<&'w C> {
        let from = self.chance.below(all.len() as u32) as usize;
        let (before, after) = all.split_at(from);
        after.iter().chain(before).find(|one| fits(one))
    }
}

/// Build a task of one of these templates; `None` if it is of none.
pub(crate) fn build<W: Place>(
    desks: &Result<Desks<W>, String>,
    templates: &[Template<Build<W>>],
    task: &Task,
    chosen: Chosen,
) -> Option<Result<Def, String>> {
    let template = named(templates, task)?;
    let desks = desks.as_ref().map_err(String::clone);
    Some(desks.and_then(|desks| desks.build(task, chosen.surface, template.build)))
}

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
    /// The tools of the domain `name`, a module and what it lists; it is compiled when one is first called. `desk` says the rest, its tools aside, and `mending` how rows are set right.
    ///
    /// # Errors
    /// If the pack is none, or its tools bear names that no form can.
    pub(crate) fn load(
        name: &str,
        (wasm, listed): (&'static [u8], &[u8]),
        desk: Desk<'_>,
        mending: Mending,
    ) -> Result<Self, String> {
        let pack = Pack::deferred(Limits::default(), name, wasm, listed);
        let pack = pack.map_err(|error| error.to_string())?;
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

impl<W: Place> Desks<W> {
    /// Build a task in its world, which is made when it is first needed.
    ///
    /// # Errors
    /// If the world or the task cannot be made.
    pub(crate) fn build(
        &self,
        task: &Task,
        surface: Surface,
        build: impl FnOnce(Scope<'_, W>) -> Result<Def, String>,
    ) -> Result<Def, String> {
        let number = task.seed.0 % WORLDS as u64;
        let world = self.worlds[number as usize].get_or_init(|| W::generate(Seed(number)));
        let world = world.as_ref().map_err(String::clone)?;
        build(Scope {
            world,
            setting: &self.setting(surface, world.base(), W::TODAY),
            chance: task.stream(W::NAME).sampled(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::{ToolsFamily, family::DOMAINS};
    use truestep_core::{
        forms::{ActionForm, Argument, ArgumentKind},
        registry::Family as _,
    };
    use truestep_sandbox::Sandbox;

    /// What can be called is told without making a task, and is what a reader of all first tasks meets, in that order.
    #[test]
    fn what_is_called_in_tasks_is_known_before_they_are_made() {
        let family = ToolsFamily;
        let told = |form: &ActionForm| (form.name.clone(), form.summary.clone());
        let takes_object = |a: &Argument| matches!(a.kind, ArgumentKind::Object { .. });
        let (mut met, mut known) = (vec![], vec![]);
        for template in family.templates() {
            let Some(called) = family.callable(&template.id) else {
                assert!(template.id.template().starts_with("generated-"));
                continue;
            };
            let mut seeds = (0..9).map(|seed| Task::new(template.id.clone(), Seed(seed)));
            let made = seeds.find_map(|task| family.prepare(&task).ok()).unwrap();
            let forms = made.forms().iter();
            let forms = forms.filter(|form| form.arguments.iter().any(takes_object));
            for form in forms {
                if !met.contains(&told(form)) {
                    met.push(told(form));
                }
            }
            for form in called {
                if !known.contains(&told(form)) {
                    known.push(told(form));
                }
            }
        }
        assert_eq!(known, met);
    }

    /// What is listed beside a module is what it lists, so that nothing is compiled to be asked.
    #[test]
    fn the_lists_beside_the_modules_are_theirs() {
        const LISTS: [(&str, &[u8]); 6] = [
            ("retail", include_bytes!("../../packs/retail/tools.json")),
            ("office", include_bytes!("../../packs/office/tools.json")),
            ("travel", include_bytes!("../../packs/travel/tools.json")),
            ("bank", include_bytes!("../../packs/bank/tools.json")),
            ("telecom", include_bytes!("../../packs/telecom/tools.json")),
            (
                "generated",
                include_bytes!("../../packs/generated/tools.json"),
            ),
        ];
        let sandbox = Sandbox::new(Limits::default()).unwrap();
        assert_eq!(DOMAINS.len(), LISTS.len());
        for (domain, (name, listed)) in DOMAINS.iter().zip(LISTS) {
            let wasm = (domain.sources)()[0];
            let deferred = Pack::deferred(Limits::default(), name, wasm, listed).unwrap();
            let loaded = Pack::load(&sandbox, name, wasm).unwrap();
            assert_eq!(deferred.tools(), loaded.tools(), "{name}");
            assert_eq!(deferred.digest(), loaded.digest());
            assert_eq!(domain.name, name);
        }
    }
}
