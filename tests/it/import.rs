//! Reading question lists: the guides people write, broken files, huge files, and what was exported before.

mod accounts;
mod guides;
mod known;
mod mangled;
mod round_trip;

use std::ops::ControlFlow;

use starling::domain::import::{self, Import, ImportFault};

/// Reads without watching the progress.
fn read(bytes: &[u8], name: &str) -> Result<Import, ImportFault> {
    import::read(bytes, name, &mut |_| ControlFlow::Continue(()))
}
