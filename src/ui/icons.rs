//! The icons, all from Phosphor, by what they stand for here.

pub const ADD: &str = "\u{E3D4}";
pub const ARCHIVE: &str = "\u{E00C}";
pub const ARROW_DOWN: &str = "\u{E03E}";
pub const ARROW_UP: &str = "\u{E08E}";
pub const BACK: &str = "\u{E058}";
pub const CARET_DOWN: &str = "\u{E136}";
pub const CARET_LEFT: &str = "\u{E138}";
pub const CARET_RIGHT: &str = "\u{E13A}";
pub const CARET_UP: &str = "\u{E13C}";
pub const CHECK: &str = "\u{E182}";
pub const CLOSE: &str = "\u{E4F6}";
pub const COMMANDS: &str = "\u{E1C4}";
pub const COPY: &str = "\u{E1CA}";
pub const DELETE: &str = "\u{E4A6}";
pub const EDIT: &str = "\u{E3B4}";
pub const EXPORT: &str = "\u{EAF0}";
pub const EYE: &str = "\u{E220}";
pub const FIGURE: &str = "\u{E2A2}";
pub const FILTER: &str = "\u{E268}";
pub const FOLDER: &str = "\u{E256}";
pub const GUIDE: &str = "\u{E1C8}";
pub const HIDE: &str = "\u{E224}";
pub const HISTORY: &str = "\u{E1A0}";
pub const IMPORT: &str = "\u{E20C}";
pub const INFO: &str = "\u{E2CE}";
pub const KEYBOARD: &str = "\u{E2D8}";
pub const LIBRARY: &str = "\u{E758}";
pub const LOCKED: &str = "\u{E308}";
pub const LOOP: &str = "\u{E3F6}";
pub const MENU: &str = "\u{E1FE}";
pub const MICROPHONE: &str = "\u{E326}";
pub const MINUS: &str = "\u{E32A}";
pub const NOTE: &str = "\u{E348}";
pub const PAUSE: &str = "\u{E39E}";
pub const PIN: &str = "\u{E3E2}";
pub const PLAN: &str = "\u{E712}";
pub const PLAY: &str = "\u{E3D0}";
pub const PROGRESS: &str = "\u{E156}";
pub const QUESTIONS: &str = "\u{E17E}";
pub const RECORD: &str = "\u{E3EE}";
pub const REDO: &str = "\u{E036}";
pub const RESTORE: &str = "\u{E08A}";
pub const SAVE: &str = "\u{E20C}";
pub const SEARCH: &str = "\u{E30C}";
pub const SETTINGS: &str = "\u{E434}";
pub const SHUFFLE: &str = "\u{E422}";
pub const SKIP: &str = "\u{E6A6}";
pub const SORT: &str = "\u{E098}";
pub const STAR: &str = "\u{E46A}";
pub const STOP: &str = "\u{E46C}";
pub const STORIES: &str = "\u{E34E}";
pub const SWAP: &str = "\u{E83C}";
pub const TABLE: &str = "\u{E476}";
pub const TAG: &str = "\u{E478}";
pub const TARGET: &str = "\u{E47C}";
pub const TIME: &str = "\u{E2B2}";
pub const UNDO: &str = "\u{E038}";
pub const UNPIN: &str = "\u{E3E4}";
pub const VOLUME: &str = "\u{E44A}";
pub const WARNING: &str = "\u{E4E0}";
pub const ZOOM_IN: &str = "\u{E310}";
pub const ZOOM_OUT: &str = "\u{E30E}";

/// Every icon, so that a test can look for it in the font.
pub const ALL: &[&str] = &[
    ADD,
    ARCHIVE,
    ARROW_DOWN,
    ARROW_UP,
    BACK,
    CARET_DOWN,
    CARET_LEFT,
    CARET_RIGHT,
    CARET_UP,
    CHECK,
    CLOSE,
    COMMANDS,
    COPY,
    DELETE,
    EDIT,
    EXPORT,
    EYE,
    FIGURE,
    FILTER,
    FOLDER,
    GUIDE,
    HIDE,
    HISTORY,
    IMPORT,
    INFO,
    KEYBOARD,
    LIBRARY,
    LOCKED,
    LOOP,
    MENU,
    MICROPHONE,
    MINUS,
    NOTE,
    PAUSE,
    PIN,
    PLAN,
    PLAY,
    PROGRESS,
    QUESTIONS,
    RECORD,
    REDO,
    RESTORE,
    SAVE,
    SEARCH,
    SETTINGS,
    SHUFFLE,
    SKIP,
    SORT,
    STAR,
    STOP,
    STORIES,
    SWAP,
    TABLE,
    TAG,
    TARGET,
    TIME,
    UNDO,
    UNPIN,
    VOLUME,
    WARNING,
    ZOOM_IN,
    ZOOM_OUT,
];
