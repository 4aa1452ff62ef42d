//! Going back to an earlier state of the library in the window.

use std::sync::Arc;

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use starling::store::clock::SystemClock;
use starling::store::real::RealFs;
use starling::store::snapshot::Reason;
use starling::store::{Access, Store};

use crate::store::world::{add_take, story};
use crate::support::window::{key, until};

#[test]
fn a_library_goes_back_after_what_would_change_was_shown() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("library");
    {
        let opened = Store::open(Arc::new(RealFs), Arc::new(SystemClock), &root, Access::Write).unwrap();
        let mut store = opened.store;
        let outage = story("s1", "Checkout outage");
        store.save_story(&outage).unwrap();
        add_take(&RealFs, &mut store, "t1", Some("s1"), 12);
        store.snapshot(Reason::Asked).unwrap();
        store.delete_story(&outage.id).unwrap();
    }
    let mut window = crate::ui_disk::window(folder.path());
    key(&mut window, Modifiers::COMMAND, Key::Comma);
    for name in ["Library", "Show earlier states"] {
        window.get_by_label(name).click_accesskit();
        window.run_steps(3);
    }
    until(&mut window, "the states are listed", |app| {
        app.model().snapshots.list.as_ref().is_some_and(|list| !list.is_empty())
    });
    window.run_steps(2);
    let list = window.query_all_by_label_contains("What would change: ").collect::<Vec<_>>();
    list.last().unwrap().click_accesskit();
    window.run_steps(3);
    until(&mut window, "the changes are shown", |app| app.model().snapshots.shown.is_some());
    window.run_steps(2);
    assert!(window.query_by_label_contains("1 story comes back: \"Checkout outage\"").is_some());
    assert_eq!(window.state().model().library.stories().len(), 0, "nothing has changed yet");
    window.get_by_label("Go back to this state").click_accesskit();
    window.run_steps(3);
    until(&mut window, "the story is back", |app| app.model().library.stories().len() == 1);
    assert_eq!(window.state().model().library.takes().len(), 1);
    assert!(window.state().model().snapshots.shown.is_none());
}
