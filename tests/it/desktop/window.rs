//! The program in a real window, used through keys and the accessibility bus alone.

use super::{Desktop, wait_for};
