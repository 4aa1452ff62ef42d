//! Reading and writing one RON file of the library: size, version, migration, warnings with lines.
//!
//! Reading ends in a value with warnings or in one sentence, whatever the bytes are. Writing keeps what the
//! file held and this program does not know, and proves that the text can be read back before it hands it out.

mod check;
mod head;
mod layout;
mod limits;
#[cfg(test)]
mod tests;
mod unknown;

use std::fmt;

use ron::extensions::Extensions;
use serde::Serialize;
use serde::de::DeserializeOwned;

use self::head::bring_up_to_date;
use self::limits::{check_limits, to_text, without_mark};
use super::ron_tree::{Group, Tree};
pub use check::Check;
pub use unknown::unknown_fields;

/// Something the library keeps in a file of its own.
pub trait Document: Sized {
    /// The word in the file's first line that says what it holds.
    const KIND: &'static str;
    /// What the file is, for somebody who opens it with an editor: the comment it begins with.
    const ABOUT: &'static str;
    /// The version that this program writes; files of higher versions are only read by newer programs.
    const VERSION: u32;
    /// Larger files are refused before anything of them is read.
    const MAX_BYTES: usize = 4 << 20;

    /// How it looks in the file.
    type OnDisk: Serialize + DeserializeOwned + PartialEq;

    /// The value in the form in which it is read back: names on one line, places within the recording.
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

/// What a person can do about a file that cannot be read.
const MEND: &str = "Mend it with an editor, or bring back an earlier copy from a snapshot.";

impl ReadFault {
    /// A fault that `wrong` names, in a sentence that still lacks its full stop.
    fn new(line: impl Into<Option<usize>>, wrong: impl fmt::Display) -> Self {
        Self { line: line.into(), what: format!("{wrong}. {MEND}"), from_the_future: false }
    }

    /// What is wrong alone, for somebody who has no file to mend.
    fn wrong(&self) -> &str {
        self.what.strip_suffix(MEND).unwrap_or(&self.what).trim_end()
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
    warnings.sort_by_key(|warning| warning.line);
    Ok(Read { value, warnings, version: understood.version })
}

/// The text to save, with what `previous` holds beyond this program's knowledge carried over.
///
/// # Errors
/// Where a newer program wrote `previous`, or the text could not be read back.
pub fn write<T: Document>(value: &T, previous: Option<&str>) -> Result<String, WriteFault> {
    let disk = value.to_disk();
    let mut tree = layout::to_tree::<T>(&disk)?;
    if let Some(mut previous) = previous.and_then(|text| Tree::parse(without_mark(text)).ok()) {
        match bring_up_to_date::<T>(&mut previous, &mut Vec::new()) {
            Ok(_) => tree.carry_over(&previous),
            Err(fault) if fault.from_the_future => return Err(WriteFault::FromTheFuture),
            // What is no such document holds nothing to keep.
            Err(_) => {}
        }
    }
    if tree.comments.is_empty() {
        tree.comments.push(format!("// {}", T::ABOUT));
    }
    let text = tree.print();
    prove::<T>(&text, &disk)?;
    Ok(text)
}

/// Whoever opens the library next finds the same value, and nothing to be warned of.
fn prove<T: Document>(text: &str, disk: &T::OnDisk) -> Result<(), WriteFault> {
    let again =
        read::<T>(text.as_bytes()).map_err(|fault| WriteFault::NotReadable(fault.wrong().to_owned()))?;
    if let Some(warning) = again.warnings.into_iter().next() {
        return Err(WriteFault::NotReadable(warning.what));
    }
    if again.value.to_disk() != *disk {
        return Err(WriteFault::NotReadable("it came back changed.".to_owned()));
    }
    Ok(())
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
        ReadFault::new(fault.line, format!("This is not a value in RON, because {}", fault.what))
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
    let disk = parsed.map_err(|(line, code)| ReadFault::new(line, code.to_string().trim_end_matches('.')))?;
    Ok(Understood { tree, disk, version, warnings })
}

fn ron_options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}
