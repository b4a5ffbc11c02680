//! How a day is drawn: errands of templates, one after the other on one phone, each in apps that no other is about.

use super::{groups::groups, parts::Part};
use crate::gui::{
    bake::Phone,
    case::Desk,
    def::Def,
    rows::Base,
    tasks::Template,
    wish::{Offer, Wish},
};
use truestep_core::truth::FactSet;

/// What a day is to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// Steps of its shortest way, at least.
    pub(super) steps: u32,
    /// How often an errand that adds records is asked for, with other words, at most.
    pub(super) repeats: usize,
}

/// What one or several errands in the same apps ask for.
struct Errand {
    wish: Wish,
    evidence: Vec<String>,
    texts: Vec<String>,
    /// For every app whether it is one of these errands'.
    has: Vec<bool>,
}

/// A day of errands of these templates, tried in this order, on a phone that is filled; none if it gets too short.
pub(super) fn compose(mut desk: Desk, order: &[&Template], size: Size) -> Option<Def> {
    desk.apps = (0..desk.phone.apps.len() as u8).collect();
    let groups = groups(&desk.phone);
    let mut errands: Vec<Errand> = vec![];
    for template in order {
        let Some(mut errand) = draw(&mut desk, template, &groups, &errands) else {
            continue;
        };
        let repeats = if template.name.ends_with("-add") {
            size.repeats
        } else {
            1
        };
        for _ in 1..repeats {
            repeat(&mut desk, template, &mut errand);
        }
        errands.push(errand);
    }
    let texts = errands.iter().flat_map(|errand| &errand.texts).enumerate();
    let list: Vec<String> = texts
        .map(|(at, text)| format!("{}. {text}", at + 1))
        .collect();
    let asks = errands.iter().any(|errand| errand.wish.answer.is_some());
    let end = match asks {
        true => "\nThe answer to what is asked ends the day: give it last.",
        false => "",
    };
    let instruction = format!("Do all of this, in any order:\n{}{end}", list.join("\n"));
    let (wish, evidence) = whole(&desk.base, &errands);
    let mut def = desk.def(wish, evidence, instruction);
    def.parts = parts(&desk, errands, &groups);
    let def = def.asked()?;
    let is_long = def.goal.max_steps >= Def::allowed(size.steps);
    (is_long && def.goal.subgoals.len() <= FactSet::CAP).then_some(def)
}

/// Draw what a template asks for; none if that touches what others ask for, or cannot be part of a day.
fn draw(desk: &mut Desk, template: &Template, groups: &[u8], others: &[Errand]) -> Option<Errand> {
    let before = desk.base.clone();
    let text = (template.draw)(desk).map(without_way_out);
    let (wish, evidence) = (
        std::mem::take(&mut desk.wish),
        std::mem::take(&mut desk.evidence),
    );
    let own: Vec<u8> = wish
        .apps
        .iter()
        .map(|app| groups[usize::from(*app)])
        .collect();
    let has: Vec<bool> = groups.iter().map(|group| own.contains(group)).collect();
    let errand = text.map(|text| Errand {
        wish,
        evidence,
        texts: vec![text],
        has,
    });
    let errand = errand.filter(|errand| fits(&desk.phone, (&before, &desk.base), errand, others));
    if errand.is_none() {
        desk.base = before;
    }
    errand
}

/// What an errand asks for without what to do if it cannot be done: it can, and a day with an errand that cannot would not be
/// ended by it.
fn without_way_out(text: String) -> String {
    let Some(end) = text.find(" and report the task as infeasible.") else {
        return text;
    };
    let start = text[..end].rfind(" If ").unwrap_or(end);
    text[..start].to_owned()
}

/// Whether an errand can be one of a day's.
fn fits(
    phone: &Phone,
    (before, after): (&Base, &Base),
    errand: &Errand,
    others: &[Errand],
) -> bool {
    let wish = &errand.wish;
    let is_own = |table: u8| errand.has[usize::from(phone.tables[usize::from(table)].app)];
    let is_apart = |other: &Errand| {
        let mut apps = other.has.iter().zip(&errand.has);
        apps.all(|(theirs, own)| !(*theirs && *own))
    };
    let facts: usize = others.iter().map(|other| other.wish.sights.len()).sum();
    let has_answer = others.iter().any(|other| other.wish.answer.is_some());
    let mut tables = (wish.wanted.list().iter().map(|change| change.table))
        .chain(wish.sights.iter().map(|sight| sight.table))
        .chain(wish.offers.iter().map(|offer| offer.table))
        .chain(wish.passing.iter().map(|(table, _)| *table));
    let is_kept = |table: u8| before[usize::from(table)] == after[usize::from(table)];
    let is_second = wish.answer.is_some() && has_answer;
    !(wish.is_infeasible || is_second)
        && wish.sights.iter().all(|sight| sight.one_of.is_none())
        && facts + wish.sights.len() <= 64
        && others.iter().all(is_apart)
        && tables.all(is_own)
        && (0..before.len() as u8).all(|table| is_own(table) || is_kept(table))
}

/// Ask for more of the same, if that only makes records, other ones, and needs nothing else.
fn repeat(desk: &mut Desk, template: &Template, errand: &mut Errand) {
    let before = desk.base.clone();
    let text = (template.draw)(desk);
    let wish = std::mem::take(&mut desk.wish);
    desk.evidence.clear();
    let only_makes = |wish: &Wish| {
        let is_made = |row: u16, table: u8| usize::from(row) >= before[usize::from(table)].len();
        wish.answer.is_none()
            && wish.sights.is_empty()
            && wish.passing.is_empty()
            && !wish.is_infeasible
            && wish
                .wanted
                .list()
                .iter()
                .all(|change| is_made(change.row, change.table))
    };
    // Records are told apart by their first field.
    let is_other = |wish: &Wish| {
        let changes = errand.wish.wanted.list();
        let is_new = |(table, name): (u8, _)| {
            changes.iter().all(|change| {
                let held = change.now.as_ref().and_then(|row| row.first());
                change.table != table || held != name
            })
        };
        let mut made = wish.wanted.list().iter();
        made.all(|change| {
            is_new((
                change.table,
                change.now.as_ref().and_then(|row| row.first()),
            ))
        })
    };
    let fits = only_makes(&wish) && only_makes(&errand.wish) && is_other(&wish);
    match text.filter(|_| fits && desk.base == before) {
        Some(text) => {
            join(&desk.base, &mut errand.wish, &wish, 0);
            errand.texts.push(text);
        }
        None => desk.base = before,
    }
}

/// What all errands ask for together.
fn whole(base: &Base, errands: &[Errand]) -> (Wish, Vec<String>) {
    let (mut wish, mut evidence) = (Wish::default(), vec![]);
    for errand in errands {
        join(base, &mut wish, &errand.wish, evidence.len() as u32);
        evidence.extend(errand.evidence.iter().cloned());
    }
    (wish, evidence)
}

/// Ask for what another wish asks for as well, whose facts have the bits from `offset` on.
fn join(base: &Base, wish: &mut Wish, other: &Wish, offset: u32) {
    let shifted = |bits: u64| bits.checked_shl(offset).unwrap_or(0);
    for change in other.wanted.list() {
        let is_there = usize::from(change.row) < base[usize::from(change.table)].len();
        match &change.now {
            None => drop(wish.wanted.delete(base, change.table, change.row)),
            Some(now) if is_there => {
                drop(
                    wish.wanted
                        .write(base, change.table, change.row, now.clone()),
                );
            }
            Some(now) => drop(wish.wanted.make(base, change.table, now.clone())),
        }
    }
    wish.sights.extend(other.sights.iter().map(|sight| {
        let after = shifted(sight.after);
        crate::gui::wish::Sight { after, ..*sight }
    }));
    let needs = other.needs.iter().cloned();
    wish.needs
        .extend(needs.map(|(piece, needs)| (piece, shifted(needs))));
    wish.passing.extend(other.passing.iter().cloned());
    for offer in &other.offers {
        let needs = shifted(offer.needs);
        let key = |o: &Offer| (o.table, o.field, o.on, o.text);
        match wish.offers.iter_mut().find(|met| key(met) == key(offer)) {
            Some(met) => {
                met.is_right |= offer.is_right;
                met.needs &= needs;
            }
            None => wish.offers.push(Offer { needs, ..*offer }),
        }
    }
    if let Some(answer) = &other.answer {
        let mut answer = answer.clone();
        let needs = answer.offers.iter_mut().map(|(_, needs)| needs);
        needs.for_each(|needs| *needs = shifted(*needs));
        wish.answer = Some(answer);
    }
    for app in &other.apps {
        if !wish.apps.contains(app) {
            wish.apps.push(*app);
        }
    }
}

/// The errands as tasks of their own, and what is left of the phone as one that asks for nothing.
fn parts(desk: &Desk, errands: Vec<Errand>, groups: &[u8]) -> Vec<Part> {
    let is_free = |app: usize| !errands.iter().any(|errand| errand.has[app]);
    let rest = Errand {
        wish: Wish::default(),
        evidence: vec![],
        texts: vec![],
        has: (0..groups.len()).map(is_free).collect(),
    };
    let mut offset = 0;
    let all = errands.into_iter().chain([rest]);
    all.map(|errand| {
        let first = offset;
        offset += errand.wish.sights.len() as u32;
        let mut def = desk.def(errand.wish, errand.evidence, errand.texts.join(" "));
        def.plan.pieces = def.pieces();
        Part {
            def,
            has: errand.has,
            offset: first,
        }
    })
    .collect()
}
