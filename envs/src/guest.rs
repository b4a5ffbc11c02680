//! The Python guest as it is opened.

use truestep_sandbox::python::Progress;

/// Tell what takes a while when the guest is opened, and what keeps it from being kept.
pub(crate) fn tell(progress: Progress) {
    match progress {
        Progress::Compiling { .. } => tracing::info!("{progress}"),
        Progress::NotKept { .. } => tracing::warn!("{progress}"),
        _ => tracing::debug!("{progress}"),
    }
}
