//! The frameworks: what each is for, how its time should divide, and frameworks of the user's own.

use eframe::egui::{Id, Ui};

use crate::domain::framework::{
    Framework, FrameworkId, MAX_SECTIONS, STAR_PRESETS, Section, Targets, built_in, hues,
};
use crate::domain::settings::Settings;
use crate::ui::icons;
use crate::ui::model::Model;
use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::{button, choice, field, page, sections, split};
use crate::ui::words;

/// Which framework is shown.
#[derive(Debug, Default)]
pub struct State {
    pub shown: Option<FrameworkId>,
}

pub fn show(ui: &mut Ui, settings: &mut Settings, state: &mut State, model: &Model) {
    let all = settings.frameworks();
    let mut shown = state
        .shown
        .clone()
        .filter(|id| all.iter().any(|f| f.id == *id))
        .unwrap_or_else(|| FrameworkId::new("star"));
    ui.horizontal_wrapped(|ui| {
        let choices: Vec<_> = all.iter().map(|f| (f.id.clone(), f.name.clone())).collect();
        choice::menu(ui, "framework", "Framework", 200.0, &mut shown, &choices);
        if button::plain(ui, icons::ADD, "New framework").clicked() {
            let own = new_framework(&all);
            shown = own.id.clone();
            settings.own_frameworks.push(own);
        }
    });
    ui.add_space(space::M);
    let own = settings.own_frameworks.iter().position(|f| f.id == shown);
    match own {
        Some(index) => own_framework(ui, settings, index, model),
        None => {
            if let Some(framework) = all.iter().find(|f| f.id == shown) {
                given(ui, settings, framework);
            }
        }
    }
    state.shown = Some(shown);
}

fn new_framework(all: &[Framework]) -> Framework {
    let number =
        (1..=all.len() + 1).find(|number| all.iter().all(|f| f.id.0 != format!("own-{number}"))).unwrap_or(1);
    let section = |name: &str, acts| Section { name: name.to_owned(), prompt: String::new(), acts };
    Framework {
        id: FrameworkId(format!("own-{number}")),
        name: format!("My framework {number}"),
        best_for: String::new(),
        sections: vec![section("Opening", false), section("Action", true), section("Close", false)],
        targets: Targets::even(3),
    }
}

fn given(ui: &mut Ui, settings: &mut Settings, framework: &Framework) {
    field::hint(ui, format!("Best for: {}", framework.best_for));
    ui.add_space(space::S);
    for (section, hue) in framework.sections.iter().zip(hues(&framework.sections)) {
        ui.horizontal(|ui| {
            sections::badge(ui, hue, section);
            ui.label(Type::Strong.text(&section.name));
            field::hint(ui, &section.prompt);
        });
    }
    page::section(ui, "Split");
    if let Some(targets) = targets(ui, framework) {
        let usual = built_in().into_iter().find(|f| f.id == framework.id).map(|f| f.targets);
        if usual.as_ref() == Some(&targets) {
            settings.targets.remove(&framework.id);
        } else {
            settings.targets.insert(framework.id.clone(), targets);
        }
    }
}

/// The split of a framework, with what it may be replaced by. Says what it was replaced by.
fn targets(ui: &mut Ui, framework: &Framework) -> Option<Targets> {
    let shares = framework.targets.shares();
    sections::split_bar(ui, framework, shares);
    field::hint(ui, framework.targets.origin.sentence());
    let mut chosen = split::edit(ui, Id::unique("split").with(&framework.id.0), framework, shares);
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        if let Some(usual) = built_in().into_iter().find(|f| f.id == framework.id) {
            let name = format!("{}'s own", framework.name);
            chosen = chosen.take().or(offer(ui, framework, &name, usual.targets));
        }
        chosen = chosen.take().or(offer(ui, framework, "Even", Targets::even(framework.sections.len())));
        if framework.id.0 == "star" {
            for preset in STAR_PRESETS {
                chosen = chosen.take().or(offer(ui, framework, preset.name, preset.targets()));
            }
        }
    });
    chosen
}

fn offer(ui: &mut Ui, framework: &Framework, name: &str, targets: Targets) -> Option<Targets> {
    let current = framework.targets.shares() == targets.shares();
    let response = button::plain_if(ui, !current, "", name);
    let said = sections::said(framework, targets.shares());
    response.on_hover_text(said).clicked().then_some(targets)
}

fn own_framework(ui: &mut Ui, settings: &mut Settings, index: usize, model: &Model) {
    let Some(framework) = settings.own_frameworks.get_mut(index) else { return };
    let id = Id::unique("own framework").with(&framework.id.0);
    let before = framework.clone();
    let width = ui.available_width();
    ui.scope(|ui| field::caption(ui, "Name"));
    field::line(ui, id.with("name"), "Name of the framework", "", width, &mut framework.name);
    ui.scope(|ui| field::caption(ui, "Best for"));
    field::line(ui, id.with("best"), "Best for", "When you would use it", width, &mut framework.best_for);
    page::section(ui, "Sections");
    own_sections(ui, id, framework);
    if framework.sections.len() != before.sections.len() {
        framework.targets = Targets::even(framework.sections.len());
    }
    if let Err(fault) = framework.validate() {
        let text = format!("{}  {fault}. It is not saved until then.", icons::WARNING);
        ui.label(Type::Caption.text(text).color(palette(ui).text));
    }
    page::section(ui, "Split");
    if let Some(targets) = targets(ui, framework) {
        framework.targets = targets;
    }
    delete(ui, settings, index, model);
}

fn own_sections(ui: &mut Ui, id: Id, framework: &mut Framework) {
    let count = framework.sections.len();
    let mut gone = None;
    let mut acting = framework.acting_section();
    let hues = hues(&framework.sections);
    for (index, (section, hue)) in framework.sections.iter_mut().zip(hues).enumerate() {
        ui.horizontal(|ui| {
            sections::badge(ui, hue, section);
            let name = format!("Name of section {}", index + 1);
            field::line(ui, id.with(("section", index)), &name, "Name", 120.0, &mut section.name);
            let rest = ui.available_width() - 150.0;
            let prompt = format!("Prompt of section {}", index + 1);
            let hint = "What to say here";
            field::line(ui, id.with(("prompt", index)), &prompt, hint, rest.max(80.0), &mut section.prompt);
            let mut acts = acting == Some(index);
            let response = ui.checkbox(&mut acts, "Acts");
            field::name(ui, &response, &format!("Section {} is where you act", index + 1));
            if response.on_hover_text("Time before this section counts as set-up").changed() {
                acting = acts.then_some(index);
            }
            ui.add_enabled_ui(count > 1, |ui| {
                if button::icon(ui, icons::CLOSE, &format!("Remove section {}", index + 1)).clicked() {
                    gone = Some(index);
                }
            });
        });
    }
    for (index, section) in framework.sections.iter_mut().enumerate() {
        section.acts = acting == Some(index);
    }
    if let Some(index) = gone {
        framework.sections.remove(index);
    }
    if count < MAX_SECTIONS && button::quiet(ui, icons::ADD, "Add a section").clicked() {
        framework.sections.push(Section {
            name: format!("Part {}", count + 1),
            prompt: String::new(),
            acts: false,
        });
    }
}

fn delete(ui: &mut Ui, settings: &mut Settings, index: usize, model: &Model) {
    let Some(id) = settings.own_frameworks.get(index).map(|framework| framework.id.clone()) else { return };
    let users = model.library.stories().filter(|story| story.framework == id).count();
    ui.add_space(space::L);
    page::rule(ui);
    if users > 0 {
        let stories = words::count(users, "story uses", "stories use");
        field::hint(ui, format!("{stories} this framework, so it cannot be deleted."));
    } else if button::quiet(ui, icons::DELETE, "Delete this framework").clicked() {
        settings.own_frameworks.remove(index);
        settings.targets.remove(&id);
    }
}
