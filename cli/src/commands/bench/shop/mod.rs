//! What is measured of the shop alone: its two models, its search, and the host that carries it.

pub(super) mod overhead;
mod search;

use super::{Args, Effort, Figure, fork, plan::Recorded, stage};
use crate::App;
use anyhow::Result;
use truestep_envs::shop::{compat::Compat, strict::StrictShop};

const ENV: &str = "shop";

/// All figures that only the shop has.
pub(super) fn measure(
    played: &Recorded,
    args: &Args,
    effort: Effort,
    figures: &mut Vec<Figure>,
    app: &mut App<'_, '_>,
) -> Result<()> {
    fork::measure_model::<StrictShop>(played, effort, figures)?;
    fork::measure_model::<Compat>(played, effort, figures)?;
    stage(ENV, "the host over plain structs", app)?;
    overhead::measure(args, app, figures)?;
    let sizes: &[u32] = if effort.full {
        &[1_000, 100_000, 1_180_000]
    } else {
        &[1_000]
    };
    for &products in sizes {
        stage(ENV, &format!("search over {products} products"), app)?;
        search::measure(products, effort, figures)?;
    }
    Ok(())
}
