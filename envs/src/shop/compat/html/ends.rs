//! The page with the search box, and the page after buying.

use super::super::python::{float_repr, tojson_filter};
use super::super::types::Picks;
use super::Page;
use super::link::{Link, escaped};
use crate::shop::product::Product;

/// What stands before the content of both pages.
const PLAIN_HEAD: &str = concat!(
    "<!DOCTYPE html>\n<html>\n  <head>\n",
    "    <link rel=\"stylesheet\" href=\"/static/style.css\">\n",
    "    <link rel=\"stylesheet\" href=\"https://cdnjs.cloudflare.com/ajax/libs/font-awesome/4.7.0/css/font-awesome.min.css\">\n",
    "    <link rel=\"stylesheet\" href=\"https://maxcdn.bootstrapcdn.com/bootstrap/3.4.1/css/bootstrap.min.css\">\n",
    "    <link rel=\"icon\" href=\"data:,\">\n  </head>\n  <body>\n",
    "    <!-- Code reference: https://bootsnipp.com/snippets/m13mN -->\n",
    "    <div class=\"container\" style=\"margin-top: 8%;\">\n",
    "      <div class=\"col-md-6 col-md-offset-3\">     \n        <div class=\"row\">\n",
);
/// How both pages end.
const PLAIN_FOOT: &str = "        </div>            \n      </div>\n    </div>\n  </body>\n</html>";

impl Page<'_, '_> {
    pub(super) fn search(&mut self) {
        self.add(PLAIN_HEAD);
        self.line(10, "<div id=\"logo\" class=\"text-center\">");
        self.line(12, "<h2>WebShop</h2>");
        self.line(10, "</div>");
        self.line(10, "<div id=\"instruction-text\" class=\"text-center\">");
        let instruction = escaped(self.scene.instruction);
        self.line(12, &format!("<h4>Instruction: <br>{instruction}</h4>"));
        self.line(10, "</div>");
        let home = Link::home(self.scene).address();
        self.line(
            10,
            &format!("<form role=\"form\" id=\"form-buscar\" method=\"post\" action=\"{home}\">"),
        );
        for (blanks, text) in [
            (12, "<div class=\"form-group\">"),
            (14, "<div class=\"input-group\">"),
            (
                16,
                "<input id=\"search_input\" class=\"form-control\" type=\"text\" name=\"search_query\" placeholder=\"Search...\" required/>",
            ),
            (16, "<span class=\"input-group-btn\">"),
            (
                18,
                "<button class=\"btn btn-success\" type=\"submit\"><i class=\"glyphicon glyphicon-search\" aria-hidden=\"true\"></i>Search</button>",
            ),
            (16, "</span>"),
            (14, "</div>"),
            (12, "</div>"),
            (10, "</form>"),
        ] {
            self.line(blanks, text);
        }
        self.add(PLAIN_FOOT);
    }

    /// The page after buying: WebShop's text environment fills little of it.
    pub(super) fn done(&mut self, product: &Product, picks: Picks<'_>, reward: f64) {
        self.add(PLAIN_HEAD);
        let text = DONE
            .replacen("REWARD", &float_repr(reward), 1)
            .replacen("OPTIONS", &tojson_filter(picks.iter()), 1)
            .replacen("ASIN", &escaped(&product.asin), 1);
        self.add(&text);
        self.add(PLAIN_FOOT);
    }
}

/// What stands between head and foot of the last page.
const DONE: &str = r##"          <div id="thankyou" class="text-center">
            <h1>Thank you for shopping with us!</h1>
          </div>
          <div id="stats" class="text-center">
            <h3 align="mturk_code">Your code: </h3>
            <p><pre>None</pre> (Paste it in your MTurk interface.)</p>
            <div style="display:none">
              <h2 align="left">Purchased</h2>
              <hr class="solid">
              <h4 id="asin">asin<pre>ASIN</pre></p>
              <h4 id="options">options<pre>OPTIONS</pre></h4>
              <h4 id="purchased_attrs">attrs<pre>None</pre></h4>
              <h4 id="purchased-category">category<pre>None</pre></h4>
              <h4 id="purchased-query">query<pre>None</pre></h4>
              <h4 id="purchased-pc">product category<pre>None</pre></h4>
              <h2 align="left">Target</h2>
              <hr class="solid">
              <h4 id="goal-asin">asin<pre></pre></p>
              <h4 id="goal-options">options<pre></pre></h4>
              <h4 id="goal-attrs">attrs<pre></pre></h4>
              <h4 id="goal-price">price upper<pre></pre></h4>
              <h4 id="goal-instruction-text">instuction text<pre></pre></h4>
              <h4 id="goal-category">category<pre></pre></h4>
              <h4 id="goal-pc">product category<pre></pre></h4>
              <h4 id="goal-query">query<pre></pre></h4>
              <h4>Goal <div id="goal"><pre>None</pre></div></h4>
              <h2 align="left">Reward</h2>
            </div>
            <hr class="solid">
      			<h3   id="reward">Your score (min 0.0, max 1.0)<pre>REWARD</pre></h3>
            <h4 hidden>Reward Details <div id="reward_info"><pre>None</pre></div></h4>
          </div>
"##;
