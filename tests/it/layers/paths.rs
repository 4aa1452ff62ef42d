//! Which modules and crates a source file names, read off its syntax: grouped, renamed, relative and inside macros.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, ItemUse, Macro, UseTree};

/// A path from the crate's root, or from the name of another crate.
pub type Path = Vec<String>;

/// A source file as the rules see it.
pub struct File {
    /// Where it stands among the modules: `["ui", "screens", "takes"]`.
    pub module: Path,
    /// Every path it names outside its tests; those within the crate begin with `crate`.
    pub paths: BTreeSet<Path>,
}

/// Reads what a module names. `modules` are all modules of the crate.
pub fn read(module: &Path, source: &str) -> File {
    let syntax = syn::parse_file(source).unwrap_or_else(|error| panic!("{module:?}: {error}"));
    let mut reader = Reader { here: module.clone(), paths: BTreeSet::new() };
    reader.visit_file(&syntax);
    File { module: module.clone(), paths: reader.paths }
}

struct Reader {
    /// The module that is being read, inline modules included.
    here: Path,
    paths: BTreeSet<Path>,
}

impl Reader {
    fn take_in(&mut self, path: &[String]) {
        let Some(first) = path.first() else { return };
        let rest = |from: usize| path[from..].iter().cloned();
        let absolute: Path = match first.as_str() {
            "crate" | "starling" => std::iter::once("crate".to_owned()).chain(rest(1)).collect(),
            "self" | "super" => {
                let up = path.iter().take_while(|part| *part == "super").count();
                let from = up + usize::from(first == "self");
                let above = self.here.len().saturating_sub(up);
                let base = self.here[..above].iter().cloned();
                std::iter::once("crate".to_owned()).chain(base).chain(rest(from)).collect()
            }
            _ => path.to_vec(),
        };
        self.paths.insert(absolute);
    }

    fn use_tree(&mut self, before: &mut Path, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.use_tree(before, &path.tree);
                before.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|item| self.use_tree(before, item)),
            UseTree::Glob(_) => self.take_in(before),
            UseTree::Name(name) => self.use_leaf(before, name.ident.to_string()),
            UseTree::Rename(rename) => self.use_leaf(before, rename.ident.to_string()),
        }
    }

    fn use_leaf(&mut self, before: &Path, name: String) {
        let mut path = before.clone();
        // `a::{self}` names `a`.
        if name != "self" || path.is_empty() {
            path.push(name);
        }
        self.take_in(&path);
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if !is_for_tests(&item.attrs) {
            self.use_tree(&mut Vec::new(), &item.tree);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_for_tests(&item.attrs) {
            self.here.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.here.pop();
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let parts: Path = path.segments.iter().map(|part| part.ident.to_string()).collect();
        if parts.len() > 1 {
            self.take_in(&parts);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        for path in paths_in_tokens(&call.tokens.to_string()) {
            self.take_in(&path);
        }
        visit::visit_macro(self, call);
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let condition = |attribute: &&Attribute| attribute.path().is_ident("cfg");
    let words = |attribute: &Attribute| match &attribute.meta {
        syn::Meta::List(list) => list.tokens.to_string(),
        _ => String::new(),
    };
    attributes
        .iter()
        .filter(condition)
        .any(|attribute| words(attribute).split([' ', ',', '(']).any(|word| word == "test"))
}

/// Paths of two parts and more in the text of a macro's arguments.
fn paths_in_tokens(text: &str) -> Vec<Path> {
    let is_name = |part: &str| part.starts_with(|first: char| first.is_alphabetic() || first == '_');
    let mut found = Vec::new();
    let mut path: Path = Vec::new();
    let mut goes_on = false;
    // What stands between quotation marks is said, not named.
    let code: Vec<&str> = text.split('"').step_by(2).collect();
    let spaced = code.join(" ").replace("::", " :: ");
    for word in spaced
        .split_whitespace()
        .flat_map(|word| word.split_inclusive(['(', ',', ')', '{', '}', '&', '<', '>']))
    {
        if word == "::" {
            goes_on = !path.is_empty();
            continue;
        }
        let name = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '_');
        if !goes_on {
            found.push(std::mem::take(&mut path));
        }
        goes_on = false;
        if is_name(name) {
            path.push(name.to_owned());
        }
    }
    found.push(path);
    found.retain(|path| path.len() > 1);
    found
}

/// The module of the crate that a path leads to: the longest beginning of it that is one.
fn module_of(path: &[String], modules: &BTreeSet<Path>) -> Option<Path> {
    let inside = path.strip_prefix(&["crate".to_owned()])?;
    (1..=inside.len()).rev().map(|length| inside[..length].to_vec()).find(|module| modules.contains(module))
}

/// Which file names which other ones; a parent and what lies below it are one house and not counted.
pub fn arrows(files: &[File]) -> BTreeMap<Path, BTreeSet<Path>> {
    let modules: BTreeSet<Path> = files.iter().map(|file| file.module.clone()).collect();
    let of_file = |file: &File| {
        let named = file.paths.iter().filter_map(|path| module_of(path, &modules));
        let others =
            named.filter(|other| !other.starts_with(&file.module) && !file.module.starts_with(other));
        (file.module.clone(), others.collect())
    };
    files.iter().map(of_file).collect()
}

/// Files that name each other in a round, the largest rounds first.
pub fn circles(arrows: &BTreeMap<Path, BTreeSet<Path>>) -> Vec<BTreeSet<Path>> {
    let reached = |from: &Path| {
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<&Path> = arrows[from].iter().collect();
        while let Some(next) = waiting.pop() {
            if seen.insert(next.clone()) {
                waiting.extend(&arrows[next]);
            }
        }
        seen
    };
    let reach: BTreeMap<&Path, BTreeSet<Path>> = arrows.keys().map(|file| (file, reached(file))).collect();
    let round = |file: &Path| {
        let back = reach[file].iter().filter(|other| reach[*other].contains(file));
        back.cloned().collect::<BTreeSet<Path>>()
    };
    let rounds: BTreeSet<BTreeSet<Path>> = arrows.keys().map(round).filter(|round| round.len() > 1).collect();
    let mut rounds: Vec<_> = rounds.into_iter().collect();
    rounds.sort_by_key(|round| std::cmp::Reverse(round.len()));
    rounds
}

/// Whether a path is this one or leads into it.
pub fn leads_into(path: &[String], to: &str) -> bool {
    let to: Vec<&str> = to.split("::").collect();
    path.len() >= to.len() && path.iter().zip(&to).all(|(part, wanted)| part == wanted)
}
