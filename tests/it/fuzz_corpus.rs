//! Everything the fuzz targets have been fed, so that what once did harm never does again.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[expect(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "as the fuzz targets have it, which no lint looks at"
)]
#[path = "../../fuzz/readers.rs"]
mod readers;

/// A file of the corpus has a few kilobytes.
const LONGEST: Duration = Duration::from_secs(10);

fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

fn replay(target: &str, read: fn(&[u8])) {
    for (path, bytes) in corpus(target) {
        let began = Instant::now();
        read(&bytes);
        assert!(began.elapsed() < LONGEST, "{}: {:?}", path.display(), began.elapsed());
    }
}

#[test]
fn wav_files() {
    replay("wav", readers::wav);
}

#[test]
fn flac_files() {
    replay("flac", readers::flac);
}

#[test]
fn opus_packets() {
    replay("opus", readers::opus);
}

#[test]
fn sound_files() {
    replay("sound_file", readers::sound_file);
}

#[test]
fn the_packets_of_the_corpus_are_heard() {
    use starling::audio::encoding::Mix;
    use starling::audio::files::import::import;
    use starling::store::sim::SimFs;
    let heard = corpus("opus").into_iter().filter(|(_, bytes)| {
        let fs = SimFs::default();
        fs.write_outside(Path::new("/from.opus"), &readers::opus_file(bytes)).unwrap();
        let progress = starling::audio::progress::Progress::default();
        import(&fs, Path::new("/from.opus"), Path::new("/to.wav"), Mix::All, &progress)
            .is_ok_and(|imported| !imported.frames.is_zero())
    });
    assert!(heard.count() >= 10, "the file round the packets is one that is read");
}
