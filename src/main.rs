//! The program: arguments in, a window or a command out.

use std::process::ExitCode;

use starling::cli::{self, Outcome, Request};

fn main() -> ExitCode {
    let outcome = match cli::parse(std::env::args_os().skip(1)) {
        Ok(Request::Help) => cli::print_line(cli::HELP.trim_end()),
        Ok(Request::Version) => cli::print_line(concat!("starling ", env!("CARGO_PKG_VERSION"))),
        Ok(Request::Command { command, library, format }) => cli::run(&command, library, format),
        Ok(Request::Window { .. }) => {
            cli::say("Name a command. See what can be asked with: starling --help");
            Outcome::WrongUsage
        }
        Err(wrong) => {
            cli::say(wrong);
            Outcome::WrongUsage
        }
    };
    outcome.into()
}
