//! Which takes are shown: of which story, theme, framework and kind, from when, and whether warm-ups count.

use std::sync::Arc;

use eframe::egui::{Id, Ui};
use jiff::ToSpan;
use jiff::civil::Date;

use super::State;
use crate::domain::figures::{Group, Kind};
use crate::domain::progress::sheet::Sheet;
use crate::domain::progress::{Period as Days, WarmUps};
use crate::domain::story::StoryId;
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::space;
use crate::ui::widgets::{button, choice, field};
use crate::ui::words;

/// Which days are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Period {
    #[default]
    All,
    /// So many days, today among them.
    Last(u16),
    /// Days as they were typed.
    Own { from: String, to: String },
}

impl Period {
    /// The days this means today; `None` for all of them, and where what was typed is no day.
    #[must_use]
    pub fn days(&self, today: Date) -> Option<Days> {
        match self {
            Self::All => None,
            Self::Last(days) => {
                let before = i32::from(*days).saturating_sub(1).days();
                Some(Days { from: today.checked_sub(before).ok()?, to: today })
            }
            Self::Own { from, to } => {
                let day = |text: &str| text.trim().parse::<Date>().ok();
                Some(Days { from: day(from).unwrap_or(Date::MIN), to: day(to).unwrap_or(Date::MAX) })
            }
        }
    }
}

/// Which sort of period is chosen, apart from what is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    All,
    Last(u16),
    Own,
}

/// One row of choices; the rarer ones are behind "More filters".
pub(super) fn show(ui: &mut Ui, model: &Model, sheet: &Sheet, state: &mut State) {
    ui.horizontal_wrapped(|ui| {
        stories(ui, model, sheet, state);
        period(ui, state);
        groups(ui, sheet, state);
        let icon = if state.more_filters { icons::CARET_UP } else { icons::CARET_DOWN };
        if button::quiet(ui, icon, "More filters").clicked() {
            state.more_filters = !state.more_filters;
        }
        left_out(ui, sheet, state);
    });
    if state.more_filters {
        ui.horizontal_wrapped(|ui| {
            themes(ui, model, state);
            frameworks(ui, sheet, state);
            kinds(ui, sheet, state);
            let warm_ups = [
                (WarmUps::With, "With warm-ups".to_owned()),
                (WarmUps::Without, "Without warm-ups".to_owned()),
                (WarmUps::Only, "Warm-ups only".to_owned()),
            ];
            choice::menu(ui, "warm-ups", "Warm-ups", 140.0, &mut state.filter.warm_ups, &warm_ups);
            choice::tick(ui, "Count takes that broke off", &mut state.filter.with_short);
        });
    }
    if let Period::Own { from, to } = &mut state.period {
        ui.horizontal_wrapped(|ui| {
            for (label, text) in [("First day", from), ("Last day", to)] {
                field::line(ui, Id::unique(label), label, "2026-03-01", 110.0, text);
                if !text.trim().is_empty() && text.trim().parse::<Date>().is_err() {
                    field::hint(ui, "Write the day as 2026-03-01");
                }
            }
        });
    }
    ui.add_space(space::S);
}

/// How many takes are shown, and why not all.
fn left_out(ui: &mut Ui, sheet: &Sheet, state: &mut State) {
    let shown = words::count(sheet.takes, "take", "takes");
    let left_out = sheet.all_takes - sheet.takes;
    if left_out == 0 {
        field::hint(ui, shown);
        return;
    }
    let short = sheet.short_takes;
    let why = if left_out == short && !state.filter.with_short {
        format!("{shown}; {short} left out, under a third of the length aimed at")
    } else {
        format!("{shown}; {left_out} left out by the filters")
    };
    field::hint(ui, why);
    if button::quiet(ui, icons::CLOSE, "Show every take").clicked() {
        state.forget_filters();
    }
}

fn stories(ui: &mut Ui, model: &Model, sheet: &Sheet, state: &mut State) {
    let mut named: Vec<(StoryId, String)> =
        model.library.stories().map(|story| (story.id.clone(), story.shown_title().to_owned())).collect();
    named.sort_by_cached_key(|(_, title)| title.to_lowercase());
    let mut choices = Vec::with_capacity(named.len() + 1);
    let mut current = state.filter.story.clone();
    if state.part == crate::domain::progress::sheet::Part::Story {
        current = current.or_else(|| sheet.story.clone());
    } else {
        choices.push((None, "All stories".to_owned()));
    }
    choices.extend(named.into_iter().map(|(id, title)| (Some(id), title)));
    if choice::menu(ui, "story", "Story", 190.0, &mut current, &choices) {
        state.filter.story = current;
        state.group = None;
    }
}

fn themes(ui: &mut Ui, model: &Model, state: &mut State) {
    let mut themes: Vec<&String> = model.library.stories().flat_map(|story| &story.themes).collect();
    themes.sort_unstable();
    themes.dedup();
    let mut choices = vec![(None, "Every theme".to_owned())];
    choices.extend(themes.into_iter().map(|theme| (Some(theme.clone()), theme.clone())));
    choice::menu(ui, "theme", "Theme", 130.0, &mut state.filter.theme, &choices);
}

fn frameworks(ui: &mut Ui, sheet: &Sheet, state: &mut State) {
    let mut choices = vec![(None, "Every framework".to_owned())];
    choices.extend(sheet.choices.frameworks.iter().map(|(id, name)| (Some(id.clone()), name.clone())));
    if choice::menu(ui, "framework", "Framework", 140.0, &mut state.filter.framework, &choices) {
        state.group = None;
    }
}

fn kinds(ui: &mut Ui, sheet: &Sheet, state: &mut State) {
    let mut choices = vec![(None, "Every kind".to_owned())];
    choices.extend(sheet.choices.kinds.iter().map(|kind| (Some(*kind), name_of(*kind))));
    if choice::menu(ui, "kind", "Kind of take", 150.0, &mut state.filter.kind, &choices) {
        state.group = None;
    }
}

fn name_of(kind: Kind) -> String {
    match kind {
        Kind::Full => "Whole answers".to_owned(),
        Kind::FollowUp => "Follow-ups".to_owned(),
        Kind::Continuation => "Further parts of long answers".to_owned(),
        Kind::Retake { .. } => "Sections told again".to_owned(),
    }
}

fn period(ui: &mut Ui, state: &mut State) {
    let mut sort = match &state.period {
        Period::All => Sort::All,
        Period::Last(days) => Sort::Last(*days),
        Period::Own { .. } => Sort::Own,
    };
    let choices = [
        (Sort::All, "All time".to_owned()),
        (Sort::Last(7), "Last 7 days".to_owned()),
        (Sort::Last(30), "Last 30 days".to_owned()),
        (Sort::Last(90), "Last 90 days".to_owned()),
        (Sort::Last(365), "Last 365 days".to_owned()),
        (Sort::Own, "Days of your own".to_owned()),
    ];
    if choice::menu(ui, "period", "Period", 130.0, &mut sort, &choices) {
        state.period = match sort {
            Sort::All => Period::All,
            Sort::Last(days) => Period::Last(days),
            Sort::Own => Period::Own { from: String::new(), to: String::new() },
        };
    }
}

/// Which comparable takes are drawn, where there are several sorts of them.
fn groups(ui: &mut Ui, sheet: &Sheet, state: &mut State) {
    if sheet.groups.len() < 2 {
        return;
    }
    let mut current = state.group.clone().or_else(|| sheet.group.clone());
    let choices: Vec<(Option<Arc<Group>>, String)> = sheet
        .groups
        .iter()
        .map(|(group, takes)| {
            let takes = words::count(*takes, "take", "takes");
            (Some(Arc::clone(group)), format!("{} ({takes})", group.label()))
        })
        .collect();
    if choice::menu(ui, "group", "Comparable takes", 210.0, &mut current, &choices) {
        state.group = current;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_days_end_today_and_count_it() {
        let today = date(2026, 3, 5);
        let days = Period::Last(7).days(today).unwrap();
        assert_eq!((days.from, days.to), (date(2026, 2, 27), today));
        assert_eq!(Period::All.days(today), None);
    }

    #[test]
    fn a_day_half_typed_leaves_its_side_open() {
        let own = Period::Own { from: "2026-03-01".into(), to: "2026-".into() };
        let days = own.days(date(2026, 3, 5)).unwrap();
        assert_eq!((days.from, days.to), (date(2026, 3, 1), Date::MAX));
    }
}
