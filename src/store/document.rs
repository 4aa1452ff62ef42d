//! Reading and writing one RON file of the library: size, version, migration, warnings with lines.
//!
//! Reading ends in a value with warnings or in one sentence, whatever the bytes are. Writing keeps what the
//! file held and this program does not know, and proves that the text can be read back before it hands it out.

use std::fmt;

use ron::extensions::Extensions;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::ron_tree::{Body, Group, Node, Shape, Tree};

/// Something the library keeps in a file of its own.
pub trait Document: Sized {
    /// The word in the file's first line that says what it holds.
    const KIND: &'static str;
    /// The version that this program writes; files of higher versions are only read by newer programs.
    const VERSION: u32;
    /// Larger files are refused before anything of them is read.
    const MAX_BYTES: usize = 4 << 20;

    /// How it looks in the file.
    type OnDisk: Serialize + DeserializeOwned + PartialEq;

    fn to_disk(&self) -> Self::OnDisk;

    /// Checks every value: what can be replaced is replaced with a warning.
    ///
    /// # Errors
    /// What cannot be done without, such as an id.
    fn from_disk(disk: Self::OnDisk, check: &mut Check<'_, '_>) -> Result<Self, ReadFault>;

    /// Turns the fields of a file of version `from` into those of the version after it.
    fn upgrade(_fields: &mut Group, _from: u32) {}
}

/// What a file held.
#[derive(Clone, Debug, PartialEq)]
pub struct Read<T> {
    pub value: T,
    pub warnings: Vec<DocWarning>,
    /// The version the file was written in.
    pub version: u32,
}

/// Something in a file that had to be replaced or passed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocWarning {
    pub line: Option<usize>,
    pub what: String,
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFault {
    pub line: Option<usize>,
    /// What is wrong and what to do, as a sentence.
    pub what: String,
    /// Whether a newer program wrote the file, which must then be left as it is.
    pub from_the_future: bool,
}

impl ReadFault {
    fn new(line: impl Into<Option<usize>>, what: impl Into<String>) -> Self {
        Self { line: line.into(), what: what.into(), from_the_future: false }
    }
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "Line {line}: {}", self.what),
            None => f.write_str(&self.what),
        }
    }
}

impl std::error::Error for ReadFault {}

/// Why a value was not turned into a file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteFault {
    /// The file there was written by a newer program.
    FromTheFuture,
    /// The text could not be read back; this says why.
    NotReadable(String),
}

impl fmt::Display for WriteFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FromTheFuture => f.write_str(
                "A newer Starling wrote this file, so it is left as it is. Update Starling to change it.",
            ),
            Self::NotReadable(why) => {
                write!(f, "This cannot be saved, because it could not be read back: {why}")
            }
        }
    }
}

impl std::error::Error for WriteFault {}

/// Reads a file's bytes.
///
/// # Errors
/// One sentence for bytes that are no such document, or one from a newer program.
pub fn read<T: Document>(bytes: &[u8]) -> Result<Read<T>, ReadFault> {
    let understood = understand::<T>(bytes)?;
    let mut warnings = understood.warnings;
    let mut check = Check::new(&understood.tree.root, &mut warnings);
    let value = T::from_disk(understood.disk, &mut check)?;
    Ok(Read { value, warnings, version: understood.version })
}

/// The text to save, with what `previous` holds beyond this program's knowledge carried over.
///
/// # Errors
/// Where a newer program wrote `previous`, or the text could not be read back.
pub fn write<T: Document>(value: &T, previous: Option<&str>) -> Result<String, WriteFault> {
    let disk = value.to_disk();
    let mut tree = to_tree::<T>(&disk)?;
    if let Some(mut previous) = previous.and_then(|text| Tree::parse(without_mark(text)).ok()) {
        if bring_up_to_date::<T>(&mut previous, &mut Vec::new()).is_err_and(|fault| fault.from_the_future) {
            return Err(WriteFault::FromTheFuture);
        }
        tree.carry_over(&previous);
    }
    let text = tree.print();
    prove::<T>(&text, &disk)?;
    Ok(text)
}

fn prove<T: Document>(text: &str, disk: &T::OnDisk) -> Result<(), WriteFault> {
    let unreadable = |fault: ReadFault| WriteFault::NotReadable(fault.to_string());
    let mut again = understand::<T>(text.as_bytes()).map_err(unreadable)?;
    if again.disk != *disk {
        return Err(WriteFault::NotReadable("it came back changed".to_owned()));
    }
    let mut check = Check::new(&again.tree.root, &mut again.warnings);
    T::from_disk(again.disk, &mut check).map(drop).map_err(unreadable)
}

struct Understood<D> {
    tree: Tree,
    disk: D,
    version: u32,
    warnings: Vec<DocWarning>,
}

fn understand<T: Document>(bytes: &[u8]) -> Result<Understood<T::OnDisk>, ReadFault> {
    let text = to_text(bytes, T::MAX_BYTES)?;
    let mut tree = Tree::parse(text).map_err(|fault| {
        ReadFault::new(fault.line, format!("This is not a value in RON, because {}. {MEND}", fault.what))
    })?;
    check_limits(&tree.root)?;
    let mut warnings = Vec::new();
    let version = bring_up_to_date::<T>(&mut tree, &mut warnings)?;
    let parsed = if version == T::VERSION {
        ron_options().from_str(text).map_err(|error| (Some(error.span.start.line), error.code))
    } else {
        // The lines of the text that was made just now mean nothing to a reader.
        ron_options().from_str(&tree.print()).map_err(|error| (None, error.code))
    };
    let disk =
        parsed.map_err(|(line, code)| ReadFault::new(line, format!("{}. {MEND}", full_stopless(&code))))?;
    Ok(Understood { tree, disk, version, warnings })
}

/// What a person can do about a file that cannot be read.
const MEND: &str = "Mend it with an editor, or bring back an earlier copy from a snapshot.";

fn full_stopless(error: &ron::Error) -> String {
    error.to_string().trim_end_matches('.').to_owned()
}

fn ron_options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// The bytes as text, where they can be a document at all.
fn to_text(bytes: &[u8], max_bytes: usize) -> Result<&str, ReadFault> {
    if bytes.len() > max_bytes {
        let what = format!(
            "The file is {} KiB long, and one of its kind is never longer than {} KiB. {MEND}",
            bytes.len() >> 10,
            max_bytes >> 10
        );
        return Err(ReadFault::new(None, what));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.split(|&byte| byte == b'\n').count().saturating_sub(1);
        ReadFault::new(line, format!("This line holds bytes that are not text in UTF-8. {MEND}"))
    })?;
    let text = without_mark(text);
    if text.trim().is_empty() {
        return Err(ReadFault::new(1, format!("The file is empty. {MEND}")));
    }
    if text.starts_with('\0') {
        let what = format!("The file begins with zeros, as a power cut leaves them. {MEND}");
        return Err(ReadFault::new(1, what));
    }
    Ok(text)
}

/// The text without the mark that some editors put first.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// No text of a file is longer than this, in bytes.
const MAX_TEXT_BYTES: usize = 1 << 20;
/// No list, map or struct of a file has more entries.
const MAX_ENTRIES: usize = 20_000;

fn check_limits(node: &Node) -> Result<(), ReadFault> {
    match &node.body {
        Body::Scalar(text) if text.len() > MAX_TEXT_BYTES => {
            let what =
                format!("The text that begins here is longer than {} KiB. {MEND}", MAX_TEXT_BYTES >> 10);
            Err(ReadFault::new(node.line, what))
        }
        Body::Scalar(_) => Ok(()),
        Body::Group(group) if group.entries.len() > MAX_ENTRIES => {
            let what = format!("The list that begins here has more than {MAX_ENTRIES} entries. {MEND}");
            Err(ReadFault::new(node.line, what))
        }
        Body::Group(group) => group.entries.iter().try_for_each(|entry| check_limits(&entry.value)),
    }
}

const KIND_FIELD: &str = "starling";
const VERSION_FIELD: &str = "version";

/// Reads kind and version and takes an older file through every version up to this program's.
fn bring_up_to_date<T: Document>(tree: &mut Tree, warnings: &mut Vec<DocWarning>) -> Result<u32, ReadFault> {
    let line = tree.root.line;
    let Some(fields) = tree.root.group_mut().filter(|group| group.shape == Shape::Fields) else {
        let what = format!("The file should hold named fields in round brackets. {MEND}");
        return Err(ReadFault::new(line, what));
    };
    let mut check = Check { node: None, line: Some(line), warnings };
    read_kind::<T>(fields, &mut check)?;
    let version = read_version::<T>(fields, &mut check)?;
    for step in version..T::VERSION {
        T::upgrade(fields, step);
    }
    Ok(version)
}

fn read_kind<T: Document>(fields: &Group, check: &mut Check<'_, '_>) -> Result<(), ReadFault> {
    let Some(node) = fields.field(KIND_FIELD) else {
        check.warn(format!("The file does not say what it holds; it is read as \"{}\".", T::KIND));
        return Ok(());
    };
    let kind = node.as_scalar().and_then(|text| ron::from_str::<String>(text).ok()).unwrap_or_default();
    if kind == T::KIND {
        return Ok(());
    }
    let what = format!("The file says that it holds \"{kind}\", but \"{}\" belongs here. {MEND}", T::KIND);
    Err(ReadFault::new(node.line, what))
}

fn read_version<T: Document>(fields: &Group, check: &mut Check<'_, '_>) -> Result<u32, ReadFault> {
    let Some(node) = fields.field(VERSION_FIELD) else {
        check.warn(format!("The file does not say its version; it is read as version {}.", T::VERSION));
        return Ok(T::VERSION);
    };
    match node.as_scalar().and_then(|text| text.parse::<u32>().ok()) {
        Some(version) if version > T::VERSION => Err(ReadFault {
            line: Some(node.line),
            what: format!(
                "A newer Starling wrote this file (version {version}, this one knows {}). It is left as it is; \
                 update Starling to use it.",
                T::VERSION
            ),
            from_the_future: true,
        }),
        Some(version) if version > 0 => Ok(version),
        _ => {
            let what = format!("The version should be a whole number from 1 to {}. {MEND}", T::VERSION);
            Err(ReadFault::new(node.line, what))
        }
    }
}

fn to_tree<T: Document>(disk: &T::OnDisk) -> Result<Tree, WriteFault> {
    let text = ron_options().to_string(disk).map_err(|error| WriteFault::NotReadable(error.to_string()))?;
    let mut tree = Tree::parse(&text).map_err(|fault| WriteFault::NotReadable(fault.to_string()))?;
    make_legible(&mut tree.root);
    if let Some(fields) = tree.root.group_mut() {
        // A document without fields prints as an empty tuple.
        fields.shape = Shape::Fields;
        fields.set_field(0, KIND_FIELD, Node::scalar(quoted(T::KIND)));
        fields.set_field(1, VERSION_FIELD, Node::scalar(T::VERSION.to_string()));
    }
    Ok(tree)
}

/// Writes texts as people would: the RON crate escapes apostrophes and many letters of the world's scripts.
fn make_legible(node: &mut Node) {
    match &mut node.body {
        Body::Scalar(text) if text.starts_with('"') => {
            if let Ok(plain) = ron::from_str::<String>(text) {
                *text = quoted(&plain);
            }
        }
        Body::Scalar(_) => {}
        Body::Group(group) => {
            for entry in &mut group.entries {
                if let super::ron_tree::Key::Value(key) = &mut entry.key {
                    make_legible(key);
                }
                make_legible(&mut entry.value);
            }
        }
    }
}

fn quoted(plain: &str) -> String {
    let mut text = String::with_capacity(plain.len() + 2);
    text.push('"');
    for letter in plain.chars() {
        match letter {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\t' => text.push_str("\\t"),
            _ if super::names::is_invisible(letter) => text.extend(letter.escape_unicode()),
            _ => text.push(letter),
        }
    }
    text.push('"');
    text
}

/// A place in a file that is being checked, to which warnings are pinned.
pub struct Check<'tree, 'list> {
    node: Option<&'tree Node>,
    /// The line of the value, or of the nearest one around it that the file has.
    line: Option<usize>,
    warnings: &'list mut Vec<DocWarning>,
}

/// Warnings kept of one file; a reader who has mended these can look again.
const MAX_WARNINGS: usize = 50;

impl<'tree, 'list> Check<'tree, 'list> {
    fn new(root: &'tree Node, warnings: &'list mut Vec<DocWarning>) -> Self {
        Self { node: Some(root), line: Some(root.line), warnings }
    }

    /// The field of this name.
    pub fn field(&mut self, name: &str) -> Check<'tree, '_> {
        self.at(self.node.and_then(|node| node.field(name)))
    }

    /// The element at this place.
    pub fn element(&mut self, index: usize) -> Check<'tree, '_> {
        self.at(self.node.and_then(|node| node.element(index)))
    }

    fn at(&mut self, node: Option<&'tree Node>) -> Check<'tree, '_> {
        let line = node.map(|node| node.line).filter(|&line| line > 0).or(self.line);
        Check { node, line, warnings: self.warnings }
    }

    /// Whether the file says anything here.
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.node.is_some()
    }

    pub fn warn(&mut self, what: impl Into<String>) {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(DocWarning { line: self.line, what: what.into() });
        }
    }

    /// The fault of a value that cannot be done without.
    #[must_use]
    pub fn fault(&self, what: impl fmt::Display) -> ReadFault {
        ReadFault::new(self.line, format!("{what}. {MEND}"))
    }
}
