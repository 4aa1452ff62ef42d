//! Reading every document of a library: what can be read is loaded, what cannot is named and stays as it is.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::conflict;
use super::document::{self, DocWarning, Document, Read};
use super::error::reason;
use super::files::Files;
use super::fs::Kind;
use super::index::{Index, fingerprint};
use super::layout::{DOCUMENT_ENDING, Layout, STORY_FILE};
use super::recording;
use super::scan::Scan;
use super::schema::{LibraryHead, QuestionFile, SettingsFile};
use super::warning::Warning;
use crate::domain::library::Library;
use crate::domain::preparation::Preparation;
use crate::domain::story::{Story, StoryId};
use crate::domain::take::Take;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub head: Option<LibraryHead>,
    pub head_from_the_future: Option<String>,
    pub library: Library,
    pub settings: SettingsFile,
    pub index: Index,
    pub warnings: Vec<Warning>,
    /// Files and folders that others may read.
    pub exposed: Vec<PathBuf>,
    /// Whether a document was written by an earlier version of the program.
    pub outdated: bool,
}

/// A document to read, and where a take's story stands.
#[derive(Clone, Debug)]
enum Job {
    Questions(PathBuf),
    Story(PathBuf),
    Take(PathBuf),
}

#[derive(Debug)]
enum Doc {
    Questions(QuestionFile),
    Story(Box<Story>),
    Take(Box<Take>),
}

/// One document as it was found.
#[derive(Debug)]
struct Parsed {
    path: PathBuf,
    hash: Option<u64>,
    modified: Option<SystemTime>,
    exposed: Vec<PathBuf>,
    doc: Result<Doc, Warning>,
    from_the_future: bool,
    warnings: Vec<Warning>,
    outdated: bool,
}

impl Parsed {
    /// Of two documents with the same id the one that comes first counts. Whatever makes a copy adds to the name, so
    /// the one that is called as the program calls it comes first, then the one with the shorter name, then the newer.
    fn rank(&self) -> (bool, usize, std::cmp::Reverse<Option<SystemTime>>, PathBuf) {
        let file = conflict::name_of(&self.path);
        let folder = self.path.parent().map(conflict::name_of).unwrap_or_default();
        let (name, id) = match &self.doc {
            Ok(Doc::Take(take)) => (file.trim_end_matches(DOCUMENT_ENDING), &take.id.0),
            Ok(Doc::Story(story)) => (folder, &story.id.0),
            _ => return (true, file.len(), std::cmp::Reverse(self.modified), self.path.clone()),
        };
        let is_usual = name.strip_suffix(id.as_str()).is_some_and(|start| start.ends_with('-'));
        (!is_usual, file.len() + folder.len(), std::cmp::Reverse(self.modified), self.path.clone())
    }
}

impl Loaded {
    pub fn read(files: &Files, layout: &Layout, scan: &Scan) -> Self {
        let mut loaded = Self { warnings: scan.warnings.clone(), ..Self::default() };
        loaded.read_root(files, layout);
        let jobs = jobs(scan);
        let mut parsed = read_all(files, &jobs);
        parsed.sort_by_cached_key(Parsed::rank);
        let (takes, others): (Vec<_>, Vec<_>) =
            parsed.into_iter().partition(|parsed| matches!(parsed.doc, Ok(Doc::Take(_))));
        for parsed in others {
            loaded.put(parsed);
        }
        let stories: HashMap<PathBuf, StoryId> =
            loaded.index.stories.iter().map(|(id, folder)| (folder.clone(), id.clone())).collect();
        let stories = loaded.with_second_folders(stories, scan);
        for parsed in takes {
            loaded.put_take(parsed, layout, &stories);
        }
        loaded.warnings.sort_by(|a, b| (&a.path, a.line, &a.what).cmp(&(&b.path, b.line, &b.what)));
        loaded
    }

    fn read_root(&mut self, files: &Files, layout: &Layout) {
        let head = read_document::<LibraryHead>(files, &layout.head());
        self.head_from_the_future =
            head.from_the_future.then(|| head.outcome.as_ref().err().map(|w| w.what.clone())).flatten();
        self.head = self.take_root(head, &layout.head());
        let settings = read_document::<SettingsFile>(files, &layout.settings());
        self.settings = self.take_root(settings, &layout.settings()).unwrap_or_default();
        let plan = read_document::<Preparation>(files, &layout.plan());
        self.library.preparation = self.take_root(plan, &layout.plan()).unwrap_or_default();
        self.library.settings = self.settings.settings.clone();
        self.library.hidden_questions = self.settings.hidden_questions.clone();
    }

    fn take_root<T>(&mut self, document: ReadDocument<T>, path: &Path) -> Option<T> {
        self.note(path, document.hash, document.outcome.is_err(), document.from_the_future);
        self.warnings.extend(document.warnings);
        self.outdated |= document.outdated;
        self.exposed.extend(document.exposed.then(|| path.to_owned()));
        match document.outcome {
            Ok(value) => value,
            Err(warning) => {
                // A link in place of a document was named where it lies.
                if self.warnings.iter().all(|named| named.path != warning.path) {
                    self.warnings.push(warning);
                }
                None
            }
        }
    }

    fn note(&mut self, path: &Path, hash: Option<u64>, broken: bool, from_the_future: bool) {
        if let Some(hash) = hash {
            self.index.seen.insert(path.to_owned(), hash);
            if broken && !from_the_future {
                self.index.broken.insert(path.to_owned());
            }
        }
    }

    fn put(&mut self, parsed: Parsed) {
        self.note(&parsed.path, parsed.hash, parsed.doc.is_err(), parsed.from_the_future);
        self.exposed.extend(parsed.exposed);
        self.warnings.extend(parsed.warnings);
        self.outdated |= parsed.outdated;
        match parsed.doc {
            Ok(Doc::Questions(file)) => self.put_questions(file, &parsed.path),
            Ok(Doc::Story(story)) => self.put_story(*story, &parsed.path),
            Ok(Doc::Take(_)) => {}
            Err(warning) => self.warnings.push(warning),
        }
    }

    fn put_questions(&mut self, file: QuestionFile, path: &Path) {
        for question in file.questions {
            if let Some(first) = self.index.questions.get(&question.id) {
                let what = second("question", &question.id.0, first);
                self.warnings.push(Warning::new(path, what));
            } else {
                self.index.questions.insert(question.id.clone(), path.to_owned());
                self.library.put_own_question(question);
            }
        }
    }

    fn put_story(&mut self, story: Story, path: &Path) {
        let Some(folder) = path.parent() else { return };
        if let Some(first) = self.index.stories.get(&story.id) {
            let what = second("story", &story.id.0, first);
            self.warnings.push(Warning::new(path, what));
        } else {
            self.index.stories.insert(story.id.clone(), folder.to_owned());
            self.library.put_story(story);
        }
    }

    /// Takes in a second folder of the same story belong to it too.
    fn with_second_folders(
        &self,
        mut stories: HashMap<PathBuf, StoryId>,
        scan: &Scan,
    ) -> HashMap<PathBuf, StoryId> {
        let ids: BTreeMap<String, &StoryId> = self
            .index
            .stories
            .iter()
            .map(|(id, folder)| (conflict::name_of(folder).to_owned(), id))
            .collect();
        for folder in scan.stories.iter().filter(|folder| !folder.unfiled) {
            let name = conflict::name_of(&folder.path);
            let copied = name.split_once(" (").or_else(|| name.rsplit_once(' ')).map(|(name, _)| name);
            if let Some(id) = copied.and_then(|name| ids.get(name)) {
                stories.entry(folder.path.clone()).or_insert_with(|| (*id).clone());
            }
        }
        stories
    }

    fn put_take(&mut self, parsed: Parsed, layout: &Layout, stories: &HashMap<PathBuf, StoryId>) {
        self.note(&parsed.path, parsed.hash, false, false);
        self.exposed.extend(parsed.exposed);
        self.warnings.extend(parsed.warnings);
        self.outdated |= parsed.outdated;
        let Ok(Doc::Take(mut take)) = parsed.doc else { return };
        if let Some(first) = self.index.takes.get(&take.id) {
            let what = second("take", &take.id.0, first);
            self.warnings.push(Warning::new(&parsed.path, what));
            return;
        }
        let folder = parsed.path.parent().and_then(Path::parent);
        if folder == Some(&layout.unfiled()) {
            take.story = None;
        } else if let Some(id) = folder.and_then(|folder| stories.get(folder)) {
            // Where a take lies says to whom it belongs, because people move files.
            take.story = Some(id.clone());
        }
        self.index.takes.insert(take.id.clone(), parsed.path);
        self.library.put_take(*take);
    }
}

fn second(what: &str, id: &str, first: &Path) -> String {
    format!(
        "This {what} is in the library twice (id {id}), so only one of them is loaded: {}. Compare the two, keep \
         what is right, and delete the other.",
        first.display()
    )
}

fn jobs(scan: &Scan) -> Vec<Job> {
    let questions = scan.questions.iter().cloned().map(Job::Questions);
    let stories = scan.stories.iter().filter(|folder| folder.has_story);
    let stories = stories.map(|folder| Job::Story(folder.path.join(STORY_FILE)));
    let takes = scan.stories.iter().flat_map(|folder| {
        let takes = folder.takes_folder();
        folder
            .stems(DOCUMENT_ENDING)
            .map(move |stem| Job::Take(takes.join(format!("{stem}{DOCUMENT_ENDING}"))))
            .collect::<Vec<_>>()
    });
    questions.chain(stories).chain(takes).collect()
}

/// Fewer documents than this are read faster by one thread than by several.
const FEW_DOCUMENTS: usize = 256;
/// More threads than this only wait for the disk.
const MOST_THREADS: usize = 8;

fn read_all(files: &Files, jobs: &[Job]) -> Vec<Parsed> {
    let threads = std::thread::available_parallelism().map_or(1, |count| count.get().min(MOST_THREADS));
    if jobs.len() < FEW_DOCUMENTS || threads == 1 {
        return jobs.iter().map(|job| read_job(files, job)).collect();
    }
    let share = jobs.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let readers: Vec<_> = jobs
            .chunks(share)
            .map(|jobs| {
                let read = move || jobs.iter().map(|job| read_job(files, job)).collect::<Vec<_>>();
                let builder = std::thread::Builder::new().name("library reader".to_owned());
                builder.spawn_scoped(scope, read).map_err(|_| jobs)
            })
            .collect();
        let parsed = readers.into_iter().flat_map(|reader| match reader {
            Ok(thread) => thread.join().unwrap_or_default(),
            // No thread could be had, so this one does the work.
            Err(jobs) => jobs.iter().map(|job| read_job(files, job)).collect(),
        });
        parsed.collect()
    })
}

fn read_job(files: &Files, job: &Job) -> Parsed {
    match job {
        Job::Questions(path) => parse(files, path, Doc::Questions),
        Job::Story(path) => parse(files, path, |story: Story| Doc::Story(Box::new(story))),
        Job::Take(path) => {
            let mut parsed = parse(files, path, |take: Take| Doc::Take(Box::new(take)));
            if let Ok(Doc::Take(take)) = &mut parsed.doc {
                take.recording.file = recording::file_that_is_there(files, path, &take.recording.file);
                let audio = path.with_file_name(&take.recording.file);
                match files.meta(&audio) {
                    Ok(Some(meta)) if meta.kind == Kind::File => {
                        parsed.exposed.extend(meta.exposed.then_some(audio));
                    }
                    // A link or a device was named where it lies.
                    Ok(Some(meta)) if meta.kind == Kind::Other => {}
                    Ok(_) => parsed.warnings.push(Warning::new(
                        audio,
                        "The recording of this take is missing. If it was moved, put it back; its notes and \
                         times are still here.",
                    )),
                    Err(error) => {
                        parsed.warnings.push(Warning::io(
                            &audio,
                            "The recording cannot be looked at",
                            &error,
                        ));
                    }
                }
            }
            parsed
        }
    }
}

fn parse<T: Document>(files: &Files, path: &Path, wrap: impl FnOnce(T) -> Doc) -> Parsed {
    let read = read_document::<T>(files, path);
    Parsed {
        path: path.to_owned(),
        hash: read.hash,
        modified: read.modified,
        exposed: if read.exposed { vec![path.to_owned()] } else { Vec::new() },
        doc: read.outcome.and_then(|value| {
            value
                .map(wrap)
                .ok_or_else(|| Warning::new(path, "The file went away while the library was read."))
        }),
        from_the_future: read.from_the_future,
        warnings: read.warnings,
        outdated: read.outdated,
    }
}

/// One document, whatever became of reading it; `Ok(None)` where it is missing.
pub(super) struct ReadDocument<T> {
    pub outcome: Result<Option<T>, Warning>,
    pub hash: Option<u64>,
    pub warnings: Vec<Warning>,
    pub from_the_future: bool,
    modified: Option<SystemTime>,
    exposed: bool,
    outdated: bool,
}

pub(super) fn read_document<T: Document>(files: &Files, path: &Path) -> ReadDocument<T> {
    let mut read = ReadDocument {
        outcome: Ok(None),
        hash: None,
        warnings: Vec::new(),
        from_the_future: false,
        modified: None,
        exposed: false,
        outdated: false,
    };
    let bytes = match files.read_if_there(path, T::MAX_BYTES) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return read,
        Err(error) => {
            let what = format!("This file cannot be read, because {}. It is left as it is.", reason(&error));
            read.outcome = Err(Warning::new(path, what));
            return read;
        }
    };
    if let Ok(Some(meta)) = files.meta(path) {
        (read.modified, read.exposed) = (meta.modified, meta.exposed);
    }
    read.hash = Some(fingerprint(&bytes));
    let warn = |DocWarning { line, what }| Warning { path: path.to_owned(), line, what };
    match document::read::<T>(&bytes) {
        Ok(Read { value, warnings, version }) => {
            read.outdated = version < T::VERSION;
            read.warnings = warnings.into_iter().map(warn).collect();
            read.outcome = Ok(Some(value));
        }
        Err(fault) => {
            read.from_the_future = fault.from_the_future;
            read.outcome = Err(warn(DocWarning { line: fault.line, what: fault.what }));
        }
    }
    read
}
