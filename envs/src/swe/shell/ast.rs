//! A line of shell, read: what [`super::parse`] makes and [`super::machine`] carries out.

/// Commands one after another.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Script(pub(super) Vec<AndOr>);

/// Pipelines joined by `&&` and `||`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AndOr {
    pub(super) first: Pipeline,
    pub(super) rest: Vec<(Join, Pipeline)>,
}

/// When the next pipeline runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Join {
    /// `&&`.
    And,
    /// `||`.
    Or,
}

/// Commands whose output is the next one's input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pipeline {
    pub(super) negated: bool,
    pub(super) stages: Vec<Command>,
}

/// A command with its redirections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) kind: Kind,
    pub(super) redirects: Vec<Redirect>,
}

/// What kind of command it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `NAME=value command word ...`.
    Simple {
        assigns: Vec<Assign>,
        words: Vec<Word>,
    },
    /// `( ... )`.
    Subshell(Script),
    /// `{ ...; }`.
    Group(Script),
    /// `if ...; then ...; elif ...; else ...; fi`.
    If {
        branches: Vec<(Script, Script)>,
        otherwise: Option<Script>,
    },
    /// `for NAME in ...; do ...; done`; without `in`, over the arguments.
    For {
        name: String,
        words: Option<Vec<Word>>,
        body: Script,
    },
    /// `for ((start; test; next)); do ...; done`.
    Count { parts: [Word; 3], body: Script },
    /// `while` and `until`.
    While {
        until: bool,
        test: Script,
        body: Script,
    },
    /// `case WORD in PATTERN) ...;; esac`.
    Case {
        word: Word,
        arms: Vec<(Vec<Word>, Script)>,
    },
    /// `NAME() ...`: kept as it is written.
    Function { name: String, source: String },
    /// `[[ ... ]]`.
    Test(Vec<TestWord>),
    /// `(( ... ))`.
    Arithmetic(Word),
}

/// A word of `[[ ]]`: one of its own signs, or a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TestWord {
    Sign(&'static str),
    Value(Word),
}

/// `NAME=value` or `NAME+=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Assign {
    pub(super) name: String,
    pub(super) append: bool,
    pub(super) value: Word,
}

/// Where a stream goes or comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Redirect {
    pub(super) fd: u8,
    pub(super) to: Target,
}

/// The other end of a redirection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// `<`.
    Read(Word),
    /// `>` and `>|`.
    Write(Word),
    /// `>>`.
    Append(Word),
    /// `&>` and `>&WORD`: both streams.
    Both(Word),
    /// `&>>`.
    BothAppend(Word),
    /// `2>&1`: a copy of another stream.
    Copy(u8),
    /// `>&-`: nowhere.
    Close,
    /// A here-document or here-string.
    Text(Word),
}

/// A word before expansion.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Word(pub(super) Vec<Part>);

impl Word {
    /// The word's text if it is plain text without quotes: how keywords are told.
    pub(super) fn plain(&self) -> Option<&str> {
        match &self.0[..] {
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The text as it stands, without expansion: what ends a here-document, and names of functions.
    pub(super) fn literal(&self) -> String {
        let mut out = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) | Part::Quoted(text) => out.push_str(text),
                Part::Double(parts) => out.push_str(&Self(parts.clone()).literal()),
                _ => {}
            }
        }
        out
    }
}

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Text without quotes: may hold patterns, braces, a tilde.
    Text(String),
    /// Text that means itself.
    Quoted(String),
    /// What stands between double quotes.
    Double(Vec<Part>),
    /// `$NAME`, `${NAME...}`.
    Param { name: String, op: Op },
    /// `$( ... )`.
    Command(Script),
    /// `$(( ... ))`.
    Arithmetic(Vec<Part>),
}

/// What is done with a parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Op {
    /// Nothing.
    Plain,
    /// `${#NAME}`.
    Length,
    /// `${NAME:-WORD}` and its kin; `colon`: an empty value counts as none.
    Default { kind: u8, colon: bool, word: Word },
    /// `#`, `##`, `%`, `%%`: the first is `front`, the doubled `longest`.
    Trim {
        front: bool,
        longest: bool,
        pattern: Word,
    },
    /// `${NAME/PATTERN/WORD}`: `how` is `/` (all), `#`, `%` or 0.
    Replace { how: u8, pattern: Word, with: Word },
    /// `${NAME:FROM:COUNT}`.
    Slice { from: Word, count: Option<Word> },
    /// `^`, `^^`, `,`, `,,`.
    Case { upper: bool, all: bool },
}
