//! `starling export`: takes as files for other programs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgMatches};

use super::argument::{flag, path};
use super::takes::find_story;
use crate::audio::files::bundle::Bundle;
use crate::audio::progress::Progress;
use crate::domain::library::Library;
use crate::domain::take::Take;
use crate::domain::take_export::Kind;
use crate::store::clock::SystemClock;
use crate::store::real::RealFs;
use crate::store::{Access, Store};

/// What is to be handed out, and where to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// A take's id, a story's title or id, or the word all.
    pub what: String,
    /// The folder to write into.
    pub to: PathBuf,
    /// Pack the recording as FLAC.
    pub flac: bool,
    /// Write over files that are there already.
    pub replace: bool,
}

impl Options {
    pub(super) fn arguments(command: clap::Command) -> clap::Command {
        command
            .arg(
                Arg::new("TAKE|STORY|all")
                    .required(true)
                    .help("A take's id, a story's title or id, or the word all"),
            )
            .arg(path("to").long("to").value_name("DIR").required(true).help("The folder to write into"))
            .arg(flag("flac", "Pack the recording as FLAC"))
            .arg(flag("replace", "Write over files that are there already"))
    }

    pub(super) fn read(typed: &mut ArgMatches) -> Self {
        Self {
            what: typed.remove_one("TAKE|STORY|all").unwrap_or_default(),
            to: typed.remove_one("to").unwrap_or_default(),
            flac: typed.get_flag("flac"),
            replace: typed.get_flag("replace"),
        }
    }
}

/// Writes the files of every take that is meant, and says where they lie. Nothing is written over unless that was
/// asked for.
pub(super) fn run(root: &Path, options: &Options) -> Result<Vec<PathBuf>, String> {
    if super::library::is_unused(root) {
        return Ok(Vec::new());
    }
    let opened = Store::open(Arc::new(RealFs), Arc::new(SystemClock), root, Access::ReadOnly);
    let opened = opened.map_err(|error| error.to_string())?;
    for warning in &opened.warnings {
        super::say(warning);
    }
    let (store, library) = (opened.store, opened.library);
    let takes = chosen(&library, &options.what)?;
    let sound = if options.flac { Kind::Flac } else { Kind::Wav };
    let kinds = [sound, Kind::AudacityLabels, Kind::TextGrid, Kind::Table];
    let places: Vec<PathBuf> = takes.iter().map(|take| store.take_audio_path(take)).collect();
    let bundles: Vec<Bundle<'_>> = takes
        .iter()
        .zip(&places)
        .map(|(take, source)| Bundle {
            take,
            source,
            folder: &options.to,
            kinds: &kinds,
            settings: &library.settings,
        })
        .collect();
    let there: Vec<PathBuf> = bundles.iter().flat_map(|bundle| bundle.in_the_way(&RealFs)).collect();
    if let Some(first) = there.first().filter(|_| !options.replace) {
        return Err(format!(
            "{} of the files are there already, so nothing was written. Choose another folder, or add --replace: {}",
            there.len(),
            first.display()
        ));
    }
    let progress = Progress::default();
    let mut written = Vec::new();
    for bundle in &bundles {
        written.extend(bundle.write(&RealFs, &progress).map_err(|error| error.to_string())?);
    }
    Ok(written)
}

/// The takes that a word means, the oldest first.
fn chosen<'a>(library: &'a Library, what: &str) -> Result<Vec<&'a Take>, String> {
    let mut takes: Vec<&Take> = match library.takes().find(|take| take.id.0 == what) {
        Some(take) => vec![take],
        None if what == "all" => library.takes().collect(),
        None => match find_story(library, what) {
            Ok(story) => library.takes_of(Some(&story.id)).collect(),
            Err(_) => {
                return Err(format!(
                    "There is no take with the id \"{what}\" and no single story of that title or id. The command \
                     takes lists both; the word all means every take."
                ));
            }
        },
    };
    takes.sort_by_key(|take| (take.recorded_at, &take.id));
    Ok(takes)
}
