//! What a disk holds for certain, and what has been asked of it since.
//!
//! Every file has its durable bytes and the writes since its last sync; the names in folders have theirs. A
//! power cut keeps what is durable and any part of the rest: whole writes may be missing, torn or zeros, and
//! names may have changed or not, each by itself. Only changes of the same name keep their order, because
//! every journal keeps that one.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Component, Path};
use std::sync::Arc;

use super::choose::Chooser;
use crate::store::fs::Kind;

/// Where a file or folder is kept, whatever its names are.
pub type NodeIndex = usize;

/// A disk with its cache, cheap to copy.
#[derive(Clone, Debug)]
pub struct Disk {
    nodes: Vec<Arc<Node>>,
    pending: Vec<Arc<Renaming>>,
}

#[derive(Clone, Debug)]
pub struct Node {
    pub body: Body,
    pub exposed: bool,
    /// Counts up with every change, in place of a time of day.
    pub modified: u64,
}

#[derive(Clone, Debug)]
pub enum Body {
    File(Contents),
    Folder { seen: Names, durable: Names },
    Link,
}

type Names = BTreeMap<OsString, NodeIndex>;

/// The bytes of a file as programs see them and as the disk has them.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    pub seen: Arc<Vec<u8>>,
    durable: Arc<Vec<u8>>,
    pending: Vec<Change>,
    /// A sync failed, and the operating system has forgotten what it had not written.
    forgotten: bool,
}

#[derive(Clone, Debug)]
enum Change {
    Write { at: usize, bytes: Arc<[u8]> },
    Cut { len: usize },
}

/// A change of names that happens whole or not at all, durable with the folder in which it ends.
#[derive(Clone, Debug)]
struct Renaming {
    sets: Vec<(NodeIndex, OsString, Option<NodeIndex>)>,
    durable_with: NodeIndex,
}

impl Default for Disk {
    fn default() -> Self {
        Self { nodes: vec![Arc::new(folder(0))], pending: Vec::new() }
    }
}

fn folder(modified: u64) -> Node {
    Node { body: Body::Folder { seen: Names::new(), durable: Names::new() }, exposed: false, modified }
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Disk {
    const ROOT: NodeIndex = 0;

    pub fn find(&self, path: &Path) -> io::Result<NodeIndex> {
        let mut at = Self::ROOT;
        for part in path.components() {
            if let Component::Normal(name) = part {
                at = *self.names(at)?.get(name).ok_or_else(not_found)?;
            }
        }
        Ok(at)
    }

    /// The folder that holds `path`, and the name there.
    pub fn find_parent<'a>(&self, path: &'a Path) -> io::Result<(NodeIndex, &'a OsStr)> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        Ok((self.find(path.parent().ok_or(io::ErrorKind::InvalidInput)?)?, name))
    }

    pub fn node(&self, at: NodeIndex) -> io::Result<&Node> {
        self.nodes.get(at).map(AsRef::as_ref).ok_or_else(not_found)
    }

    pub fn node_mut(&mut self, at: NodeIndex) -> io::Result<&mut Node> {
        self.nodes.get_mut(at).map(Arc::make_mut).ok_or_else(not_found)
    }

    pub fn names(&self, at: NodeIndex) -> io::Result<&Names> {
        match &self.node(at)?.body {
            Body::Folder { seen, .. } => Ok(seen),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub fn contents(&self, at: NodeIndex) -> io::Result<&Contents> {
        match &self.node(at)?.body {
            Body::File(contents) => Ok(contents),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    pub fn contents_mut(&mut self, at: NodeIndex) -> io::Result<&mut Contents> {
        match &mut self.node_mut(at)?.body {
            Body::File(contents) => Ok(contents),
            _ => Err(io::ErrorKind::InvalidInput.into()),
        }
    }

    pub fn kind(&self, at: NodeIndex) -> io::Result<Kind> {
        Ok(match self.node(at)?.body {
            Body::File(_) => Kind::File,
            Body::Folder { .. } => Kind::Folder,
            Body::Link => Kind::Other,
        })
    }

    fn add_node(&mut self, node: Node) -> NodeIndex {
        self.nodes.push(Arc::new(node));
        self.nodes.len() - 1
    }

    /// Makes something of a new name in a folder.
    pub fn create(&mut self, path: &Path, body: Body, modified: u64) -> io::Result<NodeIndex> {
        let (parent, name) = self.find_parent(path)?;
        if self.names(parent)?.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let place = self.add_node(Node { body, exposed: false, modified });
        self.change_names(vec![(parent, name.to_owned(), Some(place))], parent)?;
        Ok(place)
    }

    pub fn create_folder(&mut self, path: &Path, modified: u64) -> io::Result<NodeIndex> {
        self.create(path, folder(modified).body, modified)
    }

    pub fn link(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let place = self.find(from)?;
        self.contents(place)?;
        let (parent, name) = self.find_parent(to)?;
        if self.names(parent)?.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.change_names(vec![(parent, name.to_owned(), Some(place))], parent)
    }

    pub fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let place = self.find(from)?;
        let ((old, old_name), (new, new_name)) = (self.find_parent(from)?, self.find_parent(to)?);
        if let Some(&there) = self.names(new)?.get(new_name) {
            if there == place {
                return Ok(());
            }
            match (self.kind(place)?, self.kind(there)?) {
                (Kind::Folder, Kind::Folder) if self.names(there)?.is_empty() => {}
                (Kind::Folder, _) | (_, Kind::Folder) => return Err(io::ErrorKind::DirectoryNotEmpty.into()),
                _ => {}
            }
        }
        let sets = vec![(old, old_name.to_owned(), None), (new, new_name.to_owned(), Some(place))];
        self.change_names(sets, new)
    }

    pub fn remove(&mut self, path: &Path, expected: Kind) -> io::Result<()> {
        let place = self.find(path)?;
        if expected == Kind::Folder && !self.names(place)?.is_empty() {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        if (expected == Kind::Folder) != (self.kind(place)? == Kind::Folder) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let (parent, name) = self.find_parent(path)?;
        self.change_names(vec![(parent, name.to_owned(), None)], parent)
    }

    fn change_names(
        &mut self,
        sets: Vec<(NodeIndex, OsString, Option<NodeIndex>)>,
        durable_with: NodeIndex,
    ) -> io::Result<()> {
        for (folder, name, place) in &sets {
            if let Body::Folder { seen, .. } = &mut self.node_mut(*folder)?.body {
                set(seen, name, *place);
            }
        }
        self.pending.push(Arc::new(Renaming { sets, durable_with }));
        Ok(())
    }

    /// Makes the names in a folder durable, with every earlier change they build on.
    pub fn sync_folder(&mut self, folder: NodeIndex) -> io::Result<()> {
        self.names(folder)?;
        let wanted: BTreeSet<usize> =
            (0..self.pending.len()).filter(|&i| self.renaming(i).durable_with == folder).collect();
        let kept = self.with_causes(wanted);
        self.settle(&kept)?;
        let mut index = 0;
        self.pending.retain(|_| {
            index += 1;
            !kept.contains(&(index - 1))
        });
        Ok(())
    }

    fn renaming(&self, index: usize) -> &Renaming {
        #[expect(clippy::indexing_slicing, reason = "indexes come from the list's own length")]
        &self.pending[index]
    }

    /// Adds to the chosen changes every earlier one that touches one of the same names.
    fn with_causes(&self, mut chosen: BTreeSet<usize>) -> BTreeSet<usize> {
        for later in (0..self.pending.len()).rev() {
            if !chosen.contains(&later) {
                continue;
            }
            for earlier in 0..later {
                let touches = |(folder, name, _): &(NodeIndex, OsString, Option<NodeIndex>)| {
                    self.renaming(later).sets.iter().any(|(f, n, _)| f == folder && n == name)
                };
                if self.renaming(earlier).sets.iter().any(touches) {
                    chosen.insert(earlier);
                }
            }
        }
        chosen
    }

    fn settle(&mut self, chosen: &BTreeSet<usize>) -> io::Result<()> {
        for &index in chosen {
            let renaming = Arc::clone(self.pending.get(index).ok_or_else(not_found)?);
            for (folder, name, place) in &renaming.sets {
                if let Body::Folder { durable, .. } = &mut self.node_mut(*folder)?.body {
                    set(durable, name, *place);
                }
            }
        }
        Ok(())
    }

    /// How many changes of names and bytes a power cut could still undo.
    #[must_use]
    pub fn unsynced(&self) -> usize {
        let writes = self.nodes.iter().filter_map(|node| match &node.body {
            Body::File(contents) => Some(contents.pending.len()),
            _ => None,
        });
        self.pending.len() + writes.sum::<usize>()
    }

    /// The disk as it is found after the power came back, one of many: `chooser` decides what had arrived.
    pub fn after_power_cut(&self, chooser: &mut impl Chooser) -> io::Result<Self> {
        let mut disk = self.clone();
        let arrived: BTreeSet<usize> = (0..self.pending.len()).filter(|_| chooser.pick(2) == 1).collect();
        disk.settle(&self.with_causes(arrived))?;
        disk.pending.clear();
        let mut todo = vec![Self::ROOT];
        let mut done = BTreeSet::new();
        while let Some(place) = todo.pop() {
            if !done.insert(place) {
                continue;
            }
            match &mut disk.node_mut(place)?.body {
                Body::File(contents) => contents.lose_power(chooser),
                Body::Folder { seen, durable } => {
                    seen.clone_from(durable);
                    todo.extend(seen.values());
                }
                Body::Link => {}
            }
        }
        Ok(disk)
    }

    /// Everything the disk holds, by path.
    #[must_use]
    pub fn tree(&self) -> BTreeMap<std::path::PathBuf, Option<Arc<Vec<u8>>>> {
        let mut tree = BTreeMap::new();
        let mut todo = vec![(std::path::PathBuf::from("/"), Self::ROOT)];
        while let Some((path, place)) = todo.pop() {
            match self.node(place).map(|node| &node.body) {
                Ok(Body::File(contents)) => {
                    tree.insert(path, Some(Arc::clone(&contents.seen)));
                }
                Ok(Body::Folder { seen, .. }) => {
                    todo.extend(seen.iter().map(|(name, place)| (path.join(name), *place)));
                    tree.insert(path, None);
                }
                _ => {}
            }
        }
        tree
    }
}

fn set(names: &mut Names, name: &OsStr, place: Option<NodeIndex>) {
    match place {
        Some(place) => names.insert(name.to_owned(), place),
        None => names.remove(name),
    };
}

impl Contents {
    pub fn write(&mut self, at: usize, bytes: &[u8]) {
        let change = Change::Write { at, bytes: bytes.into() };
        change.apply(Arc::make_mut(&mut self.seen));
        self.pending.push(change);
    }

    pub fn cut(&mut self, len: usize) {
        let change = Change::Cut { len };
        change.apply(Arc::make_mut(&mut self.seen));
        self.pending.push(change);
    }

    pub fn sync(&mut self) {
        if !self.forgotten {
            self.durable = Arc::clone(&self.seen);
            self.pending.clear();
        }
    }

    /// After a failed sync a later one succeeds and proves nothing.
    pub fn fail_sync(&mut self) {
        self.forgotten = true;
    }

    fn lose_power(&mut self, chooser: &mut impl Chooser) {
        if !self.pending.is_empty() {
            let mut bytes = (*self.durable).clone();
            for change in &self.pending {
                change.arrive(&mut bytes, chooser);
            }
            self.seen = Arc::new(bytes);
        }
        self.durable = Arc::clone(&self.seen);
        self.pending.clear();
        self.forgotten = false;
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes: new } => put(bytes, *at, new),
            Self::Cut { len } => bytes.resize(*len, 0),
        }
    }

    /// Not at all, whole, torn, or only as a length with zeros in it.
    fn arrive(&self, bytes: &mut Vec<u8>, chooser: &mut impl Chooser) {
        match self {
            Self::Cut { .. } => {
                if chooser.pick(2) == 1 {
                    self.apply(bytes);
                }
            }
            Self::Write { at, bytes: new } => match chooser.pick(if new.len() > 1 { 4 } else { 2 }) {
                0 => {}
                1 => put(bytes, *at, new),
                2 => put(bytes, *at, new.get(..new.len() / 2).unwrap_or_default()),
                _ => put(bytes, *at, &vec![0; new.len()]),
            },
        }
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, new: &[u8]) {
    let end = at + new.len();
    if bytes.len() < end {
        bytes.resize(end, 0);
    }
    if let Some(target) = bytes.get_mut(at..end) {
        target.copy_from_slice(new);
    }
}
