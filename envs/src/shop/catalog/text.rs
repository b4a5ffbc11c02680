//! Puts the facts of a generated product into words.

use super::draws::Draws;
use super::title::title_case;
use super::vocabulary::{Attribute, Kind, Vocabulary};
use crate::shop::phrase::{Number, Quality, capitalised, listed, predicate, relative};
use truestep_core::contract::language::article;

/// Bullet points of a product, inclusive range.
const BULLETS: (u32, u32) = (3, 5);
/// Sentences after the opening one and the facts, inclusive range; chosen so that an indexed document has 80 tokens or
/// more.
const SENTENCES: (u32, u32) = (4, 5);
/// Different topics that one product draws; no text has more slots for them.
const TOPICS: usize = 20;
/// Different words of each other list; later slots begin again.
const WORDS: usize = 8;

/// What is true of a product and named by its words.
pub(super) struct Facts {
    pub(super) kind: &'static Kind,
    pub(super) brand: String,
    pub(super) line: &'static str,
    pub(super) model: String,
    pub(super) also: &'static str,
    /// Two different materials.
    pub(super) materials: Vec<&'static str>,
    /// Three to six attributes, none of which excludes another.
    pub(super) attributes: Vec<&'static Attribute>,
    /// Two different uses.
    pub(super) uses: Vec<&'static str>,
    /// Two different parts.
    pub(super) parts: Vec<&'static str>,
}

/// Title, description and bullets of one product.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) bullets: Vec<String>,
}

/// Renders `facts`; `draws` must be opened on the family, so that near-duplicates differ only where their facts do.
pub(super) fn render(facts: &Facts, draws: &mut Draws) -> Words {
    let vocabulary = Vocabulary::shared();
    let title = draws.pick(vocabulary.titles);
    let count = draws.between(BULLETS.0, BULLETS.1) as usize;
    let bullets = draws.sample(vocabulary.bullets.len(), count);
    let opening = draws.pick(vocabulary.openings);
    let said = draws.pick(vocabulary.fact_frames);
    let count = draws.between(SENTENCES.0, SENTENCES.1) as usize;
    let sentences = draws.sample(vocabulary.sentences.len(), count);
    let mut writer = Writer::new(facts, draws);
    let title = title_case(&writer.written(title));
    let mut description = writer.written(opening);
    for frame in std::iter::once(said).chain(sentences.into_iter().map(|i| vocabulary.sentences[i]))
    {
        description.push(' ');
        writer.write(frame, &mut description);
    }
    let bullets = bullets
        .into_iter()
        .map(|i| writer.written(vocabulary.bullets[i]))
        .collect();
    Words {
        title,
        description,
        bullets,
    }
}

/// The text of a synthetic request that names `attributes`.
pub(super) fn request(
    facts: &Facts,
    attributes: &[&'static Attribute],
    draws: &mut Draws,
) -> String {
    let frame = draws.pick(Vocabulary::shared().requests);
    let wanted: Vec<Quality> = attributes.iter().map(|a| a.quality.clone()).collect();
    let frame = frame.replace("{wanted}", &relative(&wanted, Number::Singular));
    Writer::new(facts, draws).written(&frame)
}

/// Fills frames; no word of a list comes twice before all drawn of it have come once.
struct Writer<'a> {
    facts: &'a Facts,
    qualities: Vec<Quality>,
    adjectives: Pile,
    topics: Pile,
    places: Pile,
    people: Pile,
    number: u32,
}

/// Words of a list in drawn order.
struct Pile {
    words: Vec<&'static str>,
    next: usize,
}

impl Pile {
    fn new(list: &[&'static str], count: usize, draws: &mut Draws) -> Pile {
        let drawn = draws.sample_skewed(list.len(), count);
        Pile {
            words: drawn.into_iter().map(|index| list[index]).collect(),
            next: 0,
        }
    }

    fn take(&mut self) -> &'static str {
        let word = self.words[self.next % self.words.len()];
        self.next += 1;
        word
    }
}

impl<'a> Writer<'a> {
    fn new(facts: &'a Facts, draws: &mut Draws) -> Writer<'a> {
        let vocabulary = Vocabulary::shared();
        Writer {
            facts,
            qualities: facts.attributes.iter().map(|a| a.quality.clone()).collect(),
            adjectives: Pile::new(&vocabulary.adjectives, WORDS, draws),
            topics: Pile::new(&vocabulary.topics, TOPICS, draws),
            places: Pile::new(&vocabulary.places, WORDS, draws),
            people: Pile::new(&vocabulary.people, WORDS, draws),
            number: draws.between(2, 96) * 5,
        }
    }

    fn written(&mut self, frame: &str) -> String {
        let mut out = String::with_capacity(160);
        self.write(frame, &mut out);
        out
    }

    /// Appends `frame` with every `{slot}` filled; a slot whose name begins with a capital gives one.
    fn write(&mut self, frame: &str, out: &mut String) {
        let mut rest = frame;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (slot, tail) = after
                .split_once('}')
                .expect("invariant: frames close every brace");
            if slot.starts_with(|c: char| c.is_ascii_uppercase()) {
                let mut words = String::new();
                self.push(&slot.to_ascii_lowercase(), &mut words);
                out.push_str(&capitalised(&words));
            } else {
                self.push(slot, out);
            }
            rest = tail;
        }
        out.push_str(rest);
    }

    fn push(&mut self, slot: &str, out: &mut String) {
        let facts = self.facts;
        let noun = facts.kind.noun;
        let number = noun.number();
        let word = match slot {
            "brand" => &facts.brand,
            "model" => &facts.model,
            "line" => facts.line,
            "noun" => noun.name(),
            "also" => facts.also,
            "material" => facts.materials[0],
            "material2" => facts.materials[1],
            "use0" => facts.uses[0],
            "use1" => facts.uses[1],
            "part0" => facts.parts[0],
            "part1" => facts.parts[1],
            "adj" => self.adjectives.take(),
            "topic" => self.topics.take(),
            "place" => self.places.take(),
            "people" => self.people.take(),
            "of" => facts.kind.made,
            "s" => number.choose("s", ""),
            "is" => number.choose("is", "are"),
            "it" => number.choose("it", "they"),
            "them" => number.choose("it", "them"),
            "its" => number.choose("its", "their"),
            "this" => {
                out.push_str(number.choose("this ", "these "));
                noun.name()
            }
            "a adj" => {
                let word = self.adjectives.take();
                out.push_str(article(word));
                out.push(' ');
                word
            }
            "one" => return out.push_str(&noun.one()),
            "one adj" => return out.push_str(&noun.one_that_is(self.adjectives.take())),
            "facts" => return out.push_str(&predicate(&self.qualities, number)),
            "list" => {
                let all: Vec<String> = self.qualities.iter().map(Quality::alone).collect();
                return out.push_str(&listed(&all, "and"));
            }
            "n" => return out.push_str(&self.number.to_string()),
            other => unreachable!("invariant: frames use known slots, found {other}"),
        };
        out.push_str(word);
    }
}
