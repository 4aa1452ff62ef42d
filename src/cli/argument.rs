//! What commands say of their arguments, so that each command can keep its own beside what it does.

use clap::builder::PathBufValueParser;
use clap::{Arg, ArgAction};

/// How a command prints what it found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Table,
    Json,
}

/// An option with a text.
pub(super) fn option(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// An option that is there or not.
pub(super) fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

/// A place on the disk.
pub(super) fn path(name: &'static str) -> Arg {
    Arg::new(name).value_parser(PathBufValueParser::new())
}
