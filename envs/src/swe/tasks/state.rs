//! What follows once the places of a task stand: what each window shows, the names of facts and sub-goals, and what is asked.

use super::Template;
use crate::swe::{
    bugs::{Issue, Shape},
    choices,
    guest::ROOT,
    places, planner,
    repos::Repository,
    rules, text,
    types::{Def, NAMES, SUITE, TEST, relative, site_fact},
};
use truestep_core::{model::Subgoal, truth::FactSet};

/// Work out what each window shows; nothing where that hangs on what is written elsewhere, or a site stays unseen.
pub(in crate::swe) fn look_into(def: &mut Def) -> Option<()> {
    let mut windows = vec![];
    let sites = (0..def.sites.len()).map(site_fact);
    let facts = sites
        .fold(def.evidence, FactSet::with)
        .minus(FactSet::default().with(SUITE).with(NAMES));
    for look in &def.looks {
        let here: Vec<usize> = (0..def.sites.len())
            .filter(|at| def.sites[*at].path == look.path)
            .collect();
        let counts: Vec<usize> = here.iter().map(|at| def.sites[*at].options.len()).collect();
        let (mut always, mut ever) = (facts, FactSet::default());
        for choice in choices::all(&counts) {
            let mut ways = def.start_ways();
            here.iter()
                .zip(choice)
                .for_each(|(at, way)| ways[*at] = way);
            let tree = choices::project(&def.start, &def.sites, &ways)?;
            let mut window = crate::swe::edit::Windowed::default();
            let answer = window.open(&tree, ROOT, Some(&look.path), Some(look.line.into()));
            let shown = def.shown_by(&answer.text);
            let written: Vec<usize> = (0..def.sites.len())
                .filter(|site| ways[*site] != def.sites[*site].start)
                .collect();
            // A place that was written over before it was seen has to be shown by its own window all the same.
            if let [site] = written.as_slice()
                && def.sites[*site].first == look.line as usize
                && !places::shown(def, &tree, shown, &answer.text)
                    .union(shown)
                    .contains(site_fact(*site))
            {
                return None;
            }
            // Of the rest the same is to be seen whatever was written.
            for fact in facts.iter() {
                if fact > TEST && written.contains(&(fact - site_fact(0))) {
                    continue;
                }
                match shown.contains(fact) {
                    true => ever = ever.with(fact),
                    false => always = always.minus(FactSet::default().with(fact)),
                }
            }
        }
        let shows = ever.intersection(always);
        if !shows.includes(ever.intersection(def.evidence)) {
            return None;
        }
        windows.push(shows);
    }
    let all = windows
        .iter()
        .fold(FactSet::default(), |all, shows| all.union(*shows));
    let needed = def
        .evidence
        .minus(FactSet::default().with(SUITE).with(NAMES));
    if !all.includes(needed) {
        return None;
    }
    for (look, shows) in def.looks.iter_mut().zip(windows) {
        look.shows = shows;
    }
    Some(())
}

/// The names of facts and sub-goals, and the budget.
pub(in crate::swe) fn state_goal(def: &mut Def) {
    let most = site_fact(def.sites.len());
    def.goal.evidence = (0..most)
        .map(|fact| rules::fact_name(&def.sites, fact))
        .collect();
    let facts: Vec<String> = planner::facts(def)
        .map(|fact| def.goal.evidence[fact].clone())
        .collect();
    let hunks = def.sites.iter().filter(|site| site.is_gold()).count();
    let named = rules::subgoal_names(&facts, hunks).into_iter();
    def.goal.subgoals = named
        .map(|name| Subgoal {
            name,
            requires: vec![],
        })
        .collect();
    let steps = planner::distance(def, &rules::initial(def)).steps();
    def.goal.max_steps = 2 * steps.unwrap_or_default() + 10;
}

/// What is asked of the agent, whole.
pub(super) fn instruction(repository: &Repository, issue: &Issue, template: &Template) -> String {
    let package = relative(&repository.package);
    let about = match template.shape {
        Shape::Feature => {
            "A function of the Python project in /repo is not written yet, and somebody has noticed"
        }
        Shape::Single => {
            "There is a mistake in the Python project in /repo, and somebody has filed an issue"
        }
        _ => "There are mistakes in the Python project in /repo, and somebody has filed an issue",
    };
    let fence = text::FENCE;
    let body = format!("{}\n\n{}", issue.title, issue.body.trim_end());
    format!(
        "{about}:\n{fence}\n{body}\n{fence}\nChange the package `{package}` so that all tests of the project pass, see that \
         they do, and submit. The package is judged by the tests as they are now, in a fresh copy of the project: what you \
         change in other files makes no difference there. It is judged by hidden tests, too, of the same behaviour with other \
         values; what the package offers has to stay where it is. A package is not judged that \
         reaches beyond what a library needs: unless it did before, it may not import more of the standard library than plain \
         types and mathematics, open files, use eval, exec, getattr or the like, look at frames, or name what is special to \
         the interpreter, such as __globals__."
    )
}
