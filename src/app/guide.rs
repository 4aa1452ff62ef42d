//! The guide, its checklists, and the interviews they are ticked for.

use crate::domain::preparation::Interview;
use crate::ui::command::GuideCommand;
use crate::ui::screen::Screen;

use super::autosave::Document;
use super::services::{Services, drawn_name};

pub fn run(command: GuideCommand, services: &mut Services) {
    let guide = &mut services.view.guide;
    match command {
        GuideCommand::Help => help(services),
        GuideCommand::Open(card) => {
            if services.view.screen != Screen::Guide {
                guide.trail.clear();
            }
            services.view.screen = Screen::Guide;
            guide.open(card);
        }
        GuideCommand::Back => drop(guide.trail.pop()),
        GuideCommand::Search => guide.focus_search = true,
        GuideCommand::Tick { item, interview, done } => tick(item, interview.as_deref(), done, services),
        GuideCommand::AddInterview { company, date } => {
            let id = drawn_name(services.model.now, &company);
            guide.interview = Some(id.clone());
            let (role, notes) = (String::new(), String::new());
            let interview = Interview { id, company, role, date, ticked: [].into(), notes };
            services.model.library.preparation.interviews.push(interview);
            save(services);
        }
        GuideCommand::RemoveInterview(id) => {
            services.model.library.preparation.interviews.retain(|interview| interview.id != id);
            save(services);
        }
    }
}

/// The card that helps where the user is.
fn help(services: &mut Services) {
    let view = &mut services.view;
    let card = match view.screen {
        Screen::Questions => {
            let open = view.questions.open.as_ref().and_then(|id| services.model.catalogue.get(id));
            open.and_then(|question| question.cards.first().cloned())
        }
        Screen::Stories if view.stories.open.is_some() => Some("story-steps".to_owned()),
        _ => None,
    };
    view.screen = Screen::Guide;
    view.guide.trail = card.into_iter().collect();
}

fn tick(item: String, interview: Option<&str>, done: bool, services: &mut Services) {
    let preparation = &mut services.model.library.preparation;
    let ticked = match interview {
        None => &mut preparation.ticked,
        Some(id) => match preparation.interviews.iter_mut().find(|interview| interview.id == id) {
            Some(interview) => &mut interview.ticked,
            None => return,
        },
    };
    if done {
        ticked.insert(item);
    } else {
        ticked.remove(&item);
    }
    save(services);
}

fn save(services: &mut Services) {
    services.touch(Document::Preparation);
    services.save_now();
}
