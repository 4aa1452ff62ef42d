//! The corpus of the fuzz targets, replayed, and each of its files cut and changed here and there.

#[path = "../../fuzz/bodies.rs"]
mod bodies;

use std::path::Path;

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    let files: Vec<_> = files.collect();
    assert!(files.len() >= 3, "{name} has a corpus");
    files
}

/// Each file as it is, and some hundred that are like it.
fn replay(name: &str, look: fn(&[u8])) {
    let each = if crate::is_full_campaign() { 20_000 } else { 120 };
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |end: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % end.max(1) as u64).unwrap()
    };
    for file in corpus(name) {
        look(&file);
        for _ in 0..each {
            let mut bytes = file.clone();
            for _ in 0..=next(3) {
                let at = next(bytes.len());
                match next(4) {
                    0 => bytes.truncate(at),
                    1 if !bytes.is_empty() => bytes[at] = u8::try_from(next(256)).unwrap(),
                    2 if !bytes.is_empty() => {
                        let to = (at + next(40)).min(bytes.len());
                        bytes[at..to].fill(0);
                    }
                    _ => {
                        let to = (at + next(80)).min(bytes.len());
                        let piece = bytes[at.min(to)..to].to_vec();
                        let place = next(bytes.len());
                        bytes.splice(place..place, piece);
                    }
                }
            }
            look(&bytes);
        }
    }
}

#[test]
fn documents_of_every_kind() {
    replay("documents", bodies::documents);
}

#[test]
fn notes_beside_a_recording() {
    replay("marks", bodies::marks);
}

#[test]
fn recordings_that_were_not_finished() {
    replay("recovery", bodies::recovery);
}

#[test]
fn files_that_only_the_program_writes() {
    replay("library", bodies::library);
}
