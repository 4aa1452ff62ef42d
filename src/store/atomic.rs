//! Writing with patience and care: a call that a signal interrupted is made again, a write that took part of
//! the bytes goes on with the rest, and a file is replaced whole or not at all.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::fs::{Fs, Kind, WriteFile};

/// Names that begin so are being written, and mean nothing once their writer is gone.
pub const TEMPORARY: &str = ".tmp-";

/// A call that is interrupted this often in a row will never end.
const MOST_INTERRUPTIONS: usize = 100;

/// Makes a call again while signals interrupt it.
///
/// # Errors
/// What the call says when nothing interrupts it.
pub fn patiently<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 0..MOST_INTERRUPTIONS {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
    call()
}

/// Appends all of `bytes`, however few are taken at a time.
///
/// # Errors
/// What the operating system says; part of the bytes may be in the file.
pub fn append_all(file: &mut dyn WriteFile, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let taken = patiently(|| file.append(bytes))?;
        bytes = rest(bytes, taken)?;
    }
    Ok(())
}

/// Overwrites with all of `bytes`, however few are taken at a time.
///
/// # Errors
/// What the operating system says; part of the bytes may be in the file.
pub fn write_all_at(file: &mut dyn WriteFile, mut offset: u64, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let taken = patiently(|| file.write_at(offset, bytes))?;
        bytes = rest(bytes, taken)?;
        offset = offset.saturating_add(taken as u64);
    }
    Ok(())
}

fn rest(bytes: &[u8], taken: usize) -> io::Result<&[u8]> {
    if taken == 0 {
        return Err(io::ErrorKind::WriteZero.into());
    }
    bytes.get(taken..).ok_or_else(|| io::Error::other("more bytes were taken than given"))
}

/// A failed replacement, and whether the new contents stand under the name nevertheless.
#[derive(Debug)]
pub struct ReplaceFault {
    pub error: io::Error,
    /// The new contents are there, but a power cut may still bring the old ones back.
    pub replaced: bool,
}

impl fmt::Display for ReplaceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for ReplaceFault {}

/// Puts `bytes` under a name so that a reader finds the old contents or the new, also after a power cut, and
/// returns once they are on the disk.
///
/// # Errors
/// Whatever step failed; the old contents are untouched unless the fault says otherwise.
pub fn replace(fs: &dyn Fs, path: &Path, bytes: &[u8]) -> Result<(), ReplaceFault> {
    let untouched = |error| ReplaceFault { error, replaced: false };
    refuse_what_is_no_file(fs, path).map_err(untouched)?;
    let temporary = temporary_for(path).map_err(untouched)?;
    if let Err(error) =
        write_new(fs, &temporary, bytes).and_then(|()| patiently(|| fs.rename(&temporary, path)))
    {
        // What cannot be removed now is removed at the next start.
        let _ = patiently(|| fs.remove_file(&temporary));
        return Err(untouched(error));
    }
    sync_names(fs, path).map_err(|error| ReplaceFault { error, replaced: true })
}

/// What somebody put there instead of a file, such as a link, has a meaning that a file in its place would lose.
fn refuse_what_is_no_file(fs: &dyn Fs, path: &Path) -> io::Result<()> {
    match patiently(|| fs.meta(path)) {
        Ok(meta) if meta.kind != Kind::File => {
            let what = "a link, a folder or a device stands in its place, which is left alone";
            Err(io::Error::new(io::ErrorKind::InvalidInput, what))
        }
        // Where it cannot be looked at, the steps that follow say why.
        _ => Ok(()),
    }
}

/// Where the contents of `path` are written before they take its name.
fn temporary_for(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().and_then(|name| name.to_str()).ok_or(io::ErrorKind::InvalidInput)?;
    Ok(path.with_file_name(format!("{TEMPORARY}{name}")))
}

/// Makes a file with these contents and syncs them, but not the name.
fn write_new(fs: &dyn Fs, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = match patiently(|| fs.create_new(path)) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            // An earlier attempt could neither finish nor clean up.
            patiently(|| fs.remove_file(path))?;
            patiently(|| fs.create_new(path))?
        }
        other => other?,
    };
    append_all(file.as_mut(), bytes)?;
    patiently(|| file.sync())
}

pub(super) fn sync_names(fs: &dyn Fs, path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| patiently(|| fs.sync_folder(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sim::{Disk, Every, Fault, FaultPlan, SimFs};

    const PATH: &str = "/story.ron";

    fn before() -> SimFs {
        let fs = SimFs::default();
        replace(&fs, Path::new(PATH), b"the old words").unwrap();
        fs
    }

    fn contents(disk: &Disk) -> Vec<u8> {
        disk.tree().get(Path::new(PATH)).cloned().flatten().unwrap().to_vec()
    }

    #[test]
    fn a_power_cut_at_any_moment_leaves_the_old_file_or_the_new() {
        let fs = before();
        fs.keep_history();
        replace(&fs, Path::new(PATH), b"the new words").unwrap();
        let history = fs.take_history();
        for (step, disk) in history.iter().enumerate() {
            let mut chooser = Every::default();
            loop {
                let found = contents(&disk.after_power_cut(&mut chooser).unwrap());
                assert!(found == b"the new words" || (found == b"the old words" && step + 1 < history.len()));
                if !chooser.advance() {
                    break;
                }
            }
        }
    }

    #[test]
    fn a_call_that_fails_leaves_the_old_file_or_says_that_the_new_one_stands() {
        for fault in Fault::ALL {
            for at in 0..8 {
                let fs = before();
                fs.fail(Some(FaultPlan { at, fault, lasting: false }));
                let outcome = replace(&fs, Path::new(PATH), b"the new words");
                let stands = outcome.as_ref().map_or_else(|fault| fault.replaced, |()| true);
                assert_eq!(contents(&fs.disk()) == b"the new words", stands);
                if matches!(fault, Fault::Eintr | Fault::Short) {
                    assert!(outcome.is_ok());
                }
                fs.fail(None);
                replace(&fs, Path::new(PATH), b"the third words").unwrap();
                assert_eq!(contents(&fs.disk()), b"the third words");
            }
        }
    }
}
