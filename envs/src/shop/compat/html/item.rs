//! An item's page.

use std::collections::BTreeMap;

use super::super::pages::{price_line, sub_buttons};
use super::super::python::{tojson_filter, tojson_images};
use super::super::types::{Picks, SubKind};
use super::link::{Link, escaped};
use super::{Page, ROW};
use crate::shop::product::Product;

impl Page<'_, '_> {
    pub(super) fn item(&mut self, link: &Link, product: &Product, picks: Picks<'_>) {
        self.top();
        // The results page: the link without the item and its options.
        let back = link
            .0
            .iter()
            .filter(|(name, _)| !matches!(*name, "asin" | "options"));
        let prev = "<button type=\"submit\" class=\"btn btn-primary\">&lt; Prev</button>";
        self.row_form(&Link(back.cloned().collect()), prev);
        self.add(ROW);
        self.line(8, "<div class=\"col-md-4 mb-4 mb-md-0\">");
        self.line(10, "<div class=\"row top-buffer\">");
        let image = escaped(&product.image);
        self.line(
            12,
            &format!("<img id=\"product-image\" src=\"{image}\" class=\"item-page-img\">"),
        );
        self.line(10, "</div>");
        self.line(10, "");
        for group in 0..product.options.len() {
            self.group(link, product, group, picks);
        }
        self.line(8, "</div>");
        self.details(link, product);
        self.line(8, "<div class=\"col-sm-2\">");
        self.line(10, "<div class=\"row top-buffer\">");
        let buy = Link::home(self.scene)
            .with("asin", &product.asin)
            .with("options", link.options());
        self.form(
            12,
            &buy,
            "<button type=\"submit\" class=\"btn btn-lg purchase\">Buy Now</button>",
        );
        for (blanks, text) in [
            (10, "</div>"),
            (8, "</div>"),
            (6, "</div>"),
            (4, "</div>"),
            (2, "</body>"),
        ] {
            self.line(blanks, text);
        }
        self.script(product, picks);
        self.add("</html>");
    }

    /// One group of options.
    fn group(&mut self, link: &Link, product: &Product, place: usize, picks: Picks<'_>) {
        let group = &product.options[place];
        let name = escaped(&group.name);
        self.line(12, "<div class=\"row top-buffer\">");
        self.line(14, &format!("<h4>{name}</h4>"));
        self.line(14, "<div class=\"radio-toolbar\">");
        self.line(16, "");
        for (number, value) in group.values.iter().enumerate() {
            let mut chosen: Vec<(&str, &str)> = picks.iter().collect();
            match chosen.iter_mut().find(|(known, _)| *known == group.name) {
                Some(known) => known.1 = value,
                None => chosen.push((&group.name, value)),
            }
            let mut link = link.clone();
            link.0.pop();
            let address = link.with_options(chosen).address();
            let text = escaped(value);
            (0..3).for_each(|_| self.line(18, ""));
            self.line(
                18,
                &format!(
                    "<input type=\"radio\" id=\"radio_{name}{number}\" name=\"{name}\" value=\"{text}\" data-url=\"{address}\">"
                ),
            );
            self.line(
                18,
                &format!("<label for=\"radio_{name}{number}\">{text}</label>"),
            );
            self.line(16, "");
        }
        self.line(14, "</div>");
        self.line(12, "</div>");
        self.line(10, "");
    }

    /// Title, price and the buttons of the pages behind the item.
    fn details(&mut self, link: &Link, product: &Product) {
        self.line(8, "<div class=\"col-md-6\">");
        self.line(10, &format!("<h2>{}</h2>", escaped(&product.title)));
        self.line(
            10,
            &format!("<h4>Price: {}</h4>", escaped(&price_line(product))),
        );
        self.line(10, "<h4>Rating: N.A.</h4>");
        self.line(10, "<div class=\"row top-buffer\">");
        for kind in sub_buttons(self.scene.show_attributes) {
            let class = match kind {
                SubKind::Description => "description",
                SubKind::Features => "bulletpoints",
                SubKind::Reviews => "reviews",
                SubKind::Attributes => "attributes",
            };
            if *kind == SubKind::Attributes {
                self.line(12, "");
            }
            self.line(12, &format!("<div class=\"col-sm-3\" name=\"{class}\">"));
            let link = link.clone().with_before_last("sub_page", kind.name());
            let button = format!(
                "<button class=\"btn btn-primary\" type=\"submit\">{}</button>",
                kind.name()
            );
            self.form(14, &link, &button);
            self.line(12, "</div>");
        }
        self.line(12, "");
        self.line(10, "</div>");
        self.line(8, "</div>");
    }

    /// The script of an item's page, with its options as they stand and the images of all values.
    fn script(&mut self, product: &Product, picks: Picks<'_>) {
        let mut images: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for group in product.options.iter().chain(&product.replaced_options) {
            for (value, text) in group.values.iter().enumerate() {
                images.insert(text, group.image(value));
            }
        }
        let (options, images) = (tojson_filter(picks.iter()), tojson_images(&images));
        let (before, rest) = SCRIPT.split_once("OPTIONS").unwrap_or((SCRIPT, ""));
        let (between, after) = rest.split_once("IMAGES").unwrap_or((rest, ""));
        for part in [before, &options, between, &images, after] {
            self.add(part);
        }
    }
}

/// The script of an item's page.
const SCRIPT: &str = r##"  <script>
    $(document).ready(function() {
      $('input:radio').each(function() {
        //console.log($(this).val());
        let options = JSON.parse(`OPTIONS`);
        let optionValues = $.map(options, function(value, key) { return value });
        //console.log(optionValues);
        if (optionValues.includes($(this).val())) {
          $(this).prop('checked', true);

          let option_to_image = JSON.parse(`IMAGES`);
//          console.log($(this).val());
//          console.log(options);
//          console.log(option_to_image);
          let image_url = option_to_image[$(this).val()];

          //console.log(image_url);
          if (image_url) {
            $("#product-image").attr("src", image_url);
          }
        }
        
        // reload with updated options
        this.addEventListener("click", function() {
          window.location.href = this.dataset.url;
        });

      });
    });
  </script>
"##;
