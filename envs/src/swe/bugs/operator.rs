//! The operators: what kinds of mistakes are put into projects.

/// What an operator is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Conditions.
    Condition,
    /// Numbers, places and ranges.
    Value,
    /// What is computed from what.
    Expression,
    /// Which statements run, and when.
    Flow,
    /// What is kept, and what becomes of it.
    State,
    /// How parts of a program fit together.
    Interface,
    /// A whole function.
    Feature,
    /// What guards against what comes from outside.
    Security,
}

/// Declares the operators with their names, categories and sentences.
macro_rules! operators {
    ($($variant:ident $name:literal $category:ident $sentence:literal;)+) => {
        /// A kind of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum Operator {
            $(#[doc = $sentence] $variant,)+
        }

        impl Operator {
            /// All operators, in a fixed order.
            pub const ALL: &'static [Operator] = &[$(Operator::$variant,)+];

            /// Its name in records.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What it is about.
            #[must_use]
            pub fn category(self) -> Category {
                match self { $(Self::$variant => Category::$category,)+ }
            }

            /// The weakness that it makes, by its number in the CWE list and in words; `None` where it makes none.
            #[must_use]
            pub fn weakness(self) -> Option<&'static str> {
                match self {
                    Self::EscapeDrop => Some("CWE-74 injection"),
                    Self::PathGuardDrop => Some("CWE-22 path traversal"),
                    Self::UnsafeLoad => Some("CWE-95 unsafe load"),
                    Self::CheckDrop => Some("CWE-862 missing check"),
                    _ => None,
                }
            }

            /// What it does, in one sentence.
            #[must_use]
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)+ }
            }
        }
    };
}

operators! {
    CompareBoundary "compare-boundary" Condition "A comparison includes its boundary, or leaves it out.";
    CompareNegate "compare-negate" Condition "An equality, identity or membership is turned round.";
    LogicSwap "logic-swap" Condition "`and` and `or` are exchanged.";
    NotDrop "not-drop" Condition "A `not` is lost.";
    ConditionDrop "condition-drop" Condition "One of several conditions is not asked for any more.";
    ArithmeticSwap "arithmetic-swap" Expression "An arithmetic operator is another one.";
    OperandSwap "operand-swap" Expression "The sides of an operator that minds their order are exchanged.";
    ConstantShift "constant-shift" Value "A number is one off, or a truth value the other one.";
    SliceShift "slice-shift" Value "An index or the bound of a slice is one off, or at the other end.";
    RangeEnd "range-end" Value "A range ends one early, or a count begins at the wrong number.";
    DefaultChange "default-change" Interface "The default of a parameter is another one.";
    CopyDrop "copy-drop" State "A collection is shared where it was copied.";
    KeywordDrop "keyword-drop" Interface "A keyword argument is not passed on.";
    ArgumentSwap "argument-swap" Interface "Two arguments of a call are exchanged.";
    ReturnWrong "return-wrong" Expression "Another variable is returned.";
    WrongVariable "wrong-variable" Expression "A parameter stands where another one of its type belongs.";
    ReturnDrop "return-drop" Flow "A value is computed and not returned.";
    EarlyReturn "early-return" Flow "A loop returns in its first round.";
    GuardRemoval "guard-removal" Flow "A case that was refused or passed over is not any more.";
    BranchSwap "branch-swap" Flow "The two sides of a condition are exchanged.";
    ElseDrop "else-drop" Flow "What was done otherwise is not done.";
    LoopExit "loop-exit" Flow "A loop ends where it should go on, or goes on where it should end.";
    LoopOnce "loop-once" Flow "What was repeated is done once.";
    ExceptChange "except-change" Flow "Fewer or other exceptions are caught.";
    ExceptionSwallow "exception-swallow" Flow "An exception is swallowed.";
    AssignDrop "assign-drop" State "Something is not updated and stays as it was.";
    AugmentedChange "augmented-change" State "A running total is overwritten, or changed in the wrong direction.";
    StatementSwap "statement-swap" State "Two statements run in the wrong order.";
    BaseRemoval "base-removal" Interface "A class does not inherit what it should.";
    WrongAttribute "wrong-attribute" Expression "Another attribute of the same type is read.";
    SignatureDrift "signature-drift" Interface "A function takes its parameters in another order than its callers pass them.";
    WrongKey "wrong-key" Interface "Another key is looked up.";
    CallDrop "call-drop" State "A call for its effect is not made: a cache is not invalidated, a change not announced.";
    ConversionDrop "conversion-drop" Interface "A value is used as it came, without its conversion.";
    FeatureRemoval "feature-removal" Feature "A function has lost its body.";
    EscapeDrop "escape-drop" Security "What comes from outside is used without what makes it harmless.";
    PathGuardDrop "path-guard-drop" Security "A path that leads away is not refused any more.";
    UnsafeLoad "unsafe-load" Security "Data from outside is carried out as a program.";
    CheckDrop "check-drop" Security "Nobody asks any more whether somebody may do what is asked for.";
}
