//! What a package may use: the plain parts of the standard library, and of Python what a library needs.
//!
//! Tests run in the interpreter of what they test. What leads from a package to that interpreter - frames, globals, the
//! modules that are loaded, files - is no repair's business, and a package of the agent's own that uses more of it than the
//! repaired one is not judged. This is read off the text; whoever gets past it meets [`decoy`](super::decoy).

mod computed;
mod imports;

use super::{
    bugs::python::{Lexeme, lexemes},
    choices,
    files::{Node, Tree},
    types::{Def, relative},
};
use imports::{bound, imports, is_import};
use std::collections::{BTreeMap, BTreeSet};

/// Files of a package, at most.
const MOST_FILES: usize = 200;

/// Modules that any package may import, beside those it imports anyway.
const PLAIN: &str = "__future__ abc bisect collections collections.abc copy csv dataclasses datetime decimal enum fractions \
    functools heapq itertools json math numbers re statistics textwrap typing unicodedata zoneinfo";

/// What modules hold beside what they are for: other modules, and ways to files and to evaluation.
const BESIDE: &str = "abc bltns builtins codecs collections contextlib copy copyreg decoder encoder enum functools inspect itertools \
    keyword math numbers operator random re scanner stdlib_re sys types warnings open open_code FileIO os";

/// Names that a package needs for nothing, wherever they stand.
const NEVER: &str = "load_tests _getframe setprofile settrace f_back f_globals f_locals f_builtins f_code f_lineno tb_frame tb_next \
    tb_lineno gi_frame gi_code cr_frame ag_frame co_code co_consts co_filename get_type_hints ForwardRef \
    get_referrers get_objects _ShouldStop addSuccess failureException unittest builtins importlib sitecustomize";

/// Functions and modules that lead out of a package, where they are named as such.
const OUT: &str = "eval exec compile globals locals vars open input breakpoint getattr setattr delattr memoryview sys _sys \
    inspect gc ctypes bltns attrgetter";

/// Special names that libraries are written with.
const SPECIAL: &str = "__future__ __init__ __new__ __post_init__ __all__ __doc__ __name__ __main__ __slots__ __class__ __version__ \
    __author__ __qualname__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__ __bool__ __str__ \
    __repr__ __format__ __bytes__ __len__ __iter__ __next__ __reversed__ __contains__ __getitem__ __setitem__ \
    __delitem__ __missing__ __call__ __enter__ __exit__ __add__ __sub__ __mul__ __matmul__ __truediv__ \
    __floordiv__ __mod__ __divmod__ __pow__ __lshift__ __rshift__ __and__ __xor__ __or__ __radd__ __rsub__ \
    __rmul__ __rmatmul__ __rtruediv__ __rfloordiv__ __rmod__ __rpow__ __iadd__ __isub__ __imul__ __itruediv__ \
    __iand__ __ior__ __neg__ __pos__ __abs__ __invert__ __int__ __float__ __index__ __round__ __floor__ __ceil__";

/// Why a package is not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Breach {
    /// It holds or uses what it may not.
    Uses(String),
    /// A file of it cannot be read here, so that nobody can say what it uses.
    Unread(String),
}

impl Breach {
    /// What is wrong, as half a sentence: `fillform/lexer.py uses sys`.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Uses(text) | Self::Unread(text) => text,
        }
    }
}

/// What is wrong with a package of the agent's own, if anything is.
pub(super) fn breach(def: &Def, tree: &Tree) -> Option<Breach> {
    let right: Vec<usize> = def.sites.iter().map(|site| site.right).collect();
    let repaired = choices::project(&def.start, &def.sites, &right)?;
    let before: BTreeMap<&str, &[u8]> = files(def, &repaired).collect();
    let mut modules: BTreeSet<String> = PLAIN.split(' ').map(str::to_owned).collect();
    for bytes in before.values() {
        modules.extend(imports(&lexemes(std::str::from_utf8(bytes).ok()?).ok()?).map(|i| i.module));
    }
    let package = relative(&def.package);
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    for bytes in before.values() {
        for use_ in uses(std::str::from_utf8(bytes).ok()?, package, &modules).ok()? {
            *left.entry(use_).or_default() += 1;
        }
    }
    let mut stays = stays(def, &before, package, &modules);
    let mut unread = None;
    let mut count = 0;
    for (path, bytes) in files(def, tree) {
        count += 1;
        let name = relative(path);
        let uses = match uses_of(name, bytes, package, &modules) {
            Ok(uses) => uses,
            Err(why) if before.get(path) != Some(&bytes) => {
                unread = Some(Breach::Unread(format!("{name} {why}")));
                continue;
            }
            Err(_) => continue,
        };
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        for use_ in uses {
            let stood = stays.get_mut(&(path, use_.clone()));
            match (
                left.get_mut(&use_),
                stood.and_then(|lines| lines.stand_in(text)),
            ) {
                (_, Some(())) => {}
                (Some(n @ 1..), None) => *n -= 1,
                _ => return Some(Breach::Uses(format!("{name} {use_}"))),
            }
        }
    }
    if count > MOST_FILES {
        let text = format!("{package} holds more than {MOST_FILES} files");
        return Some(Breach::Uses(text));
    }
    unread
}

/// Lines of a file at the start that use what the repaired one does not: whoever leaves them as they are has used nothing.
struct Stays {
    lines: Vec<String>,
    /// How many were found.
    found: usize,
}

impl Stays {
    /// One more use by a line that stands in a text as it did.
    fn stand_in(&mut self, text: &str) -> Option<()> {
        let mut now: Vec<&str> = text.lines().collect();
        let is_here = |line: &&String| {
            let at = now.iter().position(|now| now == line);
            at.map(|at| now.swap_remove(at)).is_some()
        };
        let here = self.lines.iter().filter(is_here).count();
        self.found += 1;
        (self.found <= here).then_some(())
    }
}

/// What the files of the package use at the start beyond the repaired ones, by file and use.
fn stays<'d>(
    def: &'d Def,
    repaired: &BTreeMap<&str, &[u8]>,
    package: &str,
    modules: &BTreeSet<String>,
) -> BTreeMap<(&'d str, String), Stays> {
    let mut stays = BTreeMap::new();
    for (path, bytes) in files(def, &def.start) {
        let after = repaired.get(path).copied().unwrap_or_default();
        if after == bytes {
            continue;
        }
        let used = |bytes| uses_of(relative(path), bytes, package, modules).unwrap_or_default();
        let [text, after_text] = [bytes, after].map(|b| std::str::from_utf8(b).unwrap_or_default());
        let gone: BTreeSet<&str> = after_text.lines().collect();
        let after = used(after);
        for use_ in used(bytes) {
            let names = use_.split_whitespace().nth(1).unwrap_or_default();
            let names_all = |line: &&str| words(names).all(|name| words(line).any(|w| w == name));
            let lines = text.lines().filter(|line| !gone.contains(line));
            let lines: Vec<String> = lines.filter(names_all).map(str::to_owned).collect();
            if !lines.is_empty() && !after.contains(&use_) {
                stays.insert((path, use_), Stays { lines, found: 0 });
            }
        }
    }
    stays
}

fn files<'t>(def: &Def, tree: &'t Tree) -> impl Iterator<Item = (&'t str, &'t [u8])> {
    let file = |(path, node): (&'t str, &'t Node)| match node {
        Node::File { blob, .. } => Some((path, blob.bytes())),
        Node::Folder => None,
    };
    tree.walk(&def.package).filter_map(file)
}

/// What a file uses that needs leave, or why that cannot be told.
fn uses_of(
    name: &str,
    bytes: &[u8],
    package: &str,
    modules: &BTreeSet<String>,
) -> Result<Vec<String>, String> {
    let file = name.rsplit('/').next().unwrap_or_default();
    if name.contains("/__pycache__/")
        || [".pyc", ".so", ".pyd"]
            .iter()
            .any(|end| file.ends_with(end))
    {
        return Ok(vec!["holds compiled code".to_owned()]);
    }
    if !file.ends_with(".py") {
        return Ok(vec![]);
    }
    if file.starts_with("test") {
        return Ok(vec!["is named as a file of tests".to_owned()]);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "is not UTF-8".to_owned())?;
    uses(text, package, modules)
}

/// What a text uses that needs leave.
pub(super) fn uses(
    text: &str,
    package: &str,
    modules: &BTreeSet<String>,
) -> Result<Vec<String>, String> {
    let mut used = vec![];
    let mut use_ = |what: &str| used.push(format!("uses {what}"));
    // Lines end here where they end for Python, and letters are what they look like.
    let plain = text.replace("\r\n", "\n");
    let odd = |c: char| c.is_control() && c != '\n' && c != '\t' || c == '\u{feff}';
    if plain.contains(odd) {
        return Err("holds control characters".to_owned());
    }
    if plain
        .lines()
        .take(2)
        .any(|line| line.contains("coding:") || line.contains("coding="))
    {
        return Err("names an encoding".to_owned());
    }
    for word in words(&plain) {
        let special = word.len() > 4 && word.starts_with("__") && word.ends_with("__");
        if special && !is_of(SPECIAL, word) || is_of(NEVER, word) {
            use_(word);
        }
    }
    let parts = lexemes(&plain).map_err(|error| format!("cannot be read: {error}"))?;
    let bound = bound(&parts, modules);
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| parts.get(before));
        let is_attribute = before == Some(&Lexeme::Mark("."));
        match part {
            Lexeme::Word(word) if !word.is_ascii() => use_(word),
            Lexeme::Word(word) if is_of(OUT, word) => {
                let is_own = is_attribute || before == Some(&Lexeme::Word("def"));
                if !is_own || is_module(word) {
                    use_(word);
                }
            }
            Lexeme::Word(word) if bound.contains(*word) && !is_attribute => {
                of_module(word, &parts[at + 1..], is_import(&parts, at), &mut use_);
            }
            Lexeme::Word(word) if is_attribute && is_of(PLAIN, word) => {
                of_module(word, &parts[at + 1..], true, &mut use_);
            }
            Lexeme::Text(text) if is_formatted(text) => in_format(text, &mut use_)?,
            _ => {}
        }
    }
    let is_own =
        |module: &str| module.starts_with('.') || module.split('.').next() == Some(package);
    let of_own = imports(&parts).filter(|import| is_own(&import.module));
    let of_own: BTreeSet<String> = of_own.flat_map(|import| import.names).collect();
    computed::uses(&parts, &of_own, &mut use_);
    for import in imports(&parts) {
        let own = is_own(&import.module);
        if !own && !modules.contains(&import.module) {
            used.push(format!("imports {}", import.module));
        }
        for name in &import.names {
            let is_plain = is_plain(&import.module, name);
            if is_of(BESIDE, name) && !own && !is_plain
                || name.starts_with('_') && !own && import.module != "__future__"
            {
                used.push(format!("imports {name} from {}", import.module));
            }
        }
    }
    Ok(used)
}

/// Whether a word is one of a list.
fn is_of(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

/// Whether a word of [`OUT`] leads out as an attribute too.
fn is_module(word: &str) -> bool {
    is_of("sys _sys inspect gc ctypes bltns attrgetter", word)
}

/// The identifiers of a text, wherever they stand.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty())
}

/// A module that is named: it is only for what it is made for, and is nobody's to change or to hand on.
fn of_module(module: &str, after: &[Lexeme<'_>], imported: bool, use_: &mut impl FnMut(&str)) {
    if let [Lexeme::Mark("."), Lexeme::Word(name), rest @ ..] = after {
        let is_plain = is_plain(module, name);
        if (is_of(BESIDE, name) || name.starts_with('_')) && !is_plain {
            use_(&format!("{module}.{name}"));
        }
        let writes = |mark: &str| mark.ends_with('=') && !["==", "!=", "<=", ">="].contains(&mark);
        if matches!(rest.first(), Some(Lexeme::Mark(mark)) if writes(mark)) {
            use_(&format!("{module}.{name} ="));
        }
    } else if !imported {
        use_(&format!("{module} as a value"));
    }
}

/// Whether a name of a module is what the module is for, whatever else is called so.
fn is_plain(module: &str, name: &str) -> bool {
    module == name || module == "collections" && name == "abc"
}

/// Whether a string has expressions in it.
fn is_formatted(text: &str) -> bool {
    let prefix = text.split(['"', '\'']).next().unwrap_or_default();
    prefix.contains(['f', 'F', 't', 'T']) && text.contains('{')
}

/// What the expressions of a formatted string use. Where there are quotes within, all of it is read as expressions.
fn in_format(text: &str, use_: &mut impl FnMut(&str)) -> Result<(), String> {
    let start = text.find(['"', '\'']).unwrap_or(0);
    let inner = text[start..].trim_matches(['"', '\'']);
    let whole = inner.contains(['"', '\'', '\\']);
    let mut depth = 0_i32;
    let mut code = String::new();
    for c in inner.replace("{{", "").replace("}}", "").chars() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        code.push(if whole || depth > 0 { c } else { ' ' });
    }
    if depth != 0 && !inner.contains("}}") {
        return Err("has a string whose braces do not match".to_owned());
    }
    for word in words(&code).filter(|word| is_of(OUT, word) || !word.is_ascii() && !whole) {
        use_(word);
    }
    Ok(())
}
