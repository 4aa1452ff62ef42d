//! Old recordings are kept in less space once the user asks for that in the settings.

use std::path::Path;
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use starling::app::App;
use starling::domain::take::{SampleFormat, TakeId};
use starling::domain::time::Frames;
use starling::store::atomic::append_all;
use starling::store::clock::SystemClock;
use starling::store::fs::Fs as _;
use starling::store::layout::{AUDIO_ENDING, PACKED_ENDING};
use starling::store::real::RealFs;
use starling::store::wav::{Layout, header};
use starling::store::{Access, Store};

use crate::audio_rig::{RATE, new_take, ramp_of};
use crate::support::window::until;
use crate::ui_disk::{close, window};

/// Puts a take of a second, recorded so many days ago, into the library.
fn add_take(root: &Path, id: &str, days_ago: i64) {
    let opened = Store::open(Arc::new(RealFs), Arc::new(SystemClock), &root.join("library"), Access::Write);
    let mut store = opened.map_err(|error| error.to_string()).unwrap().store;
    let recorded_at = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * days_ago);
    let mut take = new_take(id, "/".into(), Vec::new()).take;
    let place = store.new_recording(None, &take.id, recorded_at).unwrap();
    (take.recorded_at, take.recording.file, take.recording.frames) =
        (recorded_at, place.file, Frames(48_000));
    let sound = ramp_of(0..48_000).into_iter().flat_map(i16::to_le_bytes);
    let bytes: Vec<u8> =
        header(Layout::mono(RATE, SampleFormat::Int16), 96_000).into_iter().chain(sound).collect();
    let mut file = RealFs.create_new(&place.audio).unwrap();
    append_all(file.as_mut(), &bytes).unwrap();
    store.save_take(&take).unwrap();
}

#[test]
fn old_recordings_are_packed_where_the_user_wants_that_and_not_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    add_take(folder.path(), "old", 40);
    add_take(folder.path(), "new", 3);
    let file =
        |app: &App, id: &str| app.model().library.take(&TakeId(id.into())).unwrap().recording.file.clone();
    let mut first = window(folder.path());
    first.run_steps(5);
    assert!(file(first.state(), "old").ends_with(AUDIO_ENDING), "nobody wanted it");
    first.get_by_label("Settings").click();
    first.run_steps(3);
    first.get_by_label("Library").click();
    first.run_steps(3);
    first.get_by_role_and_label(Role::ComboBox, "Old recordings").click();
    first.run_steps(3);
    first.get_by_label("FLAC after 30 days").click();
    until(&mut first, "the old take is packed", |app| file(app, "old").ends_with(PACKED_ENDING));
    assert!(file(first.state(), "new").ends_with(AUDIO_ENDING));
    close(first);

    let second = window(folder.path());
    assert!(second.state().model().notices.all().is_empty(), "{:?}", second.state().model().notices);
    assert!(file(second.state(), "old").ends_with(PACKED_ENDING));
    let takes = folder.path().join("library/stories/unfiled/takes");
    let files: Vec<_> = std::fs::read_dir(takes).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files.len(), 4, "two documents and two recordings: {files:?}");
}
