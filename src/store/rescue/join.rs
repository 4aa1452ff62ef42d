//! Copying a recording into the library, joined with the beginning of it that lies there.

use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use super::Stays;
use super::stray::Stray;
use crate::store::atomic::{TEMPORARY, append_all, patiently};
use crate::store::files::Files;
use crate::store::fs::{ReadFile, WriteFile};
use crate::store::recover::Samples;
use crate::store::wav::header;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// The library has all of it.
    Nothing,
    /// The target holds it, on the disk.
    Written,
    /// What lies there is something else.
    Different,
}

/// Bytes copied at a time: whole frames of every size there is, up to eight channels of 24 and of 32 bits.
const BLOCK_LEN: usize = 96 * 2_730;

/// A recording from its first sample on.
struct Source {
    file: Box<dyn ReadFile>,
    left: u64,
}

impl Source {
    fn open(files: &Files, path: &Path, samples: &Samples) -> io::Result<Self> {
        let mut file = files.open(path)?;
        patiently(|| file.seek(SeekFrom::Start(samples.at)))?;
        Ok(Self { file, left: samples.len })
    }

    /// The next bytes, fewer only at the end.
    fn next(&mut self, block: &mut Vec<u8>) -> io::Result<()> {
        let most = self.left.min(BLOCK_LEN as u64);
        block.clear();
        self.file.by_ref().take(most).read_to_end(block)?;
        self.left -= most;
        if (block.len() as u64) < most {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

/// Writes the whole recording over `target` in one step. `own` is what the library has of it.
pub fn join(
    files: &Files,
    own: Option<(&Path, &Samples)>,
    stray: &Stray,
    samples: &Samples,
    target: &Path,
) -> Result<Joined, Stays> {
    if own.is_some_and(|(_, own)| own.layout != samples.layout) {
        return Ok(Joined::Different);
    }
    let mut first = own.map(|(path, own)| Source::open(files, path, own)).transpose()?;
    let mut second = Source::open(files, &stray.path(), samples)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = target.with_file_name(format!("{TEMPORARY}{name}"));
    files.remove_file(&temporary)?;
    let mut file = files.create_new(&temporary)?;
    let len = own.map_or(samples.len, |(_, own)| own.len.max(samples.len));
    append_all(file.as_mut(), &header(samples.layout, len))?;
    let frame_bytes = samples.layout.frame_bytes().max(1);
    let joined = copy(first.as_mut(), &mut second, frame_bytes, file.as_mut());
    let outcome = joined.and_then(|joined| {
        if joined == Joined::Written {
            patiently(|| file.sync())?;
            files.rename(&temporary, target)?;
            files.sync_names(target)?;
        }
        Ok(joined)
    });
    if !matches!(outcome, Ok(Joined::Written)) {
        // What stays behind is removed at the next start.
        let _ = files.remove_file(&temporary);
    }
    Ok(outcome?)
}

/// Copies the second recording, and where it is silent the first, frame by frame.
fn copy(
    first: Option<&mut Source>,
    second: &mut Source,
    frame_bytes: usize,
    to: &mut dyn WriteFile,
) -> io::Result<Joined> {
    let (mut own, mut other) = (Vec::new(), Vec::new());
    let mut first = first;
    let mut adds = first.as_ref().is_none_or(|first| first.left < second.left);
    while second.left > 0 {
        second.next(&mut other)?;
        own.clear();
        if let Some(first) = first.as_mut() {
            first.next(&mut own)?;
        }
        for (own, other) in own.chunks_exact(frame_bytes).zip(other.chunks_exact_mut(frame_bytes)) {
            if *own == *other {
                continue;
            }
            match (is_silent(own), is_silent(other)) {
                (_, true) => other.copy_from_slice(own),
                (true, false) => adds = true,
                (false, false) => return Ok(Joined::Different),
            }
        }
        append_all(to, &other)?;
        append_all(to, own.get(other.len()..).unwrap_or_default())?;
    }
    while let Some(first) = first.as_mut().filter(|first| first.left > 0) {
        first.next(&mut own)?;
        append_all(to, &own)?;
    }
    Ok(if adds { Joined::Written } else { Joined::Nothing })
}

fn is_silent(frame: &[u8]) -> bool {
    frame.iter().all(|&byte| byte == 0)
}
