//! The program in a real window, used through keys and the accessibility bus alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Desktop, wait_for};

const SIZE: &str = "1280x900";

fn library_in(desktop: &Desktop) -> (PathBuf, String) {
    let library = desktop.folder().join("library");
    let text = library.to_string_lossy().into_owned();
    (library, text)
}

/// The texts of all stories in a library's folder.
fn story_files(library: &Path) -> Vec<String> {
    let Ok(stories) = fs::read_dir(library.join("stories")) else { return Vec::new() };
    stories.filter_map(|story| fs::read_to_string(story.ok()?.path().join("story.ron")).ok()).collect()
}

#[test]
fn a_story_typed_into_the_window_is_there_after_a_restart() {
    let mut desktop = Desktop::start(SIZE);
    let (library, path) = library_in(&desktop);
    let program = desktop.starling(&["--library", &path]);
    desktop.find("Stories");
    desktop.focus_window();
    desktop.press("Stories");
    desktop.press("New story");
    wait_for("the title to have the keyboard", || {
        let focused = |node: &super::Node| node.name == "Title" && node.states.iter().any(|s| s == "focused");
        desktop.nodes().iter().any(focused).then_some(())
    });
    desktop.type_text("Checkout outage");
    wait_for("the story on disk", || {
        story_files(&library).iter().any(|text| text.contains("Checkout outage")).then_some(())
    });
    desktop.keys(&["ctrl+q"]);
    assert_eq!(program.ended().0, Some(0));

    let _again = desktop.starling(&["--library", &path]);
    desktop.press("Stories");
    desktop.find("Checkout outage");
}

#[test]
fn a_second_window_says_that_the_library_is_open_elsewhere() {
    let mut desktop = Desktop::start(SIZE);
    let (_, path) = library_in(&desktop);
    let _first = desktop.starling(&["--library", &path]);
    desktop.find("Stories");
    let _second = desktop.starling(&["--library", &path]);
    desktop.find("open elsewhere");
}

#[test]
fn a_program_killed_while_writing_opens_again_with_what_was_saved() {
    let mut desktop = Desktop::start(SIZE);
    let (library, path) = library_in(&desktop);
    let program = desktop.starling(&["--library", &path]);
    desktop.find("Stories");
    desktop.focus_window();
    desktop.press("Stories");
    desktop.press("New story");
    desktop.find("Title");
    desktop.type_text("Kept");
    wait_for("the story on disk", || {
        story_files(&library).iter().any(|text| text.contains("Kept")).then_some(())
    });
    drop(program);
    let _again = desktop.starling(&["--library", &path]);
    desktop.press("Stories");
    desktop.find("Kept");
}

#[test]
fn without_a_display_the_program_says_so_and_ends() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_starling"))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .args(["--library"])
        .arg(home.path().join("library"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("No window could be opened"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn the_program_opens_no_socket_to_the_outside() {
    let mut desktop = Desktop::start(SIZE);
    let (_, path) = library_in(&desktop);
    let trace = desktop.folder().join("trace");
    let mut traced = desktop
        .command("strace")
        .args(["-f", "-qq", "-e", "trace=socket,connect", "-o"])
        .arg(&trace)
        .arg(env!("CARGO_BIN_EXE_starling"))
        .args(["--library", &path])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    desktop.find("Stories");
    desktop.focus_window();
    desktop.keys(&["ctrl+q"]);
    wait_for("the program to end", || traced.try_wait().unwrap());
    let calls = fs::read_to_string(&trace).unwrap();
    assert!(calls.contains("AF_UNIX"), "strace saw nothing: {calls}");
    let outside: Vec<&str> = calls.lines().filter(|call| call.contains("AF_INET")).collect();
    assert!(outside.is_empty(), "{outside:?}");
}
