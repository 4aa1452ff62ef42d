//! The dialogs and the file manager of the desktop, on threads of their own, because they may never answer.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::audio::engine::Wake;

use super::jobs::{Job, State};

/// After this long a dialog counts as one that will not answer.
const PATIENCE: Duration = Duration::from_mins(5);

/// Nobody closes a dialog this fast; it never opened.
const TOO_FAST_FOR_A_PERSON: Duration = Duration::from_millis(400);

/// What is asked for in a dialog, which says who hears the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The folder of a library.
    Library,
    /// Lists of questions to read.
    QuestionLists,
    /// A file of this name for questions.
    QuestionFile(String),
    /// A folder for the files of a take.
    TakeFolder,
    /// A recording to bring in.
    Recording,
    /// A folder for pictures, tables and the report.
    ProgressFolder,
    /// A file of this name for one of them.
    ProgressFile(String),
}

/// How a dialog ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Several only where files to read were asked for.
    Chosen(Vec<PathBuf>),
    Cancelled,
    /// There is no dialog on this desktop, or it does not answer.
    NoDialog,
}

/// The one dialog of the desktop that may be open.
#[derive(Default)]
pub struct Picker {
    open: Option<Open>,
}

struct Open {
    purpose: Purpose,
    answer: Job<Option<Vec<PathBuf>>>,
    since: Instant,
}

const LISTS: &[&str] = &[
    "md", "markdown", "txt", "csv", "tsv", "json", "yaml", "yml", "html", "htm", "org", "adoc", "rst",
    "wiki", "tex", "ron",
];
const SOUND_FILES: &[&str] = &["wav", "flac", "mp3", "m4a", "aac", "mp4", "ogg", "oga", "opus"];

impl Picker {
    /// Opens a dialog that begins in this folder. A second one is not opened beside it.
    ///
    /// # Errors
    /// Where the system has no thread to give.
    pub fn ask(&mut self, purpose: Purpose, start: PathBuf, wake: Wake) -> std::io::Result<()> {
        if self.open.is_none() {
            let asked = purpose.clone();
            let work = move |_: &_| pick(asked, rfd::FileDialog::new().set_directory(start));
            let answer = Job::start("file dialog", wake, work)?;
            self.open = Some(Open { purpose, answer, since: Instant::now() });
        }
        Ok(())
    }

    pub const fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The answer with what was asked, once there is one.
    pub fn poll(&mut self) -> Option<(Purpose, Answer)> {
        let open = self.open.as_mut()?;
        let took = open.since.elapsed();
        let answer = match open.answer.poll() {
            State::UnderWay if took <= PATIENCE => return None,
            State::Done(Some(paths)) => Answer::Chosen(paths),
            State::Done(None) if took >= TOO_FAST_FOR_A_PERSON => Answer::Cancelled,
            State::UnderWay | State::Done(None) | State::Died => Answer::NoDialog,
        };
        self.open.take().map(|open| (open.purpose, answer))
    }
}

fn pick(purpose: Purpose, dialog: rfd::FileDialog) -> Option<Vec<PathBuf>> {
    match purpose {
        Purpose::Library | Purpose::TakeFolder | Purpose::ProgressFolder => {
            dialog.pick_folder().map(|path| vec![path])
        }
        Purpose::QuestionFile(name) | Purpose::ProgressFile(name) => {
            dialog.set_file_name(name).save_file().map(|path| vec![path])
        }
        Purpose::Recording => {
            dialog.add_filter("Sound files", SOUND_FILES).pick_file().map(|path| vec![path])
        }
        Purpose::QuestionLists => {
            dialog.add_filter("Lists of questions", LISTS).add_filter("Every file", &["*"]).pick_files()
        }
    }
}

/// The folder in which dialogs begin.
pub fn home() -> PathBuf {
    let folders = directories::UserDirs::new();
    folders.map_or_else(|| PathBuf::from("."), |folders| folders.home_dir().to_path_buf())
}

/// The folder that is offered first for what is handed out.
pub fn documents() -> PathBuf {
    let folders = directories::UserDirs::new();
    let found = folders.as_ref().map(|folders| folders.document_dir().unwrap_or(folders.home_dir()));
    found.map_or_else(PathBuf::new, Path::to_path_buf)
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
