//! Audits of schemes, by form.

use super::{
    AuditError, Objective, Options, Report,
    channels::Values,
    discounted, horizon,
    price::{AuditScalar, Pricing, SchemePricing},
    trajectory,
    world::{WITH_HISTORY, WITH_HORIZON, World},
};
use crate::{
    error::SchemeError,
    info::Form,
    number::{Fraction, Number},
    scheme::Scheme,
    text::{Given, Literal, Pipeline, parse},
    value::Undefined,
};
use truestep_core::{
    channels::{Channel, Channels},
    graph::GraphError,
    rational::Rational,
    registry::Prepared,
};

/// A scheme as an audit reads it: shaping that does not name its discount is that of the objective.
///
/// Shaping keeps policies only of learners with its own discount, so `shaping:distance` under discount 99/100 is read as
/// `shaping:distance(gamma=99/100)`; a `gamma` that is written stays as it is.
///
/// # Errors
/// As parsing a [`Scheme`].
pub fn read(text: &str, objective: Objective) -> Result<Scheme, SchemeError> {
    let mut pipeline = parse(text)?;
    if let Objective::Discounted(discount) = objective {
        set_discount(&mut pipeline, discount);
    }
    Scheme::from_pipeline(pipeline)
}

fn set_discount(pipeline: &mut Pipeline, discount: Rational) {
    for call in &mut pipeline.calls {
        for part in &mut call.parts {
            set_discount(part, discount);
        }
        let is_given = call.given.iter().any(|given| given.name == "gamma");
        if let (true, false, Some(number)) = (
            call.name.starts_with("shaping:"),
            is_given,
            Number::parse(&discount.to_string()),
        ) {
            call.given.push(Given {
                name: "gamma".into(),
                column: call.column,
                value: Literal::Number(number),
            });
        }
    }
}

/// Whether the scheme is one that can be audited in the task.
pub(super) fn check(
    scheme: &Scheme,
    task: &dyn Prepared,
    options: &Options,
) -> Result<(), AuditError> {
    options.objective.check()?;
    if scheme.has_credit() || scheme.form() == Form::Group {
        return Err(AuditError::Form {
            scheme: scheme.to_string(),
            form: Form::Group,
        });
    }
    check_channels(scheme, task, options)
}

pub(super) fn judge(
    world: &World,
    scheme: &Scheme,
    task: &dyn Prepared,
    options: &Options,
) -> Result<Report, AuditError> {
    if scheme.form() == Form::Trajectory {
        return trajectory::audit(world, scheme, task, options);
    }
    let provided = carried(world, options.objective);
    let place = world.task.template.to_string();
    let remembers = scheme.form() == Form::Memory;
    if scheme.is_exact() {
        let pricing = SchemePricing::<Fraction> {
            pricer: scheme.per_step_exact(provided, &place)?,
            remembers,
        };
        match audit(world, &pricing, scheme, options) {
            // What does not fit exact numbers is audited in doubles; the report says so.
            Err(AuditError::Graph(GraphError::TooEntangled { .. })) => {}
            Err(AuditError::NoPrice {
                why: Undefined::TooLong,
                ..
            }) => {}
            done => return done,
        }
    }
    let pricing = SchemePricing::<f64> {
        pricer: scheme.per_step(provided, &place)?,
        remembers,
    };
    audit(world, &pricing, scheme, options)
}

fn audit<S: AuditScalar>(
    world: &World,
    pricing: &dyn Pricing<S>,
    scheme: &Scheme,
    options: &Options,
) -> Result<Report, AuditError> {
    let name = scheme.to_string();
    match options.objective {
        Objective::Discounted(discount) => {
            discounted::audit(world, pricing, discount, options, &name)
        }
        Objective::Horizon(steps) => {
            let needs = scheme.needs();
            let asks = WITH_HORIZON
                .iter()
                .any(|&c| c != Channel::StepsLeft && needs.contains(c));
            let values = asks
                .then(|| Values::needed(world, options, steps, needs))
                .transpose()?;
            horizon::audit(world, pricing, values, steps, options, &name)
        }
    }
}

/// The channels a transition carries under an objective.
fn carried(world: &World, objective: Objective) -> Channels {
    match objective {
        Objective::Discounted(_) => world.provides,
        Objective::Horizon(_) => world.provides.union(Channels::of(&WITH_HORIZON)),
    }
}

pub(crate) fn check_channels(
    scheme: &Scheme,
    task: &dyn Prepared,
    options: &Options,
) -> Result<(), AuditError> {
    let needs = scheme.needs();
    let name = || scheme.to_string();
    if scheme.form() != Form::Trajectory
        && let Some(&channel) = WITH_HISTORY.iter().find(|&&c| needs.contains(c))
    {
        return Err(AuditError::NeedsHistory {
            scheme: name(),
            channel,
        });
    }
    if let Objective::Discounted(_) = options.objective
        && let Some(&channel) = WITH_HORIZON.iter().find(|&&c| needs.contains(c))
    {
        return Err(AuditError::NeedsHorizon {
            scheme: name(),
            channel,
        });
    }
    let all = task.provides().union(Channels::of(&WITH_HORIZON));
    let place = task.task().template.to_string();
    Ok(super::given::check(scheme, options, all, &place)?)
}
