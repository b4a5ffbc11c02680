//! Replay of one recorded episode of WebShop's text environment.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;
use truestep_envs::shop::compat::address::address;
use truestep_envs::shop::compat::amount::Amount;
use truestep_envs::shop::compat::fuzzy::Fuzz;
use truestep_envs::shop::compat::judge::Judge;
use truestep_envs::shop::compat::moves::{follow, listed, resolve};
use truestep_envs::shop::compat::nouns::{Lexicon, NounTagger as _};
use truestep_envs::shop::compat::pages::{Place, Scene, Shown, clickables};
use truestep_envs::shop::compat::parse::{Lookup, Parsed, parse};
use truestep_envs::shop::compat::python::strip;
use truestep_envs::shop::compat::render;
use truestep_envs::shop::compat::reward::{Listing, Reward, Wanted};
use truestep_envs::shop::compat::types::{
    Click, FreeQuery, PAGE_LEN, Picks, Query, State, page_of_rank,
};
use truestep_envs::shop::product::{Details, OptionGroup, Price, Product, ProductId};

use super::html;
use crate::{TOLERANCE, amount, differs, goal_options, strings, text};

/// The catalogue of the recorded episodes with its hidden prices.
pub(crate) struct Shop {
    products: Vec<Product>,
    prices: Vec<Option<Amount>>,
    nouns: Lexicon,
    show_attributes: bool,
}

impl Shop {
    pub(crate) fn new(
        items: &Value,
        attributes: &Value,
        meta: &Value,
        nouns: BTreeSet<String>,
    ) -> Self {
        let products: Vec<Product> = items
            .as_array()
            .unwrap()
            .iter()
            .map(|item| product(item, attributes))
            .collect();
        let prices = products
            .iter()
            .map(|p| amount(&meta["product_prices"][&p.asin]))
            .collect();
        // The recordings were made with the attributes button; a file made without it says so.
        let show_attributes = !text(meta, "note").contains("show_attrs=False");
        Self {
            products,
            prices,
            nouns: Lexicon::new(nouns),
            show_attributes,
        }
    }

    fn find(&self, asin: &str) -> ProductId {
        let place = self.products.iter().position(|p| p.asin == asin);
        ProductId(place.unwrap_or_else(|| panic!("no product {asin}")) as u32)
    }

    fn product(&self, id: ProductId) -> &Product {
        &self.products[id.0 as usize]
    }

    fn listing<'a>(&self, product: &'a Product, nouns: &'a [String]) -> Listing<'a> {
        Listing {
            query: &product.query,
            product_category: &product.product_category,
            nouns,
            title: &product.title,
            description: &product.description,
            bullets: &product.bullets,
            attributes: &product.attributes,
        }
    }
}

fn product(item: &Value, attributes: &Value) -> Product {
    let own = strings(&attributes[text(item, "asin")]["attributes"]);
    let groups = item["customization_options"]
        .as_object()
        .into_iter()
        .flatten();
    let options = groups
        .filter(|(_, values)| !values.is_null())
        .map(|(name, values)| OptionGroup {
            name: name.to_lowercase(),
            values: values
                .as_array()
                .unwrap()
                .iter()
                .map(|v| strip(text(v, "value")).replace('/', " | ").to_lowercase())
                .collect(),
        });
    let dollars: Vec<u32> = text(item, "pricing")
        .split('$')
        .skip(1)
        .map(|price| {
            let digits: String = price
                .chars()
                .filter(|c| c.is_ascii_digit() || *c == '.')
                .collect();
            (digits.parse::<f64>().unwrap() * 100.0).round() as u32
        })
        .collect();
    let low_cents = dollars.first().copied().unwrap_or(10_000);
    Product {
        asin: text(item, "asin").to_owned(),
        title: text(item, "name").to_owned(),
        description: text(item, "full_description").to_owned(),
        bullets: strings(&item["small_description"]),
        category: text(item, "category").to_owned(),
        query: strip(&text(item, "query").to_lowercase()).to_owned(),
        product_category: text(item, "product_category").to_owned(),
        attributes: if own.is_empty() {
            vec!["DUMMY_ATTR".to_owned()]
        } else {
            own
        },
        options: options.collect(),
        price: Price {
            low_cents,
            high_cents: dollars.get(1).copied().unwrap_or(low_cents),
        },
        image: String::new(),
        details: Details {
            rating_tenths: 10,
            review_count: 0,
            stock_units: 1,
            weight_grams: 1,
            warranty_months: 0,
            sponsored: false,
        },
        synthetic: None,
        human: Vec::new(),
    }
}

/// What an episode of the recorded environment remembers.
struct Session<'a> {
    shop: &'a Shop,
    goal: &'a Value,
    name: String,
    judge: Judge,
    state: State,
    order: Vec<u8>,
    visited: BTreeSet<ProductId>,
    /// Query text and page as WebShop's session keeps them after buying.
    last: Option<(String, u32)>,
    /// Times WebShop replaced the dictionary of options: once per results page or search page reached.
    dictionaries: usize,
    reward: Option<Reward>,
}

impl<'a> Session<'a> {
    fn new(shop: &'a Shop, recorded: &'a Value) -> Self {
        let goal = &recorded["goal"];
        let nouns = shop.nouns.nouns(text(goal, "name"));
        let judge = Judge::new(
            Fuzz::Difflib019,
            Wanted {
                query: text(goal, "query"),
                product_category: text(goal, "product_category"),
                nouns: &nouns,
                attributes: &strings(&goal["attributes"]),
                options: &goal_options(goal),
                price_upper: amount(&goal["price_upper"]).unwrap(),
            },
        );
        Self {
            shop,
            goal,
            name: recorded["goal_idx"]
                .as_str()
                .map_or_else(|| recorded["goal_idx"].to_string(), str::to_owned),
            judge: judge.unwrap(),
            state: State::Search,
            order: Vec::new(),
            visited: BTreeSet::new(),
            last: None,
            dictionaries: 0,
            reward: None,
        }
    }

    fn hits(query: &Query) -> (&str, &[ProductId]) {
        match query {
            Query::Free(free) => (&free.text, &free.hits),
            Query::Menu(_) => unreachable!("the replay searches by text only"),
        }
    }

    /// Shows the present page to `look`.
    fn with_scene<R>(&self, look: impl FnOnce(&Scene<'_>) -> R) -> R {
        let mut shown = Vec::new();
        let item =
            |query: &'_ Query, rank: u32| self.shop.product(Self::hits(query).1[rank as usize]);
        let place = match &self.state {
            State::Search => Place::Search,
            State::Results { query, page } => {
                let (query, hits) = Self::hits(query);
                shown.extend(hits[listed(*page, hits.len())].iter().map(|id| Shown {
                    product: self.shop.product(*id),
                    visited: self.visited.contains(id),
                }));
                Place::Results {
                    query,
                    page: *page,
                    total: hits.len(),
                    shown: &shown,
                }
            }
            State::Item {
                query,
                rank,
                chosen,
            } => Place::Item {
                query: Self::hits(query).0,
                page: page_of_rank(*rank),
                product: item(query, *rank),
                picks: Picks::new(item(query, *rank), chosen, &self.order),
            },
            State::Sub {
                query,
                rank,
                chosen,
                kind,
            } => Place::Sub {
                query: Self::hits(query).0,
                page: page_of_rank(*rank),
                product: item(query, *rank),
                picks: Picks::new(item(query, *rank), chosen, &self.order),
                kind: *kind,
            },
            State::Done { product, chosen } => Place::Done {
                product: self.shop.product(*product),
                picks: Picks::new(self.shop.product(*product), chosen, &self.order),
                reward: self.reward.map_or(0.0, |reward| reward.total_f64()),
            },
        };
        look(&Scene {
            session: &self.name,
            instruction: text(self.goal, "instruction_text"),
            show_attributes: self.shop.show_attributes,
            place,
        })
    }

    /// Takes a recorded step; the exception WebShop raises, if it does.
    fn act(&mut self, step: &Value) -> Result<(), &'static str> {
        match parse(text(step, "action")) {
            Parsed::Neither => Ok(()),
            Parsed::Search(query) => {
                let hits = self.search(&query, step)?;
                let query = Query::Free(Arc::new(FreeQuery {
                    text: query.into_owned(),
                    hits,
                }));
                self.arrive(State::Results { query, page: 1 });
                Ok(())
            }
            Parsed::Click(label) => {
                if let Some(click) = self.with_scene(|scene| resolve(scene, &label)) {
                    self.click(click, step);
                }
                Ok(())
            }
        }
    }

    /// What a search finds: the recorded ranks of the engine, our own answer to the switches that do not need it.
    fn search(&self, query: &str, step: &Value) -> Result<Vec<ProductId>, &'static str> {
        let lookup = Lookup::of(query);
        if let Some(exception) = lookup.python_exception(self.shop.products.len()) {
            return Err(exception);
        }
        let all = |keep: &dyn Fn(&Product) -> bool| {
            let kept = self
                .shop
                .products
                .iter()
                .enumerate()
                .filter(|(_, p)| keep(p));
            kept.map(|(place, _)| ProductId(place as u32)).collect()
        };
        Ok(match lookup {
            Lookup::Category(category) => all(&|p| p.category == category),
            Lookup::Query(query) => all(&|p| p.query == query),
            _ => strings(&step["search_ranked_asins"])
                .iter()
                .map(|asin| self.shop.find(asin))
                .collect(),
        })
    }

    fn click(&mut self, click: Click, step: &Value) {
        match (&self.state, click) {
            (State::Results { query, .. }, Click::Open(rank)) => {
                self.visited.insert(Self::hits(query).1[rank as usize]);
            }
            (State::Item { .. }, Click::Choose { group, .. })
                if !self.order.contains(&(group as u8)) =>
            {
                self.order.push(group as u8);
            }
            _ => {}
        }
        let shop = self.shop;
        let found = |query: &Query, rank: u32| Self::hits(query).1[rank as usize];
        let next = follow(
            &self.state,
            click,
            |q, r| shop.product(found(q, r)).options.len(),
            found,
        );
        // WebShop searches again at every page turn; ranks may be recorded anew.
        let fresh = strings(&step["search_ranked_asins"]);
        let next = match next {
            State::Results {
                query: Query::Free(old),
                page,
            } if !fresh.is_empty() => {
                let hits = fresh.iter().map(|asin| shop.find(asin)).collect();
                let again = FreeQuery {
                    text: old.text.clone(),
                    hits,
                };
                State::Results {
                    query: Query::Free(Arc::new(again)),
                    page,
                }
            }
            other => other,
        };
        self.arrive(next);
    }

    fn arrive(&mut self, next: State) {
        if let State::Item { query, rank, .. } = &self.state {
            self.last = Some((Self::hits(query).0.to_owned(), page_of_rank(*rank)));
        }
        match &next {
            State::Search => {
                self.visited.clear();
                self.order.clear();
                self.dictionaries += 1;
            }
            State::Results { .. } => {
                self.order.clear();
                self.dictionaries += 1;
            }
            State::Done { product, chosen } => {
                let product = self.shop.product(*product);
                let nouns = self.shop.nouns.nouns(&product.title);
                let price = self.shop.prices[self.shop.find(&product.asin).0 as usize].unwrap();
                let matched = self
                    .judge
                    .product(self.shop.listing(product, &nouns), price);
                let picks = Picks::new(product, chosen, &self.order);
                let mask = picks
                    .iter()
                    .fold(0, |mask, (_, value)| mask | self.judge.option_mask(value));
                self.reward = Some(self.judge.reward(matched, mask));
            }
            State::Item { .. } | State::Sub { .. } => {}
        }
        self.state = next;
    }

    /// Product, options in order of choice, page and query of the session, as recorded in `session`.
    fn memory(
        &self,
    ) -> (
        Option<String>,
        Vec<(String, String)>,
        Option<u32>,
        Option<String>,
    ) {
        let item = |product: &Product, chosen| {
            let picks = Picks::new(product, chosen, &self.order).iter();
            let picks = picks
                .map(|(group, value)| (group.to_owned(), value.to_owned()))
                .collect();
            (Some(product.asin.clone()), picks)
        };
        match &self.state {
            State::Search => (None, Vec::new(), None, None),
            State::Results { query, page } => (
                None,
                Vec::new(),
                Some(*page),
                Some(Self::hits(query).0.to_owned()),
            ),
            State::Item {
                query,
                rank,
                chosen,
            }
            | State::Sub {
                query,
                rank,
                chosen,
                ..
            } => {
                let (text, hits) = Self::hits(query);
                let (asin, picks) = item(self.shop.product(hits[*rank as usize]), chosen);
                (
                    asin,
                    picks,
                    Some(rank / PAGE_LEN as u32 + 1),
                    Some(text.to_owned()),
                )
            }
            State::Done { product, chosen } => {
                let (asin, picks) = item(self.shop.product(*product), chosen);
                let (text, page) = self.last.clone().unwrap();
                (asin, picks, Some(page), Some(text))
            }
        }
    }
}

/// Replays an episode and says what differs, step by step.
pub(crate) fn replay(
    shop: &Shop,
    recorded: &Value,
    counts: &mut BTreeMap<&'static str, usize>,
) -> Vec<String> {
    let mut session = Session::new(shop, recorded);
    let failures = RefCell::new(Vec::new());
    // The recorded option dictionary is shared by all steps until the next page of results or search page, so each of these
    // steps shows its last content.
    let mut options: Vec<(usize, Value, Vec<(String, String)>)> = Vec::new();
    for (number, step) in recorded["steps"].as_array().unwrap().iter().enumerate() {
        *counts.entry("steps").or_default() += 1;
        let place = format!("step {number} {}", step["action"]);
        let mut check = |name: &'static str, got: String, expected: String| {
            *counts.entry(name).or_default() += 1;
            if got != expected {
                failures.borrow_mut().push(format!(
                    "{place}: {name}\n  got      {got:?}\n  expected {expected:?}"
                ));
            }
        };
        let bought = matches!(session.state, State::Done { .. });
        let raised = session.act(step);
        let expected_error = ["error", "raises", "exception"]
            .iter()
            .find_map(|field| step[*field].as_str());
        if raised.is_err() || expected_error.is_some() {
            check(
                "error",
                format!("{:?}", raised.err()),
                format!("{expected_error:?}"),
            );
            continue;
        }
        let arrived_done = !bought && matches!(session.state, State::Done { .. });
        session.with_scene(|scene| {
            let mut check_text = |field: &'static str, got: String| {
                if let Some(expected) = step[field].as_str() {
                    check(field, got, expected.to_owned());
                }
            };
            check_text("obs_text", render::text(scene));
            check_text("obs_text_rich", render::text_rich(scene));
            check_text("url", address(scene.session, &scene.place));
            let from_html: Vec<String> = html::visible_texts(&render::html(scene));
            let from_html: Vec<&str> = from_html.iter().map(|text| strip(text)).collect();
            check(
                "text of our html",
                from_html.join(" [SEP] "),
                render::text(scene),
            );
            if let Some(table) = step.get("available_after") {
                let got = clickables(scene);
                check(
                    "has_search_bar",
                    got.has_search_bar.to_string(),
                    table["has_search_bar"].to_string(),
                );
                check(
                    "clickables",
                    format!("{:?}", got.clickables),
                    format!("{:?}", strings(&table["clickables"])),
                );
            }
        });
        let paid = session.reward.filter(|_| arrived_done);
        let total = paid.map_or(0.0, |reward| reward.total_f64());
        if let Some(expected) = step["reward"].as_f64() {
            check(
                "reward",
                ((total - expected).abs() <= TOLERANCE).to_string(),
                "true".to_owned(),
            );
        }
        if let Some(expected) = step["done"].as_bool() {
            check("done", arrived_done.to_string(), expected.to_string());
        }
        if let (Some(reward), Some(verbose)) = (paid, step.get("verbose")) {
            check(
                "verbose",
                differs(&reward, verbose).unwrap_or_default(),
                String::new(),
            );
        }
        if let Some(memory) = step.get("session") {
            let (asin, picks, page, query) = session.memory();
            check(
                "asin",
                asin.unwrap_or_default(),
                text(memory, "asin").to_owned(),
            );
            check(
                "page",
                page.map_or("null".to_owned(), |page| page.to_string()),
                memory["page"].to_string(),
            );
            let words: Vec<String> = query
                .map(|q| q.split(' ').map(str::to_owned).collect())
                .unwrap_or_default();
            check(
                "keywords",
                format!("{words:?}"),
                format!("{:?}", strings(&memory["keywords"])),
            );
            options.push((session.dictionaries, memory["options"].clone(), picks));
        }
    }
    for (index, (generation, recorded, _)) in options.iter().enumerate() {
        *counts.entry("options").or_default() += 1;
        let last = options
            .iter()
            .rfind(|(other, ..)| other == generation)
            .map(|(.., picks)| picks);
        let picks: serde_json::Map<String, Value> = last
            .into_iter()
            .flatten()
            .map(|(group, value)| (group.clone(), Value::from(value.as_str())))
            .collect();
        if *recorded != Value::Object(picks.clone()) {
            failures.borrow_mut().push(format!(
                "options of step {index}: got {picks:?}, expected {recorded}"
            ));
        }
    }
    failures.into_inner()
}
