//! The invariants of ARCHITECTURE.md, read off the sources and the dependency tree.

mod paths;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use paths::File;

/// Layers, lowest first. A module may use its own layer and those before it.
const LAYERS: [&str; 7] = ["domain", "speech", "store", "audio", "ui", "app", "cli"];

/// What these layers never name, although their place would allow it.
const NEVER: &[(&[&str], &[&str])] = &[
    (
        &["domain", "speech"],
        &[
            "egui",
            "eframe",
            "cpal",
            "rfd",
            "std::fs",
            "std::net",
            "std::thread",
            "std::process",
            "std::env",
            "std::time::Instant",
            "std::time::SystemTime",
            "jiff::Timestamp::now",
            "jiff::Zoned::now",
            "Timestamp::now",
            "Zoned::now",
            "Instant",
            "SystemTime",
        ],
    ),
    (&["ui"], &["crate::store", "crate::audio", "cpal", "hound", "rfd", "std::fs", "std::thread"]),
    (&["domain", "speech", "store", "ui", "app", "cli", "main"], &["cpal"]),
    (
        &["domain", "speech", "audio", "ui", "app", "cli", "main"],
        &["std::fs", "std::fs::File", "File::open", "File::create", "fs::write", "tempfile"],
    ),
    (&["cli"], &["crate::app"]),
    (
        &["domain", "speech", "store", "audio", "ui", "app", "cli", "main"],
        &[
            "std::net",
            "std::os::unix::net",
            "TcpStream",
            "TcpListener",
            "UdpSocket",
            "UnixStream",
            "UnixListener",
        ],
    ),
];

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

/// The sources of the program, tests in files of their own left out.
fn sources() -> Vec<PathBuf> {
    let mut paths = Vec::new();
    rust_files(&root().join("src"), &mut paths);
    paths.retain(|path| path.file_name().is_some_and(|name| name != "tests.rs"));
    paths
}

fn module(path: &Path) -> paths::Path {
    let inside = path.strip_prefix(root().join("src")).unwrap().with_extension("");
    let mut parts: paths::Path =
        inside.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod" || last == "lib") {
        parts.pop();
    }
    parts
}

fn files() -> Vec<File> {
    sources().iter().map(|path| paths::read(&module(path), &fs::read_to_string(path).unwrap())).collect()
}

/// What of a file's paths its layer may not name.
fn wrong(file: &File) -> Vec<String> {
    let layer = file.module.first().map_or("lib", String::as_str);
    let above = LAYERS.iter().skip_while(|one| **one != layer).skip(1).map(|one| format!("crate::{one}"));
    let never = NEVER.iter().filter(|(layers, _)| layers.contains(&layer));
    let never = never.flat_map(|(_, paths)| paths.iter().map(|path| (*path).to_owned()));
    let banned: Vec<String> = above.chain(never).collect();
    let hits = file.paths.iter().filter(|path| banned.iter().any(|banned| paths::leads_into(path, banned)));
    hits.map(|path| format!("{} names {}", file.module.join("/"), path.join("::"))).collect()
}

#[test]
fn a_layer_names_only_what_it_may() {
    let found: Vec<String> = files().iter().flat_map(wrong).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn no_files_name_each_other_in_a_circle() {
    let circles = paths::circles(&paths::arrows(&files()));
    let found: Vec<String> = circles
        .into_iter()
        .map(|circle| circle.into_iter().map(|file| file.join("/")).collect::<Vec<_>>().join(", "))
        .collect();
    assert!(found.is_empty(), "files in a circle:\n{}", found.join("\n"));
}

/// What the rules say of a source in this module.
fn judged(module: &str, source: &str) -> Vec<String> {
    wrong(&paths::read(&module.split('/').map(str::to_owned).collect(), source))
}

#[test]
fn every_way_to_break_a_layer_is_seen() {
    for (module, source) in [
        ("ui/shell", "use crate::store::open::Store;"),
        ("ui/shell", "use crate::{domain::take::Take, store::open::Store};"),
        ("ui/shell", "use crate::{domain, store::{self, open}};"),
        ("ui/shell", "use super::super::store::open::Store;"),
        ("ui/screens/takes", "use super::super::super::{app::App, domain::take::Take};"),
        ("ui/shell", "use starling::store as kept;"),
        ("ui/shell", "pub use crate::audio::*;"),
        ("ui/shell", "fn f() { crate::store::open(); }"),
        ("ui/shell", "fn f() { let text = format!(\"{}\", crate::store::open::name()); }"),
        ("ui/shell", "mod inner { use super::super::super::audio::device; }"),
        ("ui/shell", "fn f(store: &crate::store::Store) {}"),
        ("ui/shell", "impl crate::audio::sound::SoundSystem for Silence {}"),
        ("domain/take", "use std::{fs, path::Path};"),
        ("domain/take", "use std::{collections::{BTreeMap}, fs::{self, File}};"),
        ("domain/take", "use std::fs as disk;"),
        ("domain/take", "fn f() { std::fs::read(\"a\"); }"),
        ("domain/take", "fn f() { assert!(std::env::var_os(\"A\").is_none()); }"),
        ("domain/take", "fn f() { let now = jiff::Timestamp::now(); }"),
        ("domain/take", "use crate::ui::words;"),
        ("store/open", "use crate::audio::wav_read;"),
        ("cli/takes", "use crate::{app::App, domain};"),
        ("app/worker", "use std::{fs::File, io::Write};"),
        ("app/worker", "use cpal::Device;"),
        ("store/fs", "use std::os::unix::{fs, net::UnixStream};"),
    ] {
        assert!(!judged(module, source).is_empty(), "not seen in {module}: {source}");
    }
}

#[test]
fn what_is_allowed_is_not_complained_of() {
    for (module, source) in [
        ("ui/shell", "use crate::domain::take::Take;\nuse super::model::Model;"),
        ("ui/shell", "// use crate::store::open;\nfn f() -> &'static str { \"crate::store::open\" }"),
        ("ui/shell", "#[cfg(test)]\nmod tests { use crate::store::sim; }"),
        ("ui/shell", "fn store() {}\nfn f() { store(); }"),
        ("audio/writer", "use crate::store::fs::Fs;"),
        ("store/real", "use std::{fs, io};"),
        ("domain/take", "fn f() { let egui_like = 1; }"),
    ] {
        assert_eq!(judged(module, source), Vec::<String>::new(), "{module}: {source}");
    }
}

/// The circles among files, each given by its module and its source.
fn circles(sources: &[(&str, &str)]) -> Vec<Vec<String>> {
    let read = |(module, source): &(&str, &str)| {
        paths::read(&module.split('/').map(str::to_owned).collect(), source)
    };
    let files: Vec<File> = sources.iter().map(read).collect();
    let circles = paths::circles(&paths::arrows(&files)).into_iter();
    circles.map(|circle| circle.into_iter().map(|file| file.join("/")).collect()).collect()
}

#[test]
fn circles_are_found_however_they_are_written() {
    assert_eq!(
        circles(&[
            ("a", "use crate::{b::x, d};"),
            ("b", "fn f() { super::c::y(); }"),
            ("c", "use super::{a::z as other};"),
            ("d", "use std::fmt;"),
        ]),
        [["a", "b", "c"]]
    );
    assert_eq!(
        circles(&[("a", "use self::child::x;"), ("a/child", "use super::y;")]),
        Vec::<Vec<String>>::new()
    );
    assert_eq!(
        circles(&[
            ("a/one", "use super::two::x;"),
            ("a/two", "fn f() { vec![super::one::y()]; }"),
            ("a", "")
        ]),
        [["a/one", "a/two"]]
    );
}

/// A reader is sent to files that are there.
#[test]
fn every_path_that_the_architecture_page_names_is_there() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    // Between two backquotes lies every second piece.
    let named = page.split('`').skip(1).step_by(2).filter(|word| {
        let word_of_a_path = |letter: char| letter.is_ascii_alphanumeric() || "/_.-".contains(letter);
        word.contains('/') && word.chars().all(word_of_a_path) && !word.starts_with('/')
    });
    let (there, missing): (Vec<&str>, Vec<&str>) = named.partition(|path| {
        let below =
            [root().join(path), root().join("src").join(path), root().join("src").join(format!("{path}.rs"))];
        below.iter().any(|path| path.exists())
    });
    assert!(missing.is_empty(), "ARCHITECTURE.md names what is not there: {missing:?}");
    assert!(there.len() > 30, "{there:?}");
}

#[test]
fn files_stay_short_enough_to_read() {
    let long: Vec<String> = sources()
        .iter()
        .map(|path| (fs::read_to_string(path).unwrap().lines().count(), path))
        .filter(|(lines, _)| *lines > 600)
        .map(|(lines, path)| format!("{} has {lines} lines", path.display()))
        .collect();
    assert!(long.is_empty(), "split these by what they do:\n{}", long.join("\n"));
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} has no module comment", path.display());
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
