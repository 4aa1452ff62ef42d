//! Dialogs and file managers of the desktop, each on a thread of its own, because they may never answer.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

use eframe::egui::Context;

/// After this long a dialog counts as one that will not answer.
const PATIENCE: Duration = Duration::from_mins(5);

/// Nobody closes a dialog this fast; it never opened.
const TOO_FAST_FOR_A_PERSON: Duration = Duration::from_millis(400);

/// How a dialog ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T = PathBuf> {
    Chosen(T),
    Cancelled,
    /// There is no dialog on this desktop, or it does not answer.
    NoDialog,
}

/// A dialog that is open.
pub struct Picker<T = PathBuf> {
    answer: Receiver<Option<T>>,
    since: Instant,
}

impl Picker {
    /// Asks for a folder.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn folder(ctx: &Context, start: &Path) -> std::io::Result<Self> {
        Self::ask(ctx, start, rfd::FileDialog::pick_folder)
    }

    /// Asks for a file with one of these endings.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn file(
        ctx: &Context,
        start: &Path,
        kind: &'static str,
        endings: &'static [&'static str],
    ) -> std::io::Result<Self> {
        Self::ask(ctx, start, move |dialog| dialog.add_filter(kind, endings).pick_file())
    }

    /// Asks for a place for a file that is to be written.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn new_file(ctx: &Context, start: &Path, name: &str) -> std::io::Result<Self> {
        let name = name.to_owned();
        Self::ask(ctx, start, move |dialog| dialog.set_file_name(name).save_file())
    }
}

impl Picker<Vec<PathBuf>> {
    /// Asks for files to read, one or several, and shows those with one of these endings first.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn files(
        ctx: &Context,
        start: &Path,
        kind: &'static str,
        endings: &'static [&'static str],
    ) -> std::io::Result<Self> {
        Self::ask(ctx, start, move |dialog| {
            dialog.add_filter(kind, endings).add_filter("Every file", &["*"]).pick_files()
        })
    }
}

impl<T: Send + 'static> Picker<T> {
    fn ask(
        ctx: &Context,
        start: &Path,
        pick: impl FnOnce(rfd::FileDialog) -> Option<T> + Send + 'static,
    ) -> std::io::Result<Self> {
        let (say, answer) = sync_channel(1);
        let (ctx, start) = (ctx.clone(), start.to_path_buf());
        std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let chosen = pick(rfd::FileDialog::new().set_directory(start));
            // The window may have stopped waiting.
            drop(say.send(chosen));
            ctx.request_repaint();
        })?;
        Ok(Self { answer, since: Instant::now() })
    }

    /// The answer, once there is one.
    pub fn poll(&self) -> Option<Answer<T>> {
        match self.answer.try_recv() {
            Ok(Some(path)) => Some(Answer::Chosen(path)),
            Ok(None) if self.since.elapsed() < TOO_FAST_FOR_A_PERSON => Some(Answer::NoDialog),
            Ok(None) => Some(Answer::Cancelled),
            Err(TryRecvError::Disconnected) => Some(Answer::NoDialog),
            Err(TryRecvError::Empty) => (self.since.elapsed() > PATIENCE).then_some(Answer::NoDialog),
        }
    }
}

/// Shows a folder in the desktop's file manager.
///
/// # Errors
/// Where there is none, or the system has no thread to give.
pub fn reveal(folder: &Path) -> std::io::Result<()> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut child = Command::new(opener)
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // Somebody has to wait for it, or it stays behind as a zombie.
    std::thread::Builder::new().name("file manager".to_owned()).spawn(move || child.wait())?;
    Ok(())
}
