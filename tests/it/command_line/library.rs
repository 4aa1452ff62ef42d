//! Commands on libraries that are new, broken, or to be taken back to an earlier state.

use super::*;
use starling::store::snapshot::Reason;

fn write(path: &Path, text: &str) {
    starling::store::preferences::make_folder(&RealFs, path.parent().unwrap()).unwrap();
    starling::store::outside::write(&RealFs, path, text.as_bytes(), true).unwrap();
}

fn store(home: &Home) -> Store {
    Store::open(Arc::new(RealFs), Arc::new(SystemClock), &home.library(), Access::Write).unwrap().store
}

/// The only path below the library that ends like this, snapshots and trash left aside.
fn find(home: &Home, ending: &str) -> std::path::PathBuf {
    let stories = contents(&home.library().join("stories"));
    stories.into_iter().map(|(path, _)| path).find(|path| path.to_string_lossy().ends_with(ending)).unwrap()
}

#[test]
fn where_the_window_was_never_opened_reading_finds_nothing_and_writing_makes_the_library() {
    let home = Home::empty();
    let to = home.folder.path().join("out").display().to_string();
    for arguments in [
        vec!["check"],
        vec!["takes"],
        vec!["questions", "--search", "conflict"],
        vec!["restore", "--list"],
        vec!["export", "all", "--to", &to],
    ] {
        let output = home.run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
        assert_eq!(contents(home.folder.path()), [], "{arguments:?}");
    }
    assert!(said(&home.run(&["takes"])).contains("The library is empty"));
    let list = home.folder.path().join("list.txt");
    write(&list, "What would you do differently next time?\n");
    let output = home.run(&["import", list.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(home.folder.path().join(".local/share/starling/library/library.ron").exists());
    assert!(printed(&home.run(&["check"])).contains("1 question of your own"));
}

#[test]
fn an_empty_folder_is_an_empty_library() {
    let home = Home::empty();
    RealFs.create_folder(&home.library()).unwrap();
    let list = home.folder.path().join("list.txt");
    write(&list, "What would you do differently next time?\n");
    let list = list.display().to_string();
    for arguments in [vec!["check"], vec!["takes"], vec!["questions"], vec!["import", "--dry-run", &list]] {
        let output = home.run_here(&arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", said(&output));
        assert_eq!(contents(&home.library()), []);
    }
    write(&home.library().join("thesis.odt"), "words");
    assert_eq!(home.run_here(&["check"]).status.code(), Some(1));
}

#[test]
fn a_library_goes_back_to_a_snapshot_with_the_voice_and_says_what_changes() {
    let home = Home::with_a_take();
    let id = fixture::<Story>("story").id;
    let mut open = store(&home);
    open.snapshot(Reason::Asked).unwrap();
    drop(open);
    let before = contents(&home.library().join("stories"));
    store(&home).delete_story(&id).unwrap();
    let deleted = contents(&home.library());

    let listed = printed(&home.run_here(&["restore", "--list"]));
    assert!(listed.contains("-asked") && listed.contains("asked for"), "{listed}");
    let shown = home.run_here(&["restore", "latest", "--dry-run"]);
    let shown = printed(&shown);
    assert!(shown.contains("1 story comes back") && shown.contains("1 take comes back"), "{shown}");
    assert_eq!(contents(&home.library()), deleted, "nothing has changed yet");

    let name = listed.lines().nth(1).unwrap().split_whitespace().next().unwrap();
    let output = home.run_here(&["restore", name]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert_eq!(contents(&home.library().join("stories")), before, "the voice is back too");
    let listed = printed(&home.run_here(&["restore"]));
    assert!(listed.contains("going-back"), "what was there before is a snapshot: {listed}");
    assert!(printed(&home.run_here(&["restore", name, "--dry-run"])).contains("Nothing differs"));
    assert_eq!(home.run_here(&["restore", "19990101"]).status.code(), Some(1));
}

#[test]
fn a_repair_tells_what_was_mended_apart_from_what_is_still_wrong() {
    let home = Home::with_a_take();
    let wav = find(&home, ".wav");
    RealFs.rename(&wav, &wav.with_extension("wav.part")).unwrap();
    RealFs.remove_file(&find(&home, "77aa.ron")).unwrap();
    let first = printed(&home.run_here(&["check"]));
    assert!(first.contains("problem"), "{first}");
    let output = home.run_here(&["check", "--repair"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
    let text = printed(&output);
    assert!(text.contains("Mended: ") && text.contains("nothing is broken now"), "{text}");

    write(&find(&home, "story.ron"), "(starling: \"story\", version: 1, id: \"x");
    RealFs.remove_file(&home.library().join("library.ron")).unwrap();
    let output = home.run_here(&["check", "--repair", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["mended"].as_array().unwrap().len(), 1, "{report}");
    assert!(report["mended"][0]["file"].as_str().unwrap().ends_with("library.ron"));
    assert!(report["problems"][0]["file"].as_str().unwrap().ends_with("story.ron"), "{report}");
}

#[test]
fn a_check_names_missing_stories_unknown_fields_and_unreadable_preferences() {
    let home = Home::with_a_take();
    let story = find(&home, "story.ron");
    let text = std::fs::read_to_string(&story).unwrap();
    assert!(text.starts_with("// "), "a file says what it is: {text}");
    write(&story, &text.replacen("title:", "titel:", 1).replacen("notes:", "mood: 7,\n    notes:", 1));
    let found = printed(&home.run_here(&["check"]));
    assert!(found.contains("\"titel\"; did you mean \"title\"?"), "{found}");
    assert!(found.contains("No field is called \"mood\". It is kept"), "{found}");

    RealFs.remove_file(&story).unwrap();
    let folder = story.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    let found = printed(&home.run_here(&["check"]));
    assert!(found.contains(&format!("{folder}: The story of this folder is missing")), "{found}");

    let preferences = home.folder.path().join(".config/starling/preferences.ron");
    write(&preferences, "(starling: \"preferences\", version: 1,\n theme: Da");
    write(&preferences.with_file_name("preferences-unreadable-1.ron"), "words");
    let found = printed(&home.run_here(&["check"]));
    assert!(
        found.contains("preferences.ron, line") && found.contains("preferences-unreadable-1.ron"),
        "{found}"
    );
}
