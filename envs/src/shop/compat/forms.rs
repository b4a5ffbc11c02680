//! How an agent may act in the compat shop: WebShop's two actions.
//!
//! They are told in the system message and the tool schema alone: WebShop's pages name no action, and are held to its bytes.

use std::sync::LazyLock;

use truestep_core::forms::{ActionForm, ActionForms, Argument};

/// Longest search text that tools offer, bytes; the grammar itself takes any.
const MAX_SEARCH_BYTES: u32 = 1_000;

static FORMS: LazyLock<ActionForms> = LazyLock::new(|| {
    let words = Argument::text("words", MAX_SEARCH_BYTES, "what to look for");
    let text = Argument::shown(
        "text",
        "the text of the button, of the product id or of the option value",
    );
    let forms = vec![
        ActionForm::new("search[WORDS]", "lists up to 50 products, ten a page").with(words),
        ActionForm::new(
            "click[TEXT]",
            "clicks something the page shows: a button, a product's id, an option value; `Buy Now` buys and ends the episode",
        )
        .with(text),
    ];
    ActionForms::new(forms)
        .expect("invariant: the names differ and the templates hold their arguments")
});

/// The forms of every task.
pub(super) fn forms() -> &'static ActionForms {
    &FORMS
}
