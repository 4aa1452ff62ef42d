//! The invariants of ARCHITECTURE.md, read off the sources and the dependency tree.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Layers, lowest first. A module may use its own layer and those before it; `store` and `audio` also stand
/// beside each other in the order given here.
const LAYERS: [&str; 7] = ["domain", "speech", "store", "audio", "ui", "app", "cli"];

/// A source file with its comments and tests taken out, because what they say is not what the program does.
struct Source {
    path: PathBuf,
    layer: String,
    code: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<Source> {
    let mut paths = Vec::new();
    rust_files(&root().join("src"), &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(root().join("src")).unwrap();
            let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
            Source {
                layer: first.trim_end_matches(".rs").to_owned(),
                code: code_of(&fs::read_to_string(&path).unwrap()),
                path,
            }
        })
        .filter(|source| source.path.file_name().is_none_or(|name| name != "tests.rs"))
        .collect()
}

fn code_of(text: &str) -> String {
    let program = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    program.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// Asserts that no source of these layers holds any of the words, and says where one does.
fn assert_absent(layers: &[&str], words: &[&str]) {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| layers.contains(&source.layer.as_str())) {
        for word in words.iter().filter(|word| holds_word(&source.code, word)) {
            found.push(format!("{}: {word}", source.path.display()));
        }
    }
    assert!(found.is_empty(), "must not be there:\n{}", found.join("\n"));
}

/// Whether `word` stands in `code` on its own and not as part of a longer name.
fn holds_word(code: &str, word: &str) -> bool {
    let part_of_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(word).any(|(place, _)| {
        let before = code[..place].chars().next_back();
        let after = code[place + word.len()..].chars().next();
        !before.is_some_and(part_of_name)
            && !after.is_some_and(|letter| part_of_name(letter) && !word.ends_with(':'))
    })
}

#[test]
fn a_layer_uses_only_what_stands_before_it() {
    let mut found = Vec::new();
    for source in sources() {
        let Some(place) = LAYERS.iter().position(|layer| *layer == source.layer) else { continue };
        for above in &LAYERS[place + 1..] {
            if holds_word(&source.code, &format!("crate::{above}"))
                || holds_word(&source.code, &format!("starling::{above}"))
            {
                found.push(format!("{} uses {above}", source.path.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn app_and_cli_do_not_know_each_other() {
    assert_absent(&["cli"], &["crate::app"]);
}

#[test]
fn domain_and_speech_know_no_screen_no_device_no_file_no_clock_and_no_thread() {
    assert_absent(
        &["domain", "speech"],
        &[
            "egui",
            "eframe",
            "cpal",
            "rfd",
            "std::fs",
            "File::open",
            "std::net",
            "std::thread",
            "std::process",
            "std::env",
            "Timestamp::now",
            "Zoned::now",
            "Instant",
            "SystemTime",
            "println",
            "eprintln",
        ],
    );
}

#[test]
fn ui_knows_neither_store_nor_audio_and_opens_no_file() {
    assert_absent(
        &["ui"],
        &[
            "crate::store",
            "crate::audio",
            "crate::app",
            "cpal",
            "hound",
            "rfd",
            "std::fs",
            "File::open",
            "std::thread",
        ],
    );
}

#[test]
fn only_audio_names_cpal() {
    assert_absent(&["domain", "speech", "store", "ui", "app", "cli", "lib", "main"], &["cpal"]);
}

#[test]
fn only_store_touches_the_disk() {
    assert_absent(
        &["domain", "speech", "audio", "ui", "app", "cli", "lib", "main"],
        &["std::fs", "fs::write", "File::create", "File::open", "OpenOptions", "tempfile"],
    );
}

#[test]
fn no_source_opens_a_socket() {
    let layers: Vec<&str> = LAYERS.iter().copied().chain(["lib", "main"]).collect();
    assert_absent(
        &layers,
        &["std::net", "TcpStream", "TcpListener", "UdpSocket", "UnixStream", "UnixListener"],
    );
}

#[test]
fn files_stay_short_enough_to_read() {
    let long: Vec<String> = sources()
        .iter()
        .map(|source| (fs::read_to_string(&source.path).unwrap().lines().count(), &source.path))
        .filter(|(lines, _)| *lines > 600)
        .map(|(lines, path)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "split these by what they do:\n{}", long.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    for source in sources() {
        let text = fs::read_to_string(&source.path).unwrap();
        assert!(text.starts_with("//!"), "{} has no module comment", source.path.display());
    }
}

/// A crate that the program is built from on this platform, tests and build scripts left out.
struct Dependency {
    name: String,
    licence: String,
}

fn normal_dependencies() -> Vec<Dependency> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--edges", "normal", "--prefix", "none", "--no-dedupe"])
        .args(["--format", "{p}|{l}"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let lines: BTreeSet<String> =
        String::from_utf8(tree.stdout).unwrap().lines().map(str::to_owned).collect();
    let dependencies: Vec<Dependency> = lines
        .iter()
        .filter_map(|line| line.split_once('|'))
        .map(|(package, licence)| Dependency {
            name: package.split(' ').next().unwrap_or_default().to_owned(),
            licence: licence.to_owned(),
        })
        .collect();
    assert!(dependencies.len() > 100, "cargo tree told of {} crates", dependencies.len());
    dependencies
}

#[test]
fn no_network_crate_is_in_the_tree() {
    const BANNED: [&str; 20] = [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "curl-sys",
        "isahc",
        "tokio",
        "socket2",
        "mio",
        "rustls",
        "native-tls",
        "openssl",
        "openssl-sys",
        "tungstenite",
        "quinn",
        "ehttp",
        "webbrowser",
        "egui_inspection",
        "h2",
        "attohttpc",
    ];
    let found: Vec<String> = normal_dependencies()
        .iter()
        .map(|dependency| dependency.name.clone())
        .filter(|name| BANNED.contains(&name.as_str()))
        .collect();
    assert!(found.is_empty(), "network crates: {found:?}");
}

/// Crates with a known fault or without a keeper.
#[test]
fn no_crate_of_ill_repute_is_in_the_tree() {
    const BANNED: [&str; 6] =
        ["slice-ring-buffer", "serde_yml", "serde_yaml", "bincode", "ansi_term", "atty"];
    for dependency in normal_dependencies() {
        assert!(!BANNED.contains(&dependency.name.as_str()), "{}", dependency.name);
    }
}

#[test]
fn every_dependency_has_a_licence_that_allows_ours() {
    const ALLOWED: [&str; 14] = [
        "MIT",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "ISC",
        "Zlib",
        "Unicode-3.0",
        "Unlicense",
        "CC0-1.0",
        "BSL-1.0",
        "MPL-2.0",
        "0BSD",
        "MIT-0",
        "Apache-2.0 WITH LLVM-exception",
    ];
    let refused: Vec<String> = normal_dependencies()
        .iter()
        .filter(|dependency| !licence_allows(&dependency.licence.replace('/', " OR "), &ALLOWED))
        .map(|dependency| format!("{}: {}", dependency.name, dependency.licence))
        .collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

/// Reads an SPDX expression of AND, OR and brackets: every AND part needs one allowed OR part.
fn licence_allows(expression: &str, allowed: &[&str]) -> bool {
    let flat = expression.replace(['(', ')'], "");
    !flat.is_empty()
        && flat.split(" AND ").all(|part| part.split(" OR ").any(|licence| allowed.contains(&licence.trim())))
}

#[test]
fn the_licence_reader_tells_choice_from_demand() {
    let allowed = ["MIT", "Zlib"];
    assert!(licence_allows("MIT OR GPL-3.0", &allowed));
    assert!(licence_allows("(MIT OR Apache-2.0) AND Zlib", &allowed));
    assert!(!licence_allows("MIT AND GPL-3.0", &allowed));
    assert!(!licence_allows("", &allowed));
}

/// Every crate is somebody whom the user has to trust with a recording.
#[test]
fn the_dependency_budget_holds() {
    const BUDGET: usize = 300;
    let count = normal_dependencies().len();
    assert!(count <= BUDGET, "{count} crates, the budget is {BUDGET}: drop one before taking another");
}

#[test]
fn the_scanner_sees_through_comments_and_parts_of_words() {
    assert!(holds_word("use std::fs;", "std::fs"));
    assert!(!holds_word("let egui_like = 1;", "egui"));
    assert!(!holds_word(&code_of("// std::fs\nlet x = 1;"), "std::fs"));
    assert!(!holds_word(&code_of("a();\n#[cfg(test)]\nmod tests {\n std::fs\n}"), "std::fs"));
}
