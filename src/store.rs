//! The user's library on disk. The only place that touches the user's files.
//!
//! [`Store`] is the handle on an open library. What it does rests on three things: a file is replaced
//! whole or not at all ([`atomic`]), several files are moved as one (`moves`), and nothing that cannot be
//! understood is ever written over.

pub mod add;
pub mod atomic;
pub mod check;
pub mod clock;
mod conflict;
pub mod document;
pub mod error;
mod files;
pub mod flac;
pub mod fs;
mod handle;
pub mod ids;
mod index;
pub mod intent;
pub mod layout;
mod load;
mod moves;
pub mod names;
pub mod open;
pub mod outside;
pub mod packed;
pub mod preferences;
pub mod real;
mod recording;
mod recover;
pub mod relocate;
pub mod rescue;
pub mod ron_tree;
pub mod save;
mod scan;
pub mod schema;
pub mod scratch;
#[cfg(any(test, debug_assertions, feature = "test-doubles"))]
pub mod sim;
pub mod snapshot;
pub mod trash;
pub mod warning;
pub mod wav;

pub use error::{OpenError, StoreError};
pub use handle::{Access, Store};
pub use open::Opened;
pub use warning::Warning;
