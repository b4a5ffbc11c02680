//! What a reader has written down of the pages it was shown. Text in, nothing else.

use super::product::{Price, Product, with_surcharge};
use std::collections::{BTreeMap, BTreeSet};

/// A line of a cart or an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bought {
    pub(super) asin: String,
    /// Option names and values.
    pub(super) options: Vec<(String, String)>,
    pub(super) units: u32,
    /// What a unit costs, or cost then, cents.
    pub(super) cents: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Page of the list, from 1.
    pub(super) page: usize,
    pub(super) status: String,
    /// Kind and id of each product.
    pub(super) holds: Vec<(String, String)>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    pub(super) sent_to: String,
    pub(super) lines: Vec<Bought>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cart {
    pub(super) lines: Vec<Bought>,
    pub(super) coupon: Option<String>,
    pub(super) address: String,
    pub(super) wrap: String,
    pub(super) total: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Coupon {
    pub(super) code: String,
    pub(super) percent: u32,
    pub(super) cents: u32,
    pub(super) minimum: u32,
}

impl Coupon {
    pub(super) fn saving(&self, total: u32) -> u32 {
        match total < self.minimum {
            true => 0,
            false => (total * self.percent / 100 + self.cents).min(total),
        }
    }
}

/// A list of results: query, sort order, filters.
pub(super) type ListKey = (String, String, BTreeSet<String>);

/// The page now shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Here {
    #[default]
    Home,
    Results {
        key: ListKey,
        page: usize,
        pages: usize,
    },
    Item(String),
    Cart,
    Coupons,
    Orders(usize),
    Order(String),
    Form {
        reason: String,
        refund: String,
    },
    Ended,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Notes {
    pub(super) here: Here,
    /// Products the page shown links to.
    pub(super) links: Vec<String>,
    /// On an item page: what is chosen.
    pub(super) chosen: Vec<(String, String)>,
    pub(super) products: BTreeMap<String, Product>,
    /// By list and page: places and ids.
    pub(super) lists: BTreeMap<(ListKey, usize), Vec<(usize, String)>>,
    pub(super) list_pages: BTreeMap<ListKey, usize>,
    pub(super) order_pages: Option<usize>,
    pub(super) order_pages_seen: BTreeSet<usize>,
    pub(super) entries: BTreeMap<String, Entry>,
    pub(super) orders: BTreeMap<String, Order>,
    /// The cart as it was first seen, and as it was last seen.
    pub(super) first_cart: Option<Cart>,
    pub(super) cart: Option<Cart>,
    pub(super) coupons: Option<Vec<Coupon>>,
}

pub(super) fn money(text: &str) -> Option<u32> {
    let (dollars, cents) = text.trim().strip_prefix('$')?.split_once('.')?;
    Some(dollars.parse::<u32>().ok()? * 100 + cents.parse::<u32>().ok()?)
}

fn leading(text: &str) -> Option<u32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn stars(text: &str) -> Option<u32> {
    let (whole, tenth) = text.strip_suffix(" stars")?.split_once('.')?;
    Some(whole.parse::<u32>().ok()? * 10 + tenth.parse::<u32>().ok()?)
}

/// `3. rest` → 3 and the rest.
fn numbered(line: &str) -> Option<(usize, &str)> {
    let (number, rest) = line.split_once(". ")?;
    Some((number.parse().ok()?, rest))
}

/// `ASIN | title | option: value | 2 x $3.00`.
fn bought(line: &str) -> Option<(Bought, String)> {
    let parts: Vec<&str> = line.split(" | ").collect();
    let [asin, title, options @ .., last] = &parts[..] else {
        return None;
    };
    let (units, price) = last.split_once(" x ")?;
    let mut chosen: Vec<(String, String)> = vec![];
    for part in options {
        let (name, value) = part.split_once(": ")?;
        chosen.push((name.to_owned(), value.to_owned()));
    }
    let read = Bought {
        asin: (*asin).to_owned(),
        options: chosen,
        units: units.parse().ok()?,
        cents: money(price)?,
    };
    Some((read, (*title).to_owned()))
}

fn of_pages(text: &str) -> Option<(usize, usize)> {
    let (page, pages) = text.strip_prefix("page ")?.split_once(" of ")?;
    Some((page.parse().ok()?, pages.parse().ok()?))
}

impl Notes {
    /// Read a page.
    pub(super) fn read(&mut self, text: &str) {
        self.links.clear();
        self.chosen.clear();
        let mut lines = text.lines();
        let head = lines.next().unwrap_or("");
        let rest: Vec<&str> = lines.collect();
        let page = head.strip_prefix("Page: ").unwrap_or(head);
        if let Some(results) = page.strip_prefix("results for `") {
            self.results(results, &rest);
        } else if let Some(asin) = page.strip_prefix("item ") {
            self.item(asin, &rest);
        } else if page.starts_with("cart, ") {
            self.read_cart(&rest);
        } else if page == "coupons" {
            self.here = Here::Coupons;
            self.coupons = Some(rest.iter().filter_map(|l| coupon(l)).collect());
        } else if let Some(pages) = page.strip_prefix("orders, ") {
            self.read_orders(pages, &rest);
        } else if let Some(order) = page.strip_prefix("order ") {
            self.order(order, &rest);
        } else if page.starts_with("return from order ") {
            let of = |label: &str| {
                let line = rest.iter().find_map(|l| l.strip_prefix(label));
                line.and_then(|l| l.split_once(" ("))
                    .map_or("", |(v, _)| v)
                    .to_owned()
            };
            self.here = Here::Form {
                reason: of("Reason: "),
                refund: of("Refund: "),
            };
        } else if page == "home" {
            self.here = Here::Home;
        } else {
            self.here = Here::Ended;
        }
    }

    fn results(&mut self, head: &str, rest: &[&str]) {
        let (query, head) = head.split_once("`, ").unwrap();
        let mut parts = head.split(", ");
        let (page, pages) = of_pages(parts.next().unwrap()).unwrap();
        let sort = parts.nth(1).unwrap().strip_prefix("sorted by ").unwrap();
        let key = (
            query.to_owned(),
            sort.to_owned(),
            parts.map(str::to_owned).collect(),
        );
        let mut rows = vec![];
        for line in rest {
            let Some((place, row)) = numbered(line) else {
                continue;
            };
            let parts: Vec<&str> = row.split(" | ").collect();
            let product = self.products.entry(parts[0].to_owned()).or_default();
            product.title = Some(parts[1].to_owned());
            product.price = Price::read(parts[2]);
            product.rating = stars(parts[3]);
            rows.push((place, parts[0].to_owned()));
        }
        self.links = rows.iter().map(|(_, asin)| asin.clone()).collect();
        self.list_pages.insert(key.clone(), pages);
        self.lists.insert((key.clone(), page), rows);
        self.here = Here::Results { key, page, pages };
    }

    fn item(&mut self, asin: &str, rest: &[&str]) {
        self.here = Here::Item(asin.to_owned());
        let product = self.products.entry(asin.to_owned()).or_default();
        product.title = Some(rest[0].to_owned());
        let mut options = vec![];
        let mut description = None::<String>;
        for line in &rest[1..] {
            if line.starts_with("Cart: ") || line.starts_with("You can: ") {
                break;
            }
            if let Some(text) = &mut description {
                text.push_str(line);
                text.push('\n');
                if let Some(months) = line.strip_prefix("It comes with a warranty of ") {
                    product.months = leading(months);
                }
                if *line == "It comes without a warranty." {
                    product.months = Some(0);
                }
                continue;
            }
            let Some((label, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match label {
                "Price" => product.price = Price::read(value),
                "Rating" => product.rating = stars(value),
                "Stock" => product.stock = Some(leading(value).unwrap_or(0)),
                "Kind" => product.kind = Some(value.to_owned()),
                "Weight" => product.grams = leading(value),
                "Attributes" => {
                    product.attributes = Some(value.split(", ").map(str::to_owned).collect());
                }
                "Reviews" => product.reviews = leading(value),
                "Description" => description = Some(String::new()),
                _ => {
                    if let Some(name) = label.strip_prefix("Option ") {
                        let mut values = vec![];
                        for told in value.split(", ") {
                            let (v, added) = with_surcharge(told);
                            let chosen = v.strip_prefix('[').and_then(|v| v.strip_suffix(']'));
                            if let Some(v) = chosen {
                                self.chosen.push((name.to_owned(), v.to_owned()));
                            }
                            values.push((chosen.unwrap_or(v).to_owned(), added));
                        }
                        options.push((name.to_owned(), values));
                    }
                }
            }
        }
        product.options = Some(options);
        if description.is_some() {
            product.description = description;
        }
    }

    fn read_cart(&mut self, rest: &[&str]) {
        let mut cart = Cart::default();
        for line in rest {
            if let Some((_, line)) = numbered(line) {
                let (line, title) = bought(line).unwrap();
                let product = self.products.entry(line.asin.clone()).or_default();
                product.title = Some(title);
                product.today.insert(line.options.clone(), line.cents);
                self.links.push(line.asin.clone());
                cart.lines.push(line);
            } else if let Some(total) = line.strip_prefix("Total: ") {
                cart.total = money(total).unwrap();
            } else if let Some(coupon) = line.strip_prefix("Coupon: ") {
                cart.coupon = coupon.split_once(',').map(|(code, _)| code.to_owned());
            } else if let Some(to) = line.strip_prefix("Send to: ") {
                cart.address = to.split_once(" (").unwrap().0.to_owned();
            } else if let Some(wrap) = line.strip_prefix("Wrap: ") {
                cart.wrap = wrap.split_once(" (").unwrap().0.to_owned();
            }
        }
        self.first_cart.get_or_insert_with(|| cart.clone());
        self.cart = Some(cart);
        self.here = Here::Cart;
    }

    fn read_orders(&mut self, pages: &str, rest: &[&str]) {
        let (page, pages) = of_pages(pages).unwrap();
        self.order_pages = Some(pages);
        self.order_pages_seen.insert(page);
        for line in rest.iter().filter(|l| l.contains(" | placed ")) {
            let parts: Vec<&str> = line.split(" | ").collect();
            let holds = parts[3].split(", ").filter_map(|h| h.rsplit_once(' '));
            let entry = Entry {
                page,
                status: parts[2].to_owned(),
                holds: holds.map(|(k, a)| (k.to_owned(), a.to_owned())).collect(),
            };
            // What is cancelled now was pending when it was first read.
            self.entries.entry(parts[0].to_owned()).or_insert(entry);
        }
        self.here = Here::Orders(page);
    }

    fn order(&mut self, head: &str, rest: &[&str]) {
        let id = head.split(" | ").next().unwrap();
        let mut order = Order::default();
        for line in rest {
            if let Some((_, line)) = numbered(line) {
                let (line, title) = bought(line).unwrap();
                self.products.entry(line.asin.clone()).or_default().title = Some(title);
                self.links.push(line.asin.clone());
                order.lines.push(line);
            } else if let Some(to) = line.strip_prefix("Sent to: ") {
                order.sent_to = to.to_owned();
            }
        }
        self.orders.insert(id.to_owned(), order);
        self.here = Here::Order(id.to_owned());
    }

    /// The orders, once every page of their list was read.
    pub(super) fn all_orders(&self) -> Option<&BTreeMap<String, Entry>> {
        let pages = self.order_pages?;
        (1..=pages)
            .all(|p| self.order_pages_seen.contains(&p))
            .then_some(&self.entries)
    }

    pub(super) fn product(&self, asin: &str) -> Product {
        self.products.get(asin).cloned().unwrap_or_default()
    }
}

/// `CODE: 10% off from $3.00`.
fn coupon(line: &str) -> Option<Coupon> {
    let (code, terms) = line.split_once(": ")?;
    let (off, minimum) = terms
        .split_once(" off")
        .filter(|_| code != "You can" && code != "Cart")?;
    let percent = off.strip_suffix('%').and_then(|p| p.parse().ok());
    Some(Coupon {
        code: code.to_owned(),
        percent: percent.unwrap_or(0),
        cents: money(off).unwrap_or(0),
        minimum: minimum.strip_prefix(" from ").and_then(money).unwrap_or(0),
    })
}
