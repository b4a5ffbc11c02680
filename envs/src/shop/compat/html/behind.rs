//! The pages behind an item's buttons.

use super::super::types::SubKind;
use super::link::{Link, escaped};
use super::{Page, ROW};
use crate::shop::product::Product;

impl Page<'_, '_> {
    pub(super) fn sub(&mut self, link: &Link, product: &Product, kind: SubKind) {
        self.top();
        let prev = "<button type=\"submit\" class=\"btn btn-primary\">&lt; Prev</button>";
        self.row_form(link, prev);
        self.add(ROW);
        self.line(8, "<div class=\"col-md-12\">");
        self.line(10, "<div class=\"row top-buffer\">");
        let name = match kind {
            SubKind::Description | SubKind::Attributes => "description",
            SubKind::Features => "bulletpoints",
            SubKind::Reviews => "reviews",
        };
        self.line(12, &format!("<div class=\"col-sm-6\" name=\"{name}\">"));
        self.line(14, "<div class=\"card card-body\">");
        match kind {
            SubKind::Description => {
                let text = escaped(&product.description);
                self.line(16, &format!("<p class=\"product-info\">{text}</p>"));
            }
            SubKind::Features => self.list("product-info", &product.bullets),
            SubKind::Reviews => self.line(16, ""),
            SubKind::Attributes => self.list("attribute", &product.attributes),
        }
        self.line(14, "</div>");
        self.line(12, "</div>");
        if kind == SubKind::Attributes {
            self.categories(product);
        }
        for (blanks, text) in [
            (10, "</div>"),
            (8, "</div>"),
            (6, "</div>"),
            (4, "</div>"),
            (2, "</body>"),
        ] {
            self.line(blanks, text);
        }
        self.add("</html>");
    }

    fn list(&mut self, class: &str, texts: &[String]) {
        self.line(16, "<ul>");
        self.line(18, "");
        for text in texts {
            let text = escaped(text);
            self.line(18, &format!("<li><p class=\"{class}\"> {text}</p></li>"));
            self.line(18, "");
        }
        self.line(16, "</ul>");
    }

    /// The second column of the attributes page.
    fn categories(&mut self, product: &Product) {
        self.line(12, "<div class=\"col-sm-6\" name=\"description\">");
        for (class, text) in [
            ("category", &product.category),
            ("query", &product.query),
            ("product_category", &product.product_category),
        ] {
            self.line(
                14,
                "<div class=\"d-flex align-items-center justify-content-between mt-1\">",
            );
            let text = escaped(text);
            self.line(
                16,
                &format!("<h5 class=\"font-weight-bold my-2 product-{class}\">{text}</h5>"),
            );
            self.line(14, "</div>");
        }
        self.line(12, "</div>");
    }
}
