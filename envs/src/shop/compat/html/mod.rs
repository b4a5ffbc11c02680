//! The `html` observation: WebShop's pages, byte for byte, as its templates and Flask render them.
//!
//! All pages of WebShop's text environment share one route, so every address in them is `/` and a query of what the link
//! leads to, quoted as Werkzeug 3 does ([`link`]). The other parts are the pages: `ends` (first and last), `results`, `item`, `behind`.

mod behind;
mod ends;
mod item;
mod link;
mod results;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

use super::pages::{Place, Scene, label};
use link::{Link, escaped};

/// What stands before `<body>` on most pages; the tab is WebShop's.
const HEAD: &str = concat!(
    "<!DOCTYPE html>\n<html>\n  <head>\n",
    "    <link rel=\"stylesheet\" href=\"/static/style.css\">\n",
    "    <link rel=\"stylesheet\" href=\"https://maxcdn.bootstrapcdn.com/bootstrap/3.4.1/css/bootstrap.min.css\">\n",
    "    <link rel=\"stylesheet\" href=\"https://cdnjs.cloudflare.com/ajax/libs/font-awesome/4.0.3/css/font-awesome.css\t\">\n",
    "    <script src=\"https://ajax.googleapis.com/ajax/libs/jquery/3.5.1/jquery.min.js\"></script>\n",
    "    <script src=\"https://stackpath.bootstrapcdn.com/bootstrap/4.3.1/js/bootstrap.bundle.min.js\"></script>\n",
    "    <link rel=\"icon\" href=\"data:,\">\n  </head>\n  <body>\n",
);
/// A row of buttons or of columns.
const ROW: &str = "      <div class=\"row top-buffer\">\n";

/// The page as WebShop's text environment shows it.
pub(super) fn html(scene: &Scene<'_>) -> String {
    let mut page = Page {
        scene,
        out: String::with_capacity(8_192),
    };
    match scene.place {
        Place::Search => page.search(),
        Place::Results {
            query,
            page: number,
            total,
            shown,
        } => page.results(query, number, total, shown),
        Place::Item {
            query,
            page: number,
            product,
            picks,
        } => page.item(
            &Link::item(scene, query, number, product, picks),
            product,
            picks,
        ),
        Place::Sub {
            query,
            page: number,
            product,
            picks,
            kind,
        } => page.sub(
            &Link::item(scene, query, number, product, picks),
            product,
            kind,
        ),
        Place::Done {
            product,
            picks,
            reward,
        } => page.done(product, picks, reward),
    }
    page.out
}

/// A page being written.
struct Page<'s, 'a> {
    scene: &'s Scene<'a>,
    out: String,
}

impl Page<'_, '_> {
    fn add(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Adds a line so many blanks from the left.
    fn line(&mut self, blanks: usize, text: &str) {
        let written = writeln!(self.out, "{:blanks$}{text}", "");
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
    }

    /// A form of one button.
    fn form(&mut self, blanks: usize, link: &Link, button: &str) {
        self.line(
            blanks,
            &format!("<form method=\"post\" action=\"{}\">", link.address()),
        );
        self.line(blanks + 2, button);
        self.line(blanks, "</form>");
    }

    /// A row that holds one form.
    fn row_form(&mut self, link: &Link, button: &str) {
        self.add(ROW);
        self.form(8, link, button);
        self.line(6, "</div>");
    }

    /// How most pages begin: the instruction and the way back.
    fn top(&mut self) {
        self.add(HEAD);
        self.line(4, "<div class=\"container py-5\">");
        self.add(ROW);
        self.line(8, "<div class=\"col-sm-6\">");
        self.line(10, "<div id=\"instruction-text\" class=\"text-center\">");
        let instruction = escaped(self.scene.instruction);
        self.line(12, &format!("<h4>Instruction:<br>{instruction}</h4>"));
        self.line(10, "</div>");
        self.line(8, "</div>");
        self.line(6, "</div>");
        let back = format!(
            "<button type=\"submit\" class=\"btn btn-success\">{}</button>",
            label::BACK
        );
        self.row_form(&Link::home(self.scene), &back);
    }
}
