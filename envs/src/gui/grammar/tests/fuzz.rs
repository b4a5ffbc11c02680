//! Malformed texts: nothing panics, whatever is read.

use super::*;

/// Inputs that every run tries.
const FEW: u32 = 200_000;

/// Inputs that the long run tries.
const MANY: u32 = 10_000_000;

/// A generator of its own, so that a run is the same everywhere.
struct Draws(u64);

impl Draws {
    fn draw(&mut self) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.draw() >> 11).unwrap_or(0) % bound.max(1)
    }
}

/// Pieces that break notations.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "'",
    "\"",
    "\\",
    "\n",
    "\t",
    ",",
    ":",
    "=",
    "+",
    "-",
    ".",
    "<",
    ">",
    "</",
    "```",
    ";",
    "\\n",
    "\\u",
    "\\x4",
    "\"\"\"",
    "'''",
    "<point>",
    "</point>",
    "<tool_call>\n",
    "\n</tool_call>",
    "}}\n",
    "Action: ",
    "Action:",
    "Thought: ",
    "<THINK>",
    "</THINK>",
    "<think>",
    "</think>",
    "<|begin_of_box|>",
    "<|end_of_box|>",
    "Memory:",
    "<seed:tool_call>",
    "</seed:tool_call>",
    "<function=",
    "</function>",
    "<parameter=",
    "</parameter>",
    "do(action=",
    "finish(message=",
    "text=",
    "start_box=",
    "point=",
    "type(content='",
    "')",
    ")\n\n",
    "null",
    "true",
    "True",
    "None",
    "1e999",
    "-0",
    "00",
    "9999999999999999999999",
    "0.0000000000000000001",
    "NaN",
    "\u{0}",
    "\u{feff}",
    "é",
    "中",
    "\u{1F600}",
    "\u{1c}",
    "\u{85}",
    "#",
    "lambda x: x",
    "[x for x in y]",
    "f'{a}'",
    "b'x'",
    "r'\\'",
    "**a",
    "*a",
    ":=",
    "...",
];

/// Right texts: the examples, and each row of the table as each grammar writes it.
fn corpus() -> Vec<(usize, String)> {
    let mut texts = Vec::new();
    for (index, grammar) in ALL.iter().enumerate() {
        texts.push((index, grammar.about().example.to_owned()));
        for form in forms() {
            for (_, verb) in form.variants {
                for mode in [Mode::Strict, Mode::Released] {
                    texts.extend(
                        grammar
                            .print(std::slice::from_ref(&verb), phone(), mode)
                            .ok()
                            .map(|text| (index, text)),
                    );
                }
            }
        }
    }
    texts
}

/// A text with some places changed.
fn mutate(text: &str, other: &str, draws: &mut Draws) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    for _ in 0..=draws.below(4) {
        let at = draws.below(letters.len() + 1);
        let end = (at + draws.below(12)).min(letters.len());
        match draws.below(7) {
            0 => drop(letters.drain(at..end)),
            1 => letters.truncate(at),
            2 => {
                let slice: Vec<char> = letters[at..end].to_vec();
                letters.splice(at..at, slice);
            }
            3 => {
                let tail: Vec<char> = other
                    .chars()
                    .skip(draws.below(other.len() + 1))
                    .take(40)
                    .collect();
                letters.splice(at..end, tail);
            }
            4 => {
                let code = u32::try_from(draws.below(0x300)).unwrap_or(0);
                letters.splice(at..at, char::from_u32(code));
            }
            _ => {
                let piece = PIECES[draws.below(PIECES.len())];
                letters.splice(at..end.min(at + 1), piece.chars());
            }
        }
    }
    letters.into_iter().collect()
}

/// Reads a text in every way; what it says can be said again, and says the same.
fn read_every_way(grammar: Grammar, text: &str, screen: Screen) -> usize {
    let mut read = 0;
    for mode in [Mode::Strict, Mode::Released] {
        if let Ok(reading) = grammar.parse(text, screen, mode) {
            read += 1;
            if let Ok(again) = grammar.print(&reading.verbs, screen, mode) {
                assert_eq!(
                    grammar.parse(&again, screen, mode).unwrap().verbs,
                    reading.verbs,
                    "{grammar:?} {text:?}"
                );
            }
            for verb in &reading.verbs {
                let _ = verb.within(Space::Pixels, screen);
            }
        }
    }
    read += usize::from(grammar.released(text, screen).is_ok());
    read
}

/// Tries so many inputs; says how many readings there were.
fn fuzz(inputs: u32, seed: u64) -> usize {
    let corpus = corpus();
    let screens = [
        (1080, 2400),
        (1920, 1080),
        (1, 1),
        (32_768, 100),
        (160, 210),
    ];
    let mut draws = Draws(seed);
    let mut read = 0;
    for _ in 0..inputs {
        let (index, text) = &corpus[draws.below(corpus.len())];
        let (_, other) = &corpus[draws.below(corpus.len())];
        let mutated = mutate(text, other, &mut draws);
        let (width, height) = screens[draws.below(screens.len())];
        let screen = Screen::new(width, height).unwrap();
        read += read_every_way(ALL[*index], &mutated, screen);
        read += read_every_way(ALL[draws.below(ALL.len())], &mutated, screen);
    }
    read
}

#[test]
fn mutated_texts_are_read_or_refused() {
    let read = fuzz(FEW, 0x9E37_79B9_7F4A_7C15);
    eprintln!("{FEW} mutated texts: {read} readings");
    assert!(
        read > 10_000,
        "mutations should leave some texts right: {read}"
    );
}

#[test]
#[ignore = "some minutes: .ci/extra runs it"]
fn ten_million_mutated_texts_are_read_or_refused() {
    let read = fuzz(MANY, 0xD1B5_4A32_D192_ED03);
    eprintln!("{MANY} mutated texts: {read} readings");
}

/// The longest texts of one piece over and over: bounded work, an answer each.
#[test]
fn longest_texts_of_one_piece_are_answered() {
    for piece in PIECES {
        let text = piece.repeat(MOST_BYTES / piece.len());
        for grammar in ALL {
            read_every_way(*grammar, &text, phone());
        }
    }
}

/// The same behind the beginning of a right text.
#[test]
fn longest_texts_behind_a_right_beginning_are_answered() {
    for grammar in ALL {
        let example = grammar.about().example;
        let half: String = example.chars().take(example.chars().count() / 2).collect();
        for piece in PIECES {
            let count = (MOST_BYTES / 4 - half.len()) / piece.len();
            let text = format!("{half}{}", piece.repeat(count));
            read_every_way(*grammar, &text, phone());
        }
    }
}
