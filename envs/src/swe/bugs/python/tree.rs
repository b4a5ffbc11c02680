//! What a module consists of, each part with its place.

/// A range of bytes.
pub type Span = std::ops::Range<usize>;

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands, without parentheses around it.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// Kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A name.
    Name,
    /// A number.
    Number,
    /// One or several strings, f-strings included; what stands in them is not read.
    Text,
    /// `True`, `False`, `None` or `...`.
    Constant,
    /// `value.name`.
    Attribute {
        /// Whose.
        value: Box<Expr>,
        /// Where the name stands.
        name: Span,
    },
    /// `callee(arguments)`.
    Call {
        /// What is called.
        callee: Box<Expr>,
        /// With what.
        arguments: Vec<Argument>,
    },
    /// `value[index]`.
    Subscript {
        /// Of what.
        value: Box<Expr>,
        /// Which part; a tuple if there are several.
        index: Box<Expr>,
    },
    /// `start:stop:step` in brackets.
    Slice {
        /// The first of them, the first left out, the step.
        parts: [Option<Box<Expr>>; 3],
    },
    /// `first < second <= third`.
    Compare {
        /// What is compared, one more than operators.
        operands: Vec<Expr>,
        /// The operators; `not in` and `is not` are one.
        operators: Vec<Span>,
    },
    /// `a and b and c`, or with `or`.
    Logic {
        /// What is joined, one more than operators.
        operands: Vec<Expr>,
        /// Each `and` or `or`.
        operators: Vec<Span>,
    },
    /// `not operand`.
    Not {
        /// What is negated.
        operand: Box<Expr>,
    },
    /// `-operand`, `+operand` or `~operand`.
    Sign {
        /// Of what.
        operand: Box<Expr>,
    },
    /// `left + right` and its kin.
    Binary {
        /// The left side.
        left: Box<Expr>,
        /// The operator.
        operator: Span,
        /// The right side.
        right: Box<Expr>,
    },
    /// `value if test else other`.
    Conditional {
        /// If the test holds.
        value: Box<Expr>,
        /// The test.
        test: Box<Expr>,
        /// If it does not.
        other: Box<Expr>,
    },
    /// Anything with parts that no operator tells apart: displays, comprehensions, lambdas, `await`, `yield`, `*a`.
    Group {
        /// The parts in their order.
        parts: Vec<Expr>,
    },
}

/// An argument of a call.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The whole argument, keyword and stars included.
    pub span: Span,
    /// The keyword, if it has one.
    pub keyword: Option<Span>,
    /// Whether it is `*value` or `**value`.
    pub starred: bool,
    /// Its value.
    pub value: Expr,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// From its first token - a decorator counts - to the last byte of its last line, without the newline.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// A parameter of a function.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The whole parameter, annotation and default included.
    pub span: Span,
    /// Its name.
    pub name: Span,
    /// Its annotation, which is not looked into.
    pub annotation: Option<Span>,
    /// Its default.
    pub default: Option<Expr>,
    /// Whether it stands behind a `*`, or is `*name` or `**name`.
    pub special: bool,
}

/// `if test: body` or `elif test: body`.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The condition.
    pub test: Expr,
    /// What is done.
    pub body: Vec<Stmt>,
}

/// `except caught: body`.
#[derive(Clone, Debug)]
pub struct Handler {
    /// What is caught.
    pub caught: Option<Expr>,
    /// What is done.
    pub body: Vec<Stmt>,
}

/// Kinds of statements.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `def name(parameters): body`.
    Function {
        /// Where its name stands.
        name: Span,
        /// Its parameters.
        parameters: Vec<Parameter>,
        /// Names of its decorators.
        decorators: Vec<Span>,
        /// Its statements.
        body: Vec<Stmt>,
    },
    /// `class name(bases): body`.
    Class {
        /// Where its name stands.
        name: Span,
        /// What it inherits.
        bases: Vec<Argument>,
        /// Its statements.
        body: Vec<Stmt>,
    },
    /// `return value`.
    Return(Option<Expr>),
    /// `target = value`, also with an annotation, also without a value.
    Assign {
        /// What is assigned.
        targets: Vec<Expr>,
        /// The annotation.
        annotation: Option<Span>,
        /// The value.
        value: Option<Expr>,
    },
    /// `target += value` and its kin.
    Augmented {
        /// What is changed.
        target: Expr,
        /// The operator.
        operator: Span,
        /// By what.
        value: Expr,
    },
    /// `if`, `elif`, `else`.
    If {
        /// The branches with conditions.
        branches: Vec<Branch>,
        /// The branch without one; empty if there is none.
        other: Vec<Stmt>,
    },
    /// `for target in iterated: body`.
    For {
        /// What the loop assigns.
        target: Expr,
        /// What is gone through.
        iterated: Expr,
        /// What is done each time.
        body: Vec<Stmt>,
        /// What is done when it was not left; empty if there is none.
        other: Vec<Stmt>,
    },
    /// `while test: body`.
    While {
        /// The condition.
        test: Expr,
        /// What is done each time.
        body: Vec<Stmt>,
    },
    /// `try`, `except`, `else`, `finally`.
    Try {
        /// What is tried.
        body: Vec<Stmt>,
        /// What is done about exceptions.
        handlers: Vec<Handler>,
        /// Blocks behind `else` and `finally`, one after the other.
        others: Vec<Vec<Stmt>>,
    },
    /// `with items: body`.
    With {
        /// What is entered.
        items: Vec<Expr>,
        /// What is done there.
        body: Vec<Stmt>,
    },
    /// `raise error from cause`.
    Raise(Option<Expr>),
    /// An expression for its effect.
    Expression(Expr),
    /// `assert`, `del`: with what they look at.
    Simple(Vec<Expr>),
    /// `pass`.
    Pass,
    /// `break`.
    Break,
    /// `continue`.
    Continue,
    /// `import`, `from`, `global`, `nonlocal`.
    Other,
}

impl Expr {
    /// The parts of an expression, in their order.
    #[must_use]
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Name | ExprKind::Number | ExprKind::Text | ExprKind::Constant => vec![],
            ExprKind::Attribute { value, .. } => vec![value],
            ExprKind::Call { callee, arguments } => std::iter::once(&**callee)
                .chain(arguments.iter().map(|argument| &argument.value))
                .collect(),
            ExprKind::Subscript { value, index } => vec![value, index],
            ExprKind::Slice { parts } => parts.iter().flatten().map(|part| &**part).collect(),
            ExprKind::Compare { operands, .. } | ExprKind::Logic { operands, .. } => {
                operands.iter().collect()
            }
            ExprKind::Not { operand } | ExprKind::Sign { operand } => vec![operand],
            ExprKind::Binary { left, right, .. } => vec![left, right],
            ExprKind::Conditional { value, test, other } => vec![value, test, other],
            ExprKind::Group { parts } => parts.iter().collect(),
        }
    }

    /// Calls `visit` on this expression and everything in it, outermost first.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }
}

impl Stmt {
    /// The blocks of a statement, in their order.
    #[must_use]
    pub fn blocks(&self) -> Vec<&[Stmt]> {
        match &self.kind {
            Kind::Function { body, .. }
            | Kind::Class { body, .. }
            | Kind::While { body, .. }
            | Kind::With { body, .. } => vec![body],
            Kind::If { branches, other } => branches
                .iter()
                .map(|branch| branch.body.as_slice())
                .chain([other.as_slice()])
                .collect(),
            Kind::For { body, other, .. } => vec![body, other],
            Kind::Try {
                body,
                handlers,
                others,
            } => std::iter::once(body.as_slice())
                .chain(handlers.iter().map(|handler| handler.body.as_slice()))
                .chain(others.iter().map(Vec::as_slice))
                .collect(),
            _ => vec![],
        }
    }

    /// The expressions of a statement itself, without those of its blocks and its annotations.
    #[must_use]
    pub fn expressions(&self) -> Vec<&Expr> {
        match &self.kind {
            Kind::Function { parameters, .. } => parameters
                .iter()
                .filter_map(|parameter| parameter.default.as_ref())
                .collect(),
            Kind::Class { bases, .. } => bases.iter().map(|base| &base.value).collect(),
            Kind::Return(value) | Kind::Raise(value) => value.iter().collect(),
            Kind::Assign { targets, value, .. } => targets.iter().chain(value).collect(),
            Kind::Augmented { target, value, .. } => vec![target, value],
            Kind::If { branches, .. } => branches.iter().map(|branch| &branch.test).collect(),
            Kind::For {
                target, iterated, ..
            } => vec![target, iterated],
            Kind::While { test, .. } => vec![test],
            Kind::Try { handlers, .. } => handlers
                .iter()
                .filter_map(|handler| handler.caught.as_ref())
                .collect(),
            Kind::With { items, .. } => items.iter().collect(),
            Kind::Expression(value) => vec![value],
            Kind::Simple(values) => values.iter().collect(),
            Kind::Pass | Kind::Break | Kind::Continue | Kind::Other => vec![],
        }
    }
}
