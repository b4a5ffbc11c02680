//! A page of results.

use super::super::pages::{Shown, price_line};
use super::link::{Link, escaped};
use super::{Page, ROW};
use crate::shop::product::Product;

impl Page<'_, '_> {
    pub(super) fn results(&mut self, query: &str, number: u32, total: usize, shown: &[Shown<'_>]) {
        self.top();
        self.add(ROW);
        self.line(8, "<div class=\"col-sm-8\">");
        self.line(10, "<div class=\"display-4\">");
        self.line(
            12,
            &format!("<h3>Page {number} (Total results: {total})</h3>"),
        );
        self.line(10, "</div>");
        self.line(10, "");
        self.line(12, "<div class=\"col-sm-2\">");
        if number > 1 {
            let link = Link::results(self.scene, query, number - 1);
            self.form(
                14,
                &link,
                "<button type=\"submit\" class=\"btn btn-primary\">&lt; Prev</button>",
            );
        }
        self.line(12, "</div>");
        self.line(12, "<div class=\"col-sm-2\">");
        let link = Link::results(self.scene, query, number.saturating_add(1));
        self.form(
            14,
            &link,
            "<button type=\"submit\" class=\"btn btn-primary\">Next &gt;</button>",
        );
        self.line(12, "</div>");
        self.line(10, "");
        self.line(8, "</div>");
        self.line(6, "</div>");
        self.add("\n");
        self.add(ROW);
        self.line(8, "");
        for hit in shown {
            self.hit(query, number, hit.product);
        }
        self.line(6, "</div>");
        self.line(4, "</div>");
        self.add("  </body>\n</html>");
    }

    /// One product of a list; tags close as WebShop closes them.
    fn hit(&mut self, query: &str, number: u32, product: &Product) {
        let link = Link::home(self.scene)
            .with("asin", &product.asin)
            .with_keywords(query);
        let link = link.with("page", &number.to_string()).with_options([]);
        let heading = "<h4 class=\"mt-0 font-weight-bold mb-2";
        let (asin, title) = (escaped(&product.asin), escaped(&product.title));
        let (image, price) = (escaped(&product.image), escaped(&price_line(product)));
        let aligned = "<div class=\"d-flex align-items-center justify-content-between mt-1\">";
        for (blanks, text) in [
            (
                8,
                "<div class=\"col-lg-12 mx-auto list-group-item\">".to_owned(),
            ),
            (10, "<div class=\"col-lg-4\">".to_owned()),
            (12, format!("<img src=\"{image}\" class=\"result-img\">")),
            (10, "</div>".to_owned()),
            (10, "<div class=\"col-lg-8\">".to_owned()),
            (12, "<ul class=\"list-group shadow\">".to_owned()),
            (
                16,
                "<div class=\"media align-items-lg-center flex-column flex-lg-row p-3\">"
                    .to_owned(),
            ),
            (
                18,
                "<div class=\"media-body order-2 order-lg-1 searched-product\">".to_owned(),
            ),
            (20, String::new()),
            (
                20,
                format!(
                    "{heading} product-asin\"><a class=\"product-link\" href=\"{}\">{asin}</a></h5>",
                    link.address()
                ),
            ),
            (20, format!("{heading} product-title\">{title}</h5>")),
            (20, aligned.to_owned()),
            (
                22,
                format!("<h5 class=\"font-weight-bold my-2 product-price\">{price}</h6>"),
            ),
            (20, "</div>".to_owned()),
            (0, "<!--".to_owned()),
        ] {
            self.line(blanks, &text);
        }
        for (class, text) in [
            ("category", &product.category),
            ("query", &product.query),
            ("product_category", &product.product_category),
        ] {
            self.line(20, aligned);
            let text = escaped(text);
            self.line(
                22,
                &format!("<h5 class=\"font-weight-bold my-2 product-{class}\">{text}</h5>"),
            );
            self.line(20, "</div>");
        }
        self.line(0, "-->");
        for (blanks, text) in [
            (18, "</div>"),
            (16, "</div>"),
            (12, "</ul>"),
            (10, "</div>"),
            (8, "</div>"),
        ] {
            self.line(blanks, text);
        }
        self.line(8, "");
    }
}
