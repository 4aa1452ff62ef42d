//! The program: arguments in, a window or a command out.

use std::process::ExitCode;

use starling::app;
use starling::cli::{self, Outcome, Request};

fn main() -> ExitCode {
    let outcome = match cli::parse(std::env::args_os().skip(1)) {
        Ok(Request::Print(text)) => cli::print_text(&text),
        Ok(Request::Command { command, library, format }) => cli::run(&command, library, format),
        Ok(Request::Window { library }) => match app::run_window(library) {
            Ok(()) => Outcome::Fine,
            Err(error) => {
                cli::say(error);
                Outcome::Found
            }
        },
        Err(wrong) => {
            cli::say(wrong);
            Outcome::WrongUsage
        }
    };
    outcome.into()
}
