//! Addresses inside pages, and text as pages hold it.

use super::super::pages::Scene;
use super::super::python::{push_dict_repr, push_quoted};
use super::super::types::Picks;
use crate::shop::product::Product;

/// What a link says: names and values in order.
#[derive(Clone, Default)]
pub(super) struct Link(pub(super) Vec<(&'static str, String)>);

impl Link {
    /// To the search page of a session.
    pub(super) fn home(scene: &Scene<'_>) -> Link {
        Link::default().with("session_id", scene.session)
    }

    /// To a page of results.
    pub(super) fn results(scene: &Scene<'_>, query: &str, page: u32) -> Link {
        Link::home(scene)
            .with_keywords(query)
            .with("page", &page.to_string())
    }

    /// To an item.
    pub(super) fn item(
        scene: &Scene<'_>,
        query: &str,
        page: u32,
        product: &Product,
        picks: Picks<'_>,
    ) -> Link {
        let link = Link::home(scene).with("asin", &product.asin);
        let link = link.with_keywords(query).with("page", &page.to_string());
        link.with_options(picks.iter())
    }

    pub(super) fn with(mut self, name: &'static str, value: &str) -> Link {
        self.0.push((name, value.to_owned()));
        self
    }

    pub(super) fn with_keywords(mut self, query: &str) -> Link {
        let words = query.split(' ');
        self.0
            .extend(words.map(|word| ("keywords", word.to_owned())));
        self
    }

    pub(super) fn with_options<'a>(
        self,
        picks: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Link {
        let mut options = String::new();
        push_dict_repr(&mut options, picks);
        self.with("options", &options)
    }

    /// The same with another value before the last one.
    pub(super) fn with_before_last(mut self, name: &'static str, value: &str) -> Link {
        self.0
            .insert(self.0.len().saturating_sub(1), (name, value.to_owned()));
        self
    }

    pub(super) fn options(&self) -> &str {
        self.0.last().map_or("", |(_, value)| value)
    }

    /// The address, escaped.
    pub(super) fn address(&self) -> String {
        let mut plain = "/".to_owned();
        for (place, (name, value)) in self.0.iter().enumerate() {
            plain.push(if place == 0 { '?' } else { '&' });
            plain.push_str(name);
            plain.push('=');
            push_quoted(&mut plain, value);
        }
        escaped(&plain)
    }
}

/// A text as Jinja escapes it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("&#39;"),
            '"' => out.push_str("&#34;"),
            _ => out.push(letter),
        }
    }
    out
}
