//! Putting a take together in a second place, from what is safe in the first and what is in memory.

use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;

use super::{OpenFile, TakeFile};
use crate::audio::syncing::Syncing;
use crate::store::atomic::{append_all, patiently, write_all_at};
use crate::store::wav::{HEADER_LEN, header};

/// Bytes copied at a time.
const COPY_LEN: usize = 1 << 20;

impl TakeFile {
    /// Writes the whole take to a new file, and says which file still holds a beginning that could not be read back.
    pub(super) fn gather_into(&self, open: &mut OpenFile) -> io::Result<Option<PathBuf>> {
        let mut left_behind = None;
        match self.copy_safe(open) {
            Ok(()) => {}
            Err(fault) if fault.from_writing => return Err(fault.error),
            Err(_) => {
                // The beginning cannot be read here and now: silence keeps its time.
                left_behind.clone_from(&self.given_up);
                self.write_silence(open)?;
            }
        }
        append_all(open.growing.file.as_mut(), &self.unsynced)?;
        write_all_at(open.growing.file.as_mut(), 0, &header(self.layout, self.len()))?;
        open.growing.begin_sync(&Syncing::Here);
        open.growing.wait().unwrap_or(Ok(()))?;
        Ok(left_behind)
    }

    fn copy_safe(&self, open: &mut OpenFile) -> Result<(), CopyFault> {
        if self.safe == 0 {
            return Ok(());
        }
        let from =
            self.given_up.as_ref().ok_or_else(|| CopyFault::reading(io::ErrorKind::NotFound.into()))?;
        let mut source = patiently(|| self.fs.open(from)).map_err(CopyFault::reading)?;
        patiently(|| source.seek(SeekFrom::Start(HEADER_LEN))).map_err(CopyFault::reading)?;
        let mut source = source.take(self.safe);
        let mut block = vec![0; COPY_LEN];
        let mut copied = 0_u64;
        while copied < self.safe {
            let read = patiently(|| source.read(&mut block)).map_err(CopyFault::reading)?;
            if read == 0 {
                return Err(CopyFault::reading(io::ErrorKind::UnexpectedEof.into()));
            }
            append_all(open.growing.file.as_mut(), block.get(..read).unwrap_or_default())
                .map_err(CopyFault::writing)?;
            copied = copied.saturating_add(read as u64);
        }
        Ok(())
    }

    fn write_silence(&self, open: &mut OpenFile) -> io::Result<()> {
        patiently(|| open.growing.file.truncate(HEADER_LEN))?;
        let block = vec![0; COPY_LEN];
        let mut left = self.safe;
        while left > 0 {
            let len = left.min(COPY_LEN as u64);
            append_all(
                open.growing.file.as_mut(),
                block.get(..usize::try_from(len).unwrap_or(0)).unwrap_or_default(),
            )?;
            left -= len;
        }
        Ok(())
    }
}

struct CopyFault {
    error: io::Error,
    from_writing: bool,
}

impl CopyFault {
    const fn reading(error: io::Error) -> Self {
        Self { error, from_writing: false }
    }

    const fn writing(error: io::Error) -> Self {
        Self { error, from_writing: true }
    }
}
