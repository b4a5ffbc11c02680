//! What scheme files use.

pub(crate) use crate::{
    args::Args,
    edge::{Edge, Truncation, edges, is_cut},
    error::SchemeError,
    info::{Domain, Family, Form, Parameter, SchemeInfo, Stage, Status},
    normalize::{
        Centre, EpsPlacement, Normalizer, Singleton, Spread, SpreadOver, WhitenMean, ZeroSpread,
        whiten,
    },
    number::{Fraction, Scalar, deviation, mean, sum},
    registry::{Brackets, Build, Entry},
    scope::{Batch, Scope, members, unflatten},
    stage::{
        BatchSignal, BatchTransform, CreditObject, EpisodeSignal, EpisodeTransform, Memory, Signal,
        SignalObject, StepSignal, StepTransform, TransformObject,
    },
    value::{Rows, Undefined, Value, numbers, row},
};
pub(crate) use truestep_core::{channels::Channel, trajectory::Episode};
