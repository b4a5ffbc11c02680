//! Planted bad sentences, each of which must be found, and good ones that must pass.

use super::{Register, Rule, opposites, read};

/// A bad text and the one rule it breaks.
const BAD: &[(&str, Rule)] = &[
    ("Buy Green Tea Tea.", Rule::DoubledWord),
    ("Take the the box.", Rule::DoubledWord),
    ("Buy a elegant lamp.", Rule::Article),
    ("Buy an sofa.", Rule::Article),
    ("Wait a hour.", Rule::Article),
    ("Buy an unique vase.", Rule::Article),
    ("Buy an USB cable.", Rule::Article),
    ("Buy a LED lamp.", Rule::Article),
    ("Buy a `elegant` lamp.", Rule::Article),
    ("Buy an x10 and a 8-pack.", Rule::Article),
    ("An sofa is there.", Rule::Article),
    ("It has 1 units.", Rule::Number),
    ("It has 3 unit.", Rule::Number),
    ("It has a warranty of 0 months.", Rule::Number),
    ("buy a sofa.", Rule::Capital),
    ("Buy a sofa. then stop.", Rule::Capital),
    ("Buy a sofa", Rule::FullStop),
    ("Buy a sofa,", Rule::FullStop),
    ("Buy a sofa (grey.", Rule::Unbalanced),
    ("Buy a sofa) now.", Rule::Unbalanced),
    ("Buy \"a sofa.", Rule::Unbalanced),
    ("Send it to `.", Rule::Unbalanced),
    ("Send it to ``.", Rule::Unbalanced),
    ("Buy a  sofa.", Rule::Blank),
    ("Buy a sofa , and go.", Rule::Punctuation),
    ("Buy a sofa,, and go.", Rule::Punctuation),
    ("Buy a sofa,and go.", Rule::Punctuation),
    ("Buy a sofa..", Rule::Punctuation),
    ("Buy a sofa .", Rule::Punctuation),
    ("Buy a {noun}.", Rule::Placeholder),
    ("It weighs Some(3) kg.", Rule::Placeholder),
];

const GOOD: &[&str] = &[
    "Buy a sofa that is easy to clean and has an LED light, a USB port and an hour of patience.",
    "Of these products, buy the cheapest one: \"Tea, Tea Bags\" (B01) and \"A one-off\" (B02). Take 1 unit.",
    "Buy an 8-pack, an 11-pack, an 18-pack and a 10-pack for a European.",
    "It is an honest, unimportant and unique offer: a unit of an x-large T-shirt, an A4 pad, a RAM module.",
    "Ship it, e.g. today, to the address `work`. \"done\" is what you say then.",
    "She had had enough. Is that so? Yes!",
    "Costs $1.50 for 3 units, 1 unit or 12 oz. of it (no more).",
    "The list has page 1 orders and 2 pages.",
    "Wait ... and then go.",
];

#[test]
fn every_planted_bad_sentence_is_found() {
    for (text, rule) in BAD {
        let found: Vec<Rule> = read(text, Register::Prose).iter().map(|f| f.rule).collect();
        let expected: Vec<Rule> = vec![*rule];
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn good_sentences_pass() {
    for text in GOOD {
        assert_eq!(read(text, Register::Prose), [], "{text}");
    }
}

#[test]
fn a_page_need_not_be_whole_sentences() {
    let page = "Page: cart, 1 of 2 lines\n1. B01 | Sofa | 2 x $3.00\n  indented\nTotal: $6.00\nStock: 1 unit";
    assert_eq!(read(page, Register::Page), []);
    for (text, rule) in BAD {
        let found = read(text, Register::Page);
        let only_prose = matches!(rule, Rule::Capital | Rule::FullStop);
        assert_eq!(found.is_empty(), only_prose, "{text}");
    }
    let trailing = read("Stock: 3 units \nmore", Register::Page);
    assert_eq!(trailing.len(), 1);
    assert_eq!(trailing[0].rule, Rule::Blank);
}

#[test]
fn words_for_one_thing_are_no_opposites() {
    let groups: &[&[&str]] = &[&["non slip", "slip resistant"], &["light weight", "heavy"]];
    for bad in [
        "Buy a mat that is non slip and not slip resistant.",
        "Buy a slip resistant mat without non slip.",
    ] {
        let fault = opposites(bad, groups).unwrap();
        assert_eq!(fault.rule, Rule::Opposites, "{bad}");
    }
    for good in [
        "Buy a mat that is non slip and not heavy.",
        "Buy a mat that is not slip resistant.",
        "Buy a mat that is slip resistant and non slip.",
    ] {
        assert_eq!(opposites(good, groups), None, "{good}");
    }
}

#[test]
fn what_stands_in_a_fence_is_not_read() {
    let page = "Cell 1 printed:\n```\na  b ,c def f():\n```\nThat was all.";
    assert!(read(page, Register::Page).is_empty());
    let open = read("Cell 1 printed:\n```\nall of it", Register::Page);
    assert_eq!(open[0].rule, Rule::Unbalanced);
    let around = read("```\nx\n```\nIt has 1 units.\n```\ny\n```", Register::Page);
    assert_eq!(around[0].rule, Rule::Number);
}
