//! Drawing a blueprint by its number.
//!
//! Kinds and columns that a theme can do without, one of several names, limits, verbs, which columns tools set and how,
//! by what is listed: all are drawn, so that domains of one theme differ in their tables and tools, not in words alone.

use super::{
    blueprint::{Act, Blueprint, Column, Entity, STATUS, Shape, ToolOf},
    policy,
    theme::{Column as Sketch, Kind, Theme, What, themes},
};
use truestep_core::chance::{Chance, Sampled, Seed};

/// Kinds of things in a domain, at most.
const MOST_KINDS: usize = 9;
/// Tools of a domain, at most: somewhere between these. Beyond, some are left out.
const TOOLS: (usize, usize) = (30, 40);
/// Kinds that keep their verbs.
const LIVELY: usize = 2;

impl Blueprint {
    /// The design of a domain.
    ///
    /// # Errors
    /// If a theme is not well written, which would be a fault of its text.
    pub(super) fn draw(number: u32) -> Result<Self, String> {
        let themes = themes()?;
        let theme = &themes[number as usize % themes.len()];
        let mut drawing = Drawing {
            theme,
            chance: Seed(number.into()).stream("generated domain").sampled(),
            kept: vec![],
            names: vec![],
        };
        drawing.keep();
        let kinds = drawing.entities();
        let mut tools = drawing.tools(&kinds)?;
        spare(&kinds, &mut tools, &mut drawing.chance);
        let laws = policy::draw(&kinds, &tools, &mut drawing.chance);
        Ok(Self {
            number,
            theme: theme.name,
            place: theme.place,
            kinds,
            tools,
            laws,
        })
    }
}

/// Leave tools out until there are few enough: first what sets one column, removes rows or takes more than an id, then others
/// that change something. What makes rows stays, and two tools of each kind; so does what tasks need of any domain: a tool that
/// sets something of who or what has a name, and the verbs of two kinds that have none.
fn spare(kinds: &[Entity], tools: &mut Vec<ToolOf>, chance: &mut Sampled) {
    let is_named = |tool: &ToolOf| kinds[tool.kind].called.is_some();
    let sets = tools
        .iter()
        .filter(|tool| is_named(tool) && matches!(tool.act, Act::Set(_)));
    let needed: Option<String> = sets.map(|tool| tool.name.clone()).next();
    let verbs = |kind: usize| {
        let of_kind = tools.iter().filter(|tool| tool.kind == kind);
        of_kind
            .filter(|tool| matches!(&tool.act, Act::Do(change) if change.takes.is_empty()))
            .count()
    };
    let mut lively: Vec<usize> = (0..kinds.len())
        .filter(|&kind| kinds[kind].called.is_none() && verbs(kind) > 2)
        .collect();
    while lively.len() > LIVELY {
        lively.swap_remove(chance.below(lively.len() as u32) as usize);
    }
    let stays = |tool: &ToolOf| {
        Some(&tool.name) == needed.as_ref()
            || lively.contains(&tool.kind) && matches!(tool.act, Act::Do(_))
    };
    let most = TOOLS.0 + chance.below((TOOLS.1 - TOOLS.0) as u32 + 1) as usize;
    let is_small = |act: &Act| match act {
        Act::Set(columns) => columns.len() == 1,
        Act::Do(change) => match change.shape {
            Shape::Make => false,
            Shape::Change => !change.takes.is_empty(),
            Shape::Remove => true,
        },
        Act::Get | Act::Find | Act::List(_) => false,
    };
    let is_made = |act: &Act| matches!(act, Act::Do(change) if change.shape == Shape::Make);
    let is_change = |act: &Act| matches!(act, Act::Do(_) | Act::Set(_)) && !is_made(act);
    for goes in [&is_small as &dyn Fn(&Act) -> bool, &is_change] {
        let can_go = |n: &usize| goes(&tools[*n].act) && !stays(&tools[*n]);
        let mut left: Vec<usize> = (0..tools.len()).filter(can_go).collect();
        let mut out = vec![];
        while tools.len() - out.len() > most && !left.is_empty() {
            let place = left.swap_remove(chance.below(left.len() as u32) as usize);
            let is_left = |n: &usize| tools[*n].kind == tools[place].kind && !out.contains(n);
            if (0..tools.len()).filter(is_left).count() > 2 {
                out.push(place);
            }
        }
        out.sort_unstable();
        for place in out.into_iter().rev() {
            tools.remove(place);
        }
    }
}

/// A domain in the drawing.
pub(super) struct Drawing {
    pub(super) theme: &'static Theme,
    pub(super) chance: Sampled,
    /// Kinds of the theme that the domain has, by number.
    pub(super) kept: Vec<usize>,
    /// Which of its names each has.
    pub(super) names: Vec<usize>,
}

impl Drawing {
    fn keep(&mut self) {
        let kinds = &self.theme.kinds;
        let core = kinds.iter().filter(|kind| !kind.is_optional).count();
        let mut room = MOST_KINDS.saturating_sub(core);
        for (number, kind) in kinds.iter().enumerate() {
            let takes = !kind.is_optional || (room > 0 && self.chance.below(2) == 0);
            room -= usize::from(takes && kind.is_optional);
            if takes {
                self.kept.push(number);
                self.names
                    .push(self.chance.below(kind.one.len() as u32) as usize);
            }
        }
    }

    pub(super) fn kinds(&self) -> impl Iterator<Item = &'static Kind> {
        let theme = self.theme;
        self.kept.iter().map(move |&number| &theme.kinds[number])
    }

    /// The number in the domain of the kind that the theme calls so.
    pub(super) fn kind(&self, name: &str) -> Option<usize> {
        self.kinds().position(|kind| kind.one[0] == name)
    }

    fn entities(&mut self) -> Vec<Entity> {
        let kinds: Vec<&'static Kind> = self.kinds().collect();
        let mut all = vec![];
        for (place, kind) in kinds.into_iter().enumerate() {
            let mut columns = vec![];
            for (other, _) in &kind.of {
                if let Some(number) = self.kind(other) {
                    columns.push(Column {
                        name: self.name(number),
                        what: What::Row(number),
                    });
                }
            }
            for column in &kind.columns {
                if !column.is_optional || self.chance.below(3) > 0 {
                    columns.push(Column {
                        name: column.name,
                        what: self.what(column),
                    });
                }
            }
            if !kind.states.is_empty() {
                columns.push(Column {
                    name: STATUS,
                    what: What::State(kind.states.clone()),
                });
            }
            all.push(Entity {
                one: kind.one[self.names[place]],
                many: kind.many[self.names[place]],
                prefix: kind.prefix,
                called: kind.called.clone(),
                columns,
            });
        }
        all
    }

    /// What a column holds: of more than three words one may be missing.
    pub(super) fn what(&mut self, column: &Sketch) -> What {
        match &column.what {
            What::Word(words) if words.len() > 3 && self.chance.below(2) == 0 => {
                let mut words = words.clone();
                words.remove(self.chance.below(words.len() as u32) as usize);
                What::Word(words)
            }
            other => other.clone(),
        }
    }

    pub(super) fn name(&self, kind: usize) -> &'static str {
        self.theme.kinds[self.kept[kind]].one[self.names[kind]]
    }

    fn tools(&mut self, kinds: &[Entity]) -> Result<Vec<ToolOf>, String> {
        let mut tools = vec![];
        let sketches: Vec<&'static Kind> = self.kinds().collect();
        for (number, (entity, sketch)) in kinds.iter().zip(sketches).enumerate() {
            let mut push = |name: String, act: Act| {
                tools.push(ToolOf {
                    name,
                    kind: number,
                    act,
                });
            };
            let (one, many) = (entity.one, entity.many);
            push(format!("get_{one}"), Act::Get);
            if entity.called.is_some() {
                push(format!("find_{one}"), Act::Find);
            }
            for (place, other) in entity.refers() {
                push(
                    format!("list_{many}_of_{}", kinds[other].one),
                    Act::List(place),
                );
            }
            let word = entity.columns.iter().position(|column| {
                let mut sketches = sketch.columns.iter();
                let is_set = sketches.any(|sketch| sketch.name == column.name && sketch.is_set);
                matches!(column.what, What::Word(_)) && !is_set
            });
            if let Some(place) = word {
                let by = entity.columns[place].name;
                push(format!("list_{many}_by_{by}"), Act::List(place));
            }
            self.setters(entity, sketch, &mut push);
            for verb in &sketch.verbs {
                if verb.is_optional && self.chance.below(3) == 0 {
                    continue;
                }
                let name = verb.names[self.chance.below(verb.names.len() as u32) as usize];
                let change = self
                    .change(kinds, number, sketch, verb, name)
                    .map_err(|why| {
                        format!("theme {}, `{name}` of {one}: {why}", self.theme.name)
                    })?;
                if let Some(change) = change {
                    push(format!("{name}_{one}"), Act::Do(change));
                }
            }
        }
        Ok(tools)
    }

    /// Tools that set columns: one for each, or one for all.
    fn setters(&mut self, entity: &Entity, sketch: &Kind, push: &mut impl FnMut(String, Act)) {
        let is_set = |name: &str| {
            let mut columns = sketch.columns.iter();
            columns.any(|column| column.name == name && column.is_set)
        };
        let of_set = |name: &str| {
            let mut of = sketch.of.iter();
            of.any(|(other, is_set)| {
                *is_set && self.kind(other).is_some_and(|kind| self.name(kind) == name)
            })
        };
        let places = (0..entity.columns.len()).filter(|&place| is_set(entity.columns[place].name));
        let own: Vec<usize> = places.collect();
        let refers = entity.refers().map(|(place, _)| place);
        let others: Vec<usize> = refers
            .filter(|&place| of_set(entity.columns[place].name))
            .collect();
        if own.len() > 1 && self.chance.below(2) == 0 {
            push(format!("update_{}", entity.one), Act::Set(own));
        } else {
            for place in own {
                let column = entity.columns[place].name;
                push(
                    format!("set_{}_{column}", entity.one),
                    Act::Set(vec![place]),
                );
            }
        }
        for place in others {
            let column = entity.columns[place].name;
            push(
                format!("assign_{column}_to_{}", entity.one),
                Act::Set(vec![place]),
            );
        }
    }
}
