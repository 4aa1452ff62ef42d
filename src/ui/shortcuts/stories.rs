//! The keys of the list of stories and of a story.

use eframe::egui::Key;

use super::{Needs, Shortcut, ctrl, key};
use crate::ui::command::StoryCommand;
use crate::ui::mode::Mode;

pub static TABLE: &[Shortcut] = &[
    Shortcut {
        description: "New story",
        mode: Mode::Anywhere,
        keys: &[ctrl(Key::N)],
        command: || StoryCommand::New.into(),
        needs: Needs::Writing,
    },
    Shortcut {
        description: "Search the stories",
        mode: Mode::StoryList,
        keys: &[key(Key::Slash), ctrl(Key::F)],
        command: || StoryCommand::Search.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Back to the list",
        mode: Mode::Story,
        keys: &[key(Key::Escape)],
        command: || StoryCommand::Close.into(),
        needs: Needs::Nothing,
    },
    Shortcut {
        description: "Archive this story, or take it out again",
        mode: Mode::Story,
        keys: &[ctrl(Key::E)],
        command: || StoryCommand::ToggleArchived.into(),
        needs: Needs::Writing,
    },
    Shortcut {
        description: "Move this story to the trash",
        mode: Mode::Story,
        keys: &[ctrl(Key::Delete), ctrl(Key::Backspace)],
        command: || StoryCommand::Delete.into(),
        needs: Needs::Writing,
    },
];
