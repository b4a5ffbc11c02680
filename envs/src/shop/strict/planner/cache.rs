//! The tables of a task, made when first needed.

use crate::shop::strict::{
    planner::{
        milestones::{Detour, Key},
        page_graph::facts_shown,
        tables::Plan,
    },
    world::{
        def::Def,
        listing::{Listing, Query, Sort},
        page::{Origin, Page},
        state::State,
    },
};
use std::{
    ops::Deref,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

/// Plans kept for lists outside the menu.
const KEPT_PLANS: usize = 8;

/// The plans of a task, made when first needed.
#[derive(Debug, Default)]
struct PlanCache {
    usual: OnceLock<Plan>,
    tight: OnceLock<Plan>,
    tidying: OnceLock<Plan>,
    others: Mutex<Vec<(Key, Arc<Plan>)>>,
}

/// A task together with the tables its distances are looked up in.
#[derive(Debug)]
pub struct Planned {
    def: Def,
    plans: PlanCache,
}

impl Planned {
    /// A task, its tables to be made when first needed.
    pub(crate) fn new(def: Def) -> Self {
        Self {
            def,
            plans: PlanCache::default(),
        }
    }
}

impl Deref for Planned {
    type Target = Def;
    fn deref(&self) -> &Def {
        &self.def
    }
}

pub(crate) enum Held<'a> {
    Kept(&'a Plan),
    Shared(Arc<Plan>),
}

impl Deref for Held<'_> {
    type Target = Plan;
    fn deref(&self) -> &Plan {
        match self {
            Held::Kept(plan) => plan,
            Held::Shared(plan) => plan,
        }
    }
}

/// The list a state needs beyond those of the menu.
fn extra_list<'a>(def: &Def, page: &'a Page) -> Option<&'a Listing> {
    let listing = match page {
        Page::Results { listing, .. }
        | Page::Item {
            from: Origin::Results { listing, .. },
            ..
        } => listing,
        _ => return None,
    };
    let is_listed = matches!(listing.query, Query::Listed(_));
    let is_offered = listing.filters.0 & !def.filters.0 == 0
        && (listing.sort == Sort::Relevance || def.sorts.contains(&listing.sort));
    (!(is_listed && is_offered)).then_some(listing)
}

/// The plan a state is looked up in.
pub(crate) fn plan<'a>(def: &'a Planned, state: &State, detour: Detour) -> Held<'a> {
    let key = Key {
        extra: extra_list(def, state.page()).cloned(),
        in_cart: in_cart(def, state),
        detour,
    };
    let kept = match (&key.extra, detour) {
        (None, Detour::None) if key.in_cart == 0 => Some(&def.plans.usual),
        (None, Detour::MakeRoom) if key.in_cart == 0 => Some(&def.plans.tight),
        (None, Detour::Tidy) if key.in_cart == 0 => Some(&def.plans.tidying),
        _ => None,
    };
    if let Some(cell) = kept {
        return Held::Kept(cell.get_or_init(|| Plan::new(def, &key)));
    }
    let others = &def.plans.others;
    // A plan is complete or absent, so a panic elsewhere leaves nothing half made.
    let mut others = others.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, plan)) = others.iter().find(|(k, _)| *k == key) {
        return Held::Shared(plan.clone());
    }
    let plan = Arc::new(Plan::new(def, &key));
    if others.len() == KEPT_PLANS {
        others.remove(0);
    }
    others.push((key, plan.clone()));
    Held::Shared(plan)
}

/// Decisive facts that coming to the cart would show. It holds no more later on: what is added comes from a page that shows as
/// much.
fn in_cart(def: &Def, state: &State) -> u64 {
    facts_shown(def, &Page::Cart, &[], state.lines()) & !state.known().bits()
}
