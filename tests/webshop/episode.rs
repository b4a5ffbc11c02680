//! Replay of one recorded episode of WebShop's text environment through the model.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use truestep_core::chance::Enumerated;
use truestep_core::model::{Dynamics as _, Render as _, Status, Unheard, ViewKind};
use truestep_envs::shop::compat::Compat;
use truestep_envs::shop::compat::address::address;
use truestep_envs::shop::compat::checks;
use truestep_envs::shop::compat::def::Def;
use truestep_envs::shop::compat::judge::Judge;
use truestep_envs::shop::compat::pages::{Clickables, Place, clickables};
use truestep_envs::shop::compat::parse::{Lookup, Parsed, parse};
use truestep_envs::shop::compat::python::strip;
use truestep_envs::shop::compat::reward::Wanted;
use truestep_envs::shop::compat::state::{FreeQuery, Query, State};
use truestep_envs::shop::compat::view::{URL, View, with_scene};

use super::html;
use super::recorded::Shop;
use crate::{TOLERANCE, amount, differs, goal_options, strings, text};

/// Names and counts of what was compared.
pub(crate) type Counts = BTreeMap<&'static str, usize>;

/// What WebShop's session holds: product, options in order of choice, page and query.
#[derive(Clone, Default)]
struct Memory {
    asin: Option<String>,
    options: Vec<(String, String)>,
    page: Option<u32>,
    query: Option<String>,
}

/// One episode being replayed.
struct Session<'a> {
    shop: &'a Shop,
    def: Def,
    state: State,
    view: View,
    memory: Memory,
    /// Times WebShop replaced the dictionary of options: once per results page or search page reached.
    dictionaries: usize,
}

impl<'a> Session<'a> {
    fn new(shop: &'a Shop, recorded: &Value) -> Self {
        let goal = &recorded["goal"];
        let options = goal_options(goal);
        let judge = Judge::new(
            shop.fuzz,
            Wanted {
                query: text(goal, "query"),
                product_category: text(goal, "product_category"),
                nouns: &shop.front.nouns().nouns(text(goal, "name")),
                attributes: &strings(&goal["attributes"]),
                options: &options,
                price_upper: amount(&goal["price_upper"]).unwrap(),
            },
        );
        let instruction = text(goal, "instruction_text").to_owned();
        let def = Def::new(
            &shop.front,
            judge.unwrap(),
            instruction,
            options.len(),
            Vec::new(),
        );
        let index = &recorded["goal_idx"];
        let session = index
            .as_str()
            .map_or_else(|| index.to_string(), str::to_owned);
        Self {
            shop,
            def: def
                .unwrap()
                .with_attributes(shop.show_attributes)
                .with_session(session),
            state: State::Search,
            view: View::default(),
            memory: Memory::default(),
            dictionaries: 0,
        }
    }

    /// Takes a recorded step; the exception WebShop raises, if it does.
    fn act(&mut self, step: &Value) -> Result<(), &'static str> {
        let fresh = step["search_ranked_asins"].is_array();
        if fresh {
            self.shop
                .stock
                .set_ranks(&strings(&step["search_ranked_asins"]));
            self.search_again();
        }
        let action = text(step, "action");
        if let Parsed::Search(words) = parse(action) {
            let products = self.shop.front.stock().len() as usize;
            if let Some(exception) = Lookup::of(&words).python_exception(products) {
                assert!(
                    Compat::decode(&self.def, &self.state, action).is_err(),
                    "{action} must be refused"
                );
                return Err(exception);
            }
            // WebShop has no lock on the page after buying: a search goes on from there.
            if matches!(self.state, State::Done { .. }) {
                self.state = State::Search;
            }
        }
        let before = self.state.clone();
        let Ok(action) = Compat::decode(&self.def, &self.state, action) else {
            return Ok(());
        };
        if Compat::admit(&self.def, &self.state, &action).is_err() {
            return Ok(());
        }
        let mut chance = Enumerated::default();
        let applied = Compat::step(
            &self.def,
            &mut (),
            &mut self.state,
            &action,
            &mut chance,
            &mut Unheard,
        );
        assert_eq!(applied.unwrap().changed, self.state != before);
        Compat::remember(&self.def, &before, &action, &self.state, &mut self.view);
        self.arrive();
        Ok(())
    }

    /// WebShop searches again at every page turn; a random listing changes by that.
    fn search_again(&mut self) {
        let (State::Results { query, .. } | State::Item { query, .. }) = &mut self.state else {
            return;
        };
        if let Query::Free(free) = query
            && Lookup::of(&free.text) == Lookup::Random
        {
            let hits = self.shop.front.stock().search(&free.text);
            *query = Query::Free(Arc::new(FreeQuery::new(free.text.clone(), hits)));
        }
    }

    /// Reads off the page what WebShop's session would hold.
    fn arrive(&mut self) {
        let last = self.memory.clone();
        self.memory = with_scene(&self.def, &self.state, &self.view, |scene| {
            match scene.place {
                Place::Search => Memory::default(),
                Place::Results { query, page, .. } => Memory {
                    page: Some(page),
                    query: Some(query.to_owned()),
                    ..Memory::default()
                },
                Place::Item {
                    query,
                    page,
                    product,
                    picks,
                }
                | Place::Sub {
                    query,
                    page,
                    product,
                    picks,
                    ..
                } => Memory {
                    asin: Some(product.asin.clone()),
                    options: owned(picks.iter()),
                    page: Some(page),
                    query: Some(query.to_owned()),
                },
                Place::Done { product, picks, .. } => Memory {
                    asin: Some(product.asin.clone()),
                    options: owned(picks.iter()),
                    ..last
                },
            }
        });
        self.dictionaries +=
            usize::from(matches!(self.state, State::Search | State::Results { .. }));
    }

    fn observe(&self, kind: ViewKind) -> String {
        let mut out = String::new();
        Compat::observe(&self.def, &self.state, &self.view, kind, &mut out);
        out
    }

    fn clickables(&self) -> Clickables {
        with_scene(&self.def, &self.state, &self.view, clickables)
    }
}

fn owned<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
    pairs
        .map(|(group, value)| (group.to_owned(), value.to_owned()))
        .collect()
}

/// Collects what differs at one step.
struct Checks<'c> {
    place: String,
    counts: &'c mut Counts,
    failures: &'c mut Vec<String>,
}

impl Checks<'_> {
    fn equal(&mut self, name: &'static str, got: &str, expected: &str) {
        *self.counts.entry(name).or_default() += 1;
        if got != expected {
            self.failures.push(format!(
                "{}: {name}\n  got      {got:?}\n  expected {expected:?}",
                self.place
            ));
        }
    }

    fn field(&mut self, step: &Value, name: &'static str, got: &str) {
        if let Some(expected) = step[name].as_str() {
            self.equal(name, got, expected);
        }
    }
}

/// Replays an episode and says what differs, step by step.
pub(crate) fn replay(shop: &Shop, recorded: &Value, counts: &mut Counts) -> Vec<String> {
    let mut session = Session::new(shop, recorded);
    let mut failures = Vec::new();
    // The recorded option dictionary is shared by all steps until the next results page or search page, so each of these
    // steps shows its last content.
    let mut options: Vec<(usize, Value, Vec<(String, String)>)> = Vec::new();
    for (number, step) in recorded["steps"].as_array().unwrap().iter().enumerate() {
        *counts.entry("steps").or_default() += 1;
        let place = format!("step {number} {}", step["action"]);
        let mut checks = Checks {
            place,
            counts,
            failures: &mut failures,
        };
        let was_done = matches!(session.state, State::Done { .. });
        let raised = session.act(step);
        let expected = ["error", "raises", "exception"]
            .iter()
            .find_map(|field| step[*field].as_str());
        if raised.is_err() || expected.is_some() {
            checks.equal(
                "error",
                raised.err().unwrap_or_default(),
                expected.unwrap_or_default(),
            );
            continue;
        }
        check_page(&session, step, &mut checks);
        check_end(&session, step, was_done, &mut checks);
        if let Some(memory) = step.get("session") {
            check_memory(&session.memory, memory, &mut checks);
            options.push((
                session.dictionaries,
                memory["options"].clone(),
                session.memory.options.clone(),
            ));
        }
    }
    for (index, (dictionary, expected, _)) in options.iter().enumerate() {
        *counts.entry("options").or_default() += 1;
        let last = options
            .iter()
            .rfind(|(other, ..)| other == dictionary)
            .map(|(.., picks)| picks);
        let picks = last
            .into_iter()
            .flatten()
            .map(|(group, value)| (group.clone(), Value::from(value.as_str())));
        let picks = Value::Object(picks.collect());
        if *expected != picks {
            failures.push(format!(
                "options of recorded step {index}: got {picks}, expected {expected}"
            ));
        }
    }
    failures
}

fn check_page(session: &Session<'_>, step: &Value, checks: &mut Checks<'_>) {
    let plain = session.observe(ViewKind::TEXT);
    checks.field(step, "obs_text", &plain);
    checks.field(step, "obs_text_rich", &session.observe(ViewKind::TEXT_RICH));
    let url = with_scene(&session.def, &session.state, &session.view, |scene| {
        address(scene.session, &scene.place)
    });
    checks.field(step, "url", &url);
    checks.equal("url view", &session.observe(URL), &url);
    checks.field(step, "html", &session.observe(ViewKind::HTML));
    let from_html = html::visible_texts(&session.observe(ViewKind::HTML));
    let from_html: Vec<&str> = from_html.iter().map(|text| strip(text)).collect();
    checks.equal("text of our html", &from_html.join(" [SEP] "), &plain);
    if let Some(table) = step.get("available_after") {
        let got = session.clickables();
        checks.equal(
            "has_search_bar",
            &got.has_search_bar.to_string(),
            &table["has_search_bar"].to_string(),
        );
        checks.equal(
            "clickables",
            &format!("{:?}", got.clickables),
            &format!("{:?}", strings(&table["clickables"])),
        );
    }
}

fn check_end(session: &Session<'_>, step: &Value, was_done: bool, checks: &mut Checks<'_>) {
    let paid = checks::reward(&session.def, &session.state).filter(|_| !was_done);
    let total = paid.map_or(0.0, |reward| reward.total_f64());
    if let Some(expected) = step["reward"].as_f64() {
        let close = (total - expected).abs() <= TOLERANCE;
        checks.equal("reward", if close { "same" } else { "other" }, "same");
    }
    if let Some(expected) = step["done"].as_bool() {
        checks.equal("done", &paid.is_some().to_string(), &expected.to_string());
    }
    if let Some(reward) = paid {
        let status = Compat::status(&session.def, &session.state);
        checks.equal(
            "grade",
            &format!("{status:?}"),
            &format!("{:?}", Status::Ended(reward.total)),
        );
        if let Some(verbose) = step.get("verbose") {
            checks.equal(
                "verbose",
                &differs(&reward, verbose).unwrap_or_default(),
                "",
            );
        }
    }
}

fn check_memory(memory: &Memory, expected: &Value, checks: &mut Checks<'_>) {
    checks.equal(
        "asin",
        memory.asin.as_deref().unwrap_or_default(),
        text(expected, "asin"),
    );
    let page = memory
        .page
        .map_or_else(|| "null".to_owned(), |page| page.to_string());
    checks.equal("page", &page, &expected["page"].to_string());
    let words: Vec<&str> = memory
        .query
        .iter()
        .flat_map(|query| query.split(' '))
        .collect();
    checks.equal(
        "keywords",
        &format!("{words:?}"),
        &format!("{:?}", strings(&expected["keywords"])),
    );
}
