//! What can go wrong with a graph.

use crate::{digest::Digest, model::HostFault, policy::PolicyError};

/// Why a graph, or a number from it, could not be had.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// More states than the cap, and a capped graph was not asked for.
    #[error(
        "more than {max_states} states can be reached ({unexpanded} of {known} known states were not expanded); raise the cap (`--max-states`)"
    )]
    Capped {
        /// The cap.
        max_states: u32,
        /// States known when it was met.
        known: u32,
        /// Those of them not expanded.
        unexpanded: u32,
    },
    /// The graph is larger than its numbering.
    #[error("the graph has more {what} than it can number ({limit}); lower the cap, or lump")]
    TooLarge {
        /// Of what there are too many.
        what: &'static str,
        /// How many fit.
        limit: u64,
    },
    /// Two different states have one digest: the digest misses something the dynamics depend on.
    #[error(
        "two different states share the digest {digest}; the model's digest must cover every cell of the state"
    )]
    Collision {
        /// The digest.
        digest: Digest,
    },
    /// A probability, weight or coefficient does not fit its integer.
    #[error("{what} does not fit {bits} bits; use smaller weights")]
    TooFine {
        /// What does not fit.
        what: &'static str,
        /// The bits there are.
        bits: u32,
    },
    /// A step drew from chance in a model that says its steps never do.
    #[error(
        "a step of `{model}` draws from chance, and its `DRAWS` says that steps do not: declare `Draws::InStep`"
    )]
    UndeclaredDraw {
        /// The model.
        model: &'static str,
    },
    /// The model's host failed.
    #[error(transparent)]
    Host(#[from] HostFault),
    /// The policy does not fit the graph.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// The exact computation would take more memory than allowed.
    #[error(
        "exact values over {nodes} nodes with numbers of {bits} bits take more than {max_bytes} bytes; shorten the horizon, or lump"
    )]
    TooLong {
        /// Nodes whose value is neither 0 nor known at once.
        nodes: usize,
        /// Bits of the longest numerator.
        bits: u64,
        /// The bytes allowed.
        max_bytes: u64,
    },
    /// The exact computation would take longer than anyone waits for.
    #[error(
        "exact values over {nodes} nodes reach numbers of {bits} bits, which takes too long; shorten the horizon, lump, or take the best of fewer rollouts"
    )]
    TooSlow {
        /// Nodes whose value is neither 0 nor known at once.
        nodes: usize,
        /// Bits of the longest numerator.
        bits: u64,
    },
    /// A connected part is too large for exact elimination.
    #[error(
        "exact elimination over {states} states that reach each other is above the limit of {limit}; use the f64 solver"
    )]
    TooEntangled {
        /// States in the part.
        states: usize,
        /// The limit.
        limit: usize,
    },
    /// Without a discount a policy that never ends has no value.
    #[error("discount {discount} is outside {range}")]
    BadDiscount {
        /// The discount as given.
        discount: String,
        /// What was expected.
        range: &'static str,
    },
    /// Best-of-K was asked for something only a policy of single steps has.
    #[error(
        "`{policy}` has no {what}: it picks whole rollouts, not steps; use the policy inside it"
    )]
    NotMarkov {
        /// The policy.
        policy: String,
        /// What was asked for.
        what: &'static str,
    },
    /// What was asked for needs states beyond the cap.
    #[error("this needs states beyond the cap; raise the cap")]
    BeyondCap,
    /// A graph file is not what it should be.
    #[error("bad graph file: {0}")]
    BadFile(String),
    /// A file of prices, one per transition, is not what it should be.
    #[error("bad prices: {0}")]
    BadPrices(String),
    /// A file could not be read or written.
    #[error("cannot write the graph: {0}")]
    Write(String),
}
