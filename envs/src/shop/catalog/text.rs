//! Puts the facts of a generated product into words.

use super::draws::Draws;
use super::generate::Facts;
use super::vocabulary::Vocabulary;

/// Bullet points of a product, inclusive range.
const BULLETS: (u32, u32) = (3, 5);
/// Sentences after the opening one, inclusive range; chosen so that an indexed document has 80 tokens or more.
const SENTENCES: (u32, u32) = (4, 6);

/// Title, description and bullets of one product.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) bullets: Vec<String>,
}

/// Renders `facts`; `draws` must be opened on the family, so that near-duplicates differ only where their facts do.
pub(super) fn render(facts: &Facts, draws: &mut Draws) -> Words {
    let vocabulary = Vocabulary::shared();
    let mut title = String::with_capacity(120);
    fill(&mut title, draws.pick(vocabulary.titles), facts, draws);
    let count = draws.between(BULLETS.0, BULLETS.1) as usize;
    let mut bullets = Vec::with_capacity(count);
    for index in draws.sample(vocabulary.bullets.len(), count) {
        let mut bullet = String::with_capacity(100);
        fill(&mut bullet, vocabulary.bullets[index], facts, draws);
        bullets.push(capitalised(&bullet));
    }
    let mut description = String::with_capacity(900);
    fill(
        &mut description,
        draws.pick(vocabulary.openings),
        facts,
        draws,
    );
    let count = draws.between(SENTENCES.0, SENTENCES.1) as usize;
    for index in draws.sample(vocabulary.sentences.len(), count) {
        description.push(' ');
        fill(&mut description, vocabulary.sentences[index], facts, draws);
    }
    Words {
        title: title_case(&title),
        description,
        bullets,
    }
}

/// The text of a synthetic request that names `attributes`.
pub(super) fn request(facts: &Facts, attributes: &[&'static str], draws: &mut Draws) -> String {
    let mut text = String::with_capacity(80);
    let frame = draws.pick(Vocabulary::shared().requests);
    let joined = attributes.join(", ");
    fill(
        &mut text,
        &frame.replace("{attributes}", &joined),
        facts,
        draws,
    );
    text
}

/// Copies `frame` to `out` with every `{slot}` replaced.
fn fill(out: &mut String, frame: &str, facts: &Facts, draws: &mut Draws) {
    let mut rest = frame;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (slot, tail) = after
            .split_once('}')
            .expect("invariant: frames close every brace");
        push_slot(out, slot, facts, draws);
        rest = tail;
    }
    out.push_str(rest);
}

fn push_slot(out: &mut String, slot: &str, facts: &Facts, draws: &mut Draws) {
    let vocabulary = Vocabulary::shared();
    let word = match slot {
        "brand" => &facts.brand,
        "model" => &facts.model,
        "line" => facts.line,
        "noun" => facts.kind.noun,
        "also" => facts.also,
        "material" => facts.materials[0],
        "material2" => facts.materials[1],
        "a0" => facts.attributes[0],
        "a1" => facts.attributes[1],
        "a2" => facts.attributes[2],
        "use0" => facts.uses[0],
        "use1" => facts.uses[1],
        "part0" => facts.parts[0],
        "part1" => facts.parts[1],
        "adj0" | "adj1" => draws.pick_skewed(&vocabulary.adjectives),
        "topic" | "topic2" | "topic3" => draws.pick_skewed(&vocabulary.topics),
        "place" => draws.pick_skewed(&vocabulary.places),
        "person" => draws.pick_skewed(&vocabulary.people),
        "n" => {
            let number = draws.between(2, 96) * 5;
            out.push_str(&number.to_string());
            return;
        }
        other => unreachable!("invariant: frames use known slots, found {other}"),
    };
    out.push_str(word);
}

/// Upper-cases the first letter of every word.
pub(super) fn title_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut start = true;
    for letter in text.chars() {
        if start && letter.is_ascii_lowercase() {
            out.push(letter.to_ascii_uppercase());
        } else {
            out.push(letter);
        }
        start = letter == ' ';
    }
    out
}

/// Upper-cases the first letter.
fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_ascii_uppercase().to_string() + letters.as_str()
    })
}
