//! Everything that can go wrong, by cause. What an agent does wrong is a tool's own reply ([`Reply::is_error`]); here is
//! what a pack or a caller does wrong. After any of these the tables are as they were and the next call works.
//!
//! [`Reply::is_error`]: crate::Reply::is_error

mod cause;

pub use cause::Cause;

use crate::limits::BadLimit;

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// wasmtime could not be set up.
    #[error(
        "the sandbox cannot start: {reason}; a smaller `instances` than {instances} needs less address space"
    )]
    Engine {
        /// In wasmtime's words.
        reason: String,
        /// Instances asked for.
        instances: u64,
    },
    /// A limit lies outside its range.
    #[error(transparent)]
    Limit(#[from] BadLimit),
    /// A module is not a pack.
    #[error("`{pack}` is not a tool pack: {cause}")]
    Module {
        /// The pack's name.
        pack: String,
        /// Why.
        cause: BadModule,
    },
    /// The tool list of a pack cannot be used.
    #[error("the tools of pack `{pack}` cannot be used: {cause}")]
    Tools {
        /// The pack's name.
        pack: String,
        /// Why.
        cause: BadTools,
    },
    /// A pack has no such tool.
    #[error("pack `{pack}` has no tool `{tool}`; it has {}", tools.join(", "))]
    UnknownTool {
        /// The pack's name.
        pack: String,
        /// The tool asked for, shortened to 80 characters.
        tool: String,
        /// The tools there are.
        tools: Vec<String>,
    },
    /// The folder that a program or tests are to work in is not there.
    #[error("there is no folder `{folder}` among the files; give a file in it, or another folder")]
    NoFolder {
        /// The folder, shortened to 80 characters.
        folder: String,
    },
    /// A tool that may write was called where only tools that read can be.
    #[error(
        "tool `{tool}` of pack `{pack}` may write; a live instance answers only tools that say they only read"
    )]
    NotReadOnly {
        /// The pack's name.
        pack: String,
        /// The tool.
        tool: String,
    },
    /// A request is too large to be passed on.
    #[error(
        "a request of {bytes} bytes is too large; expected at most {most} (limit `request_bytes`)"
    )]
    RequestTooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        most: u64,
    },
    /// The grants were made for other tables.
    #[error(
        "the grants were made for a base with {grants} tables, and these have {tables}; make them from the same base"
    )]
    OtherTables {
        /// Tables of the grants.
        grants: usize,
        /// Tables of the call.
        tables: usize,
    },
    /// All instances are in use.
    #[error(
        "all {instances} instances are in use; call from fewer threads or raise the limit `instances`"
    )]
    Busy {
        /// The limit.
        instances: u64,
    },
    /// A pack was stopped.
    #[error("pack `{pack}` was stopped while it ran `{phase}`: {cause}")]
    Stopped {
        /// The pack's name.
        pack: String,
        /// What it was doing.
        phase: Phase,
        /// Why.
        cause: Cause,
        /// Fuel spent until then.
        fuel: u64,
    },
    /// The guest that is an interpreter cannot be had.
    #[error("the Python guest cannot be used: {cause}")]
    Guest {
        /// Why.
        cause: BadGuest,
    },
    /// A pack answered with something that is not a reply.
    #[error("pack `{pack}` gave no usable reply: {cause}")]
    Reply {
        /// The pack's name.
        pack: String,
        /// Why.
        cause: BadReply,
    },
}

/// The entry point that was running.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Making the instance.
    Start,
    /// `pack_list`.
    List,
    /// `pack_alloc`.
    Alloc,
    /// `pack_call`.
    Call,
    /// Preparing an interpreter.
    Begin,
    /// A program.
    Program,
    /// Compiling a module.
    Compile,
    /// A file of tools.
    LoadTools,
    /// A function of a file of tools.
    CallTool,
    /// Finding tests.
    LoadTests,
    /// A test.
    Test,
}

impl std::fmt::Display for Phase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Start => "instantiation",
            Self::List => "pack_list",
            Self::Alloc => "pack_alloc",
            Self::Call => "pack_call",
            Self::Begin => "begin",
            Self::Program => "run",
            Self::Compile => "compile",
            Self::LoadTools => "load-tools",
            Self::CallTool => "call-tool",
            Self::LoadTests => "load-tests",
            Self::Test => "run-test",
        })
    }
}

/// Why the guest cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadGuest {
    /// It cannot be unpacked.
    #[error("its artefact cannot be unpacked: {reason}")]
    Packed {
        /// What the reader says.
        reason: String,
    },
    /// It unpacks to more than it should.
    #[error("its artefact unpacks to more than {most} bytes")]
    TooLarge {
        /// The most.
        most: u64,
    },
    /// It is not the one that was pinned.
    #[error("its artefact has the SHA-256 {found}; expected {expected}")]
    Digest {
        /// The hash found.
        found: String,
        /// The hash pinned.
        expected: String,
    },
    /// It cannot be compiled or loaded.
    #[error("it does not compile: {reason}")]
    Compile {
        /// In wasmtime's words.
        reason: String,
    },
    /// It answered with something that is not an answer: a program within it tampered with what answers.
    #[error("its answer to `{phase}` is not one: {reason}")]
    Answer {
        /// What it was doing.
        phase: Phase,
        /// What the reader says.
        reason: String,
    },
}

/// Why a module is not a tool pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadModule {
    /// It is larger than the limit.
    #[error("{bytes} bytes of module; expected at most {most} (limit `module_bytes`)")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        most: u64,
    },
    /// It is not valid WebAssembly of the features that are on.
    #[error("not a valid WebAssembly module: {reason}")]
    Invalid {
        /// What the validator says.
        reason: String,
    },
    /// Its text is not WebAssembly's.
    #[error("not WebAssembly text: {reason}")]
    Text {
        /// What the reader says.
        reason: String,
    },
    /// It has more of something than a pack may have.
    #[error("{count} {what}; expected at most {most}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many.
        count: u64,
        /// The most.
        most: u64,
    },
    /// It has a start function.
    #[error(
        "it has a start function, which would run before the call that pays for it; do that work in `pack_call`"
    )]
    StartFunction,
    /// It imports what there is not.
    #[error("it imports `{module}.{name}`, which there is not; there are {}", there_are.join(", "))]
    UnknownImport {
        /// The import's module.
        module: String,
        /// The import's name.
        name: String,
        /// What can be imported.
        there_are: Vec<String>,
    },
    /// It imports or exports something of the wrong type.
    #[error("`{name}` has type {found}; expected {expected}")]
    WrongType {
        /// Of the import or export.
        name: String,
        /// Its type.
        found: String,
        /// What it should be.
        expected: String,
    },
    /// It lacks an export.
    #[error("it does not export `{name}`; expected {expected}")]
    MissingExport {
        /// The export's name.
        name: &'static str,
        /// Its type.
        expected: String,
    },
}

/// Why a tool list cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadTools {
    /// It is not a tool list as MCP writes it.
    #[error(
        "not a list of tools: {reason}; expected `{{\"tools\": [{{\"name\", \"description\", \"inputSchema\", ...}}]}}`"
    )]
    Malformed {
        /// What the reader says.
        reason: String,
    },
    /// A tool is not right.
    #[error("tool `{tool}`: {reason}")]
    Tool {
        /// The tool's name, shortened to 80 characters.
        tool: String,
        /// What is wrong and what was expected.
        reason: &'static str,
    },
    /// A file of functions cannot be loaded.
    #[error("{reason}")]
    File {
        /// Why.
        reason: String,
    },
    /// A function cannot be a tool.
    #[error("function `{function}`: {reason}")]
    Function {
        /// The function's name, shortened to 80 characters.
        function: String,
        /// Why.
        reason: String,
    },
}

/// Why an answer is not a reply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadReply {
    /// It lies outside the pack's memory.
    #[error("{bytes} bytes at {at} lie outside its memory of {memory} bytes")]
    OutOfBounds {
        /// Address.
        at: u32,
        /// Length.
        bytes: u32,
        /// Size of the memory.
        memory: usize,
    },
    /// It is larger than the limit.
    #[error("{bytes} bytes; expected at most {most} (limit `reply_bytes`)")]
    TooLarge {
        /// Its size.
        bytes: u32,
        /// The limit.
        most: u64,
    },
    /// It is not a tool result as MCP writes it.
    #[error(
        "{reason}; expected `{{\"content\": [{{\"type\": \"text\", \"text\": ...}}]}}`, perhaps with `structuredContent` and `isError`"
    )]
    Malformed {
        /// What the reader says.
        reason: String,
    },
}

/// What wasmtime says of an error, in one line of at most 300 characters.
pub(crate) fn one_line(error: &impl std::fmt::Display) -> String {
    let text = format!("{error:#}");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(300).collect()
}

impl SandboxError {
    /// A short name of the cause, such as `fuel` or `bad_pointer`: for counts and tables.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Engine { .. } => "engine",
            Self::Limit(_) => "limit",
            Self::Module { cause, .. } => cause.kind(),
            Self::Tools { .. } => "bad_tools",
            Self::UnknownTool { .. } => "unknown_tool",
            Self::NoFolder { .. } => "no_folder",
            Self::NotReadOnly { .. } => "not_read_only",
            Self::RequestTooLarge { .. } => "request_too_large",
            Self::OtherTables { .. } => "other_tables",
            Self::Busy { .. } => "busy",
            Self::Stopped { cause, .. } => cause.kind(),
            Self::Guest { .. } => "bad_guest",
            Self::Reply { cause, .. } => cause.kind(),
        }
    }
}

impl BadModule {
    fn kind(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "module_too_large",
            Self::Invalid { .. } | Self::Text { .. } => "invalid_module",
            Self::TooMany { .. } => "too_many",
            Self::StartFunction => "start_function",
            Self::UnknownImport { .. } => "unknown_import",
            Self::WrongType { .. } => "wrong_type",
            Self::MissingExport { .. } => "missing_export",
        }
    }
}

impl BadReply {
    fn kind(&self) -> &'static str {
        match self {
            Self::OutOfBounds { .. } => "reply_out_of_bounds",
            Self::TooLarge { .. } => "reply_too_large",
            Self::Malformed { .. } => "malformed_reply",
        }
    }
}
