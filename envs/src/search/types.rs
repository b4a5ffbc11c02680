//! What a task is made of, the state of an episode, and what an agent can do.

use super::{
    grade,
    planner::Plan,
    question::Question,
    world::{Kind, PageId, Relation, Wiki},
};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use truestep_core::{forms::ActionForms, model::Goal, truth::FactSet};

/// Results a search lists; Search-R1 retrieves three passages, of which each is a whole page.
pub(super) const MOST_HITS: usize = 5;
/// Passages a search shows where results are passages.
pub(super) const MOST_PASSAGES: usize = 3;
/// Lines of a page that are shown without being looked for.
pub(super) const SHOWN_LINES: usize = 6;
/// Lines that `find` shows.
pub(super) const MOST_FOUND: usize = 6;
/// Most bytes of what an agent writes in an action.
pub(super) const MOST_BYTES: u32 = 200;

/// What a search shows of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// Its title and first line; `open` shows more.
    Snippets,
    /// The whole of it, as the retrievers of search agents do.
    Passages,
}

/// One query of the menu.
#[derive(Debug)]
pub struct MenuQuery {
    /// Its normal form.
    pub text: Arc<str>,
    /// What has to be known before it is offered.
    pub needs: FactSet,
    /// What it is made of, for telling solutions apart.
    pub kind: &'static str,
    /// Which hops it asks after.
    pub hop: Option<usize>,
    /// What it finds.
    pub results: Results,
}

/// One answer of the menu.
#[derive(Debug)]
pub struct Offer {
    /// The answer.
    pub text: Arc<str>,
    /// What has to be known before it is offered.
    pub needs: FactSet,
}

/// What committing to the answer comes to: the kind of the answer, for telling solutions apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commit {
    /// A name that was read at the end of a chain.
    Read,
    /// The first or last of some.
    Compared,
    /// How many there are.
    Counted,
    /// Who it was at some time.
    Dated,
}

/// One task.
#[derive(Debug)]
pub struct Def {
    pub(super) goal: Goal,
    pub(super) forms: ActionForms,
    pub(super) wiki: Arc<Wiki>,
    pub(super) showing: Showing,
    pub(super) question: Question,
    pub(super) queries: Vec<MenuQuery>,
    /// Menu queries by their text.
    pub(super) by_text: FxHashMap<Arc<str>, usize>,
    /// What can be looked for on pages of a kind.
    pub(super) finds: Vec<(Kind, Relation, Arc<str>)>,
    pub(super) offers: Vec<Offer>,
    /// Forms of the right answer, the first as it is shown.
    pub(super) accepted: Vec<String>,
    /// What tells of each of them that it is one, beyond the evidence.
    pub(super) accepted_by: Vec<FactSet>,
    pub(super) commit: Commit,
    /// The facts the answer rests on.
    pub(super) evidence: FactSet,
    /// Which lines show what the task is about, by page.
    pub(super) told: FxHashMap<PageId, Vec<(usize, FactSet)>>,
    /// The pages hops are read on, ascending, each once.
    pub(super) gold: Vec<PageId>,
    pub(super) plan: Plan,
    /// The same with evidence ignored.
    pub(super) clairvoyant: Plan,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Results {
    /// The query's normal form.
    pub query: Arc<str>,
    /// The best pages.
    pub hits: Arc<[PageId]>,
    /// Pages with any word of it.
    pub total: u32,
}

/// What is open.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Open {
    /// The page.
    pub page: PageId,
    /// What was looked for on it last.
    pub find: Option<Arc<str>>,
}

/// What the dynamics depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct State {
    pub(super) results: Option<Results>,
    pub(super) open: Option<Open>,
    pub(super) known: FactSet,
    /// Set by an answer: whether it was right.
    pub(super) ended: Option<bool>,
}

/// What an agent does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Search for a query in its normal form.
    Search(Arc<str>),
    /// Open a listed page.
    Open(PageId),
    /// Show the lines of the open page that hold these words.
    Find(Arc<str>),
    /// End with this answer.
    Answer(Arc<str>),
}

impl Def {
    /// The question with what trainers of search agents want to know of it.
    #[must_use]
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The pages its hops are read on, ascending.
    #[must_use]
    pub fn gold(&self) -> &[PageId] {
        &self.gold
    }

    /// The accepted form that an answer equals, by number.
    fn form_of(&self, answer: &str) -> Option<usize> {
        let mut forms = self.accepted.iter();
        forms.position(|form| match self.commit {
            Commit::Counted => grade::digits(answer).as_ref() == Some(form),
            _ => grade::exact_match(answer, std::slice::from_ref(form)),
        })
    }

    /// Whether an answer is right.
    pub(super) fn is_right(&self, answer: &str) -> bool {
        self.form_of(answer).is_some()
    }

    /// What a right answer rests on; nothing for a wrong one.
    pub(super) fn rests_on(&self, answer: &str) -> Option<FactSet> {
        let form = self.form_of(answer)?;
        Some(self.evidence.union(self.accepted_by[form]))
    }

    /// The wiki it is set in.
    #[must_use]
    pub fn wiki(&self) -> &Arc<Wiki> {
        &self.wiki
    }

    /// How many lines of a page are shown when it is opened.
    pub(super) fn shown_lines(&self) -> usize {
        match self.showing {
            Showing::Snippets => SHOWN_LINES,
            Showing::Passages => usize::MAX,
        }
    }

    /// How many pages a search shows.
    pub(super) fn most_hits(&self) -> usize {
        match self.showing {
            Showing::Snippets => MOST_HITS,
            Showing::Passages => MOST_PASSAGES,
        }
    }
}
