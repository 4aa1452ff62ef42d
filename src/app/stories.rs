//! Stories: a sitting of writing leaves a draft of what was there before.

use crate::domain::framework::FrameworkId;
use crate::domain::story::{Story, StoryId};
use crate::store::ids::new_id;
use crate::ui::command::StoryCommand;
use crate::ui::screen::Screen;
use crate::ui::screens::stories::{Focus, Rows};

use super::history::{Edit, ThingId};
use super::services::Services;

/// What is known about writing beyond the stories themselves.
#[derive(Default)]
pub struct Stories {
    sitting: Option<Sitting>,
}

/// One stretch of work on one story.
struct Sitting {
    /// The story as it stood when this began.
    before: Story,
    /// Whether a draft of that was made.
    remembered: bool,
    /// The story as this left it. Where it reads otherwise now, it was changed by other means.
    after: Story,
}

impl Stories {
    pub fn run(&mut self, command: StoryCommand, services: &mut Services) {
        match command {
            StoryCommand::New => self.new_story(services),
            StoryCommand::Open(id) => {
                self.leave(services);
                services.view.screen = Screen::Stories;
                services.view.stories.open(id);
            }
            StoryCommand::Close => self.leave(services),
            StoryCommand::Search => services.view.stories.focus = Some(Focus::Search),
            StoryCommand::Change(story) => self.change(*story, Edit::Typing, services),
            StoryCommand::ToggleArchived => {
                if let Some(story) = open_story(services) {
                    let story = Story { archived: !story.archived, ..story.clone() };
                    self.change(story, Edit::Once, services);
                }
            }
            StoryCommand::Delete => {
                self.sitting = None;
                if let Some(id) = services.view.stories.open.clone() {
                    services.delete(&ThingId::Story(id));
                }
            }
            StoryCommand::RestoreDraft { story, draft } => self.restore_draft(&story, draft, services),
        }
    }

    pub fn show_trash(&mut self, services: &mut Services) {
        self.leave(services);
        services.view.screen = Screen::Stories;
        services.view.stories.trash = true;
    }

    fn new_story(&mut self, services: &mut Services) {
        self.leave(services);
        let id = StoryId(new_id(services.model.now));
        services.create(Story::new(id.clone(), "", FrameworkId::new("star"), services.model.now));
        services.view.screen = Screen::Stories;
        services.view.stories.open(id);
        services.view.stories.focus = Some(Focus::Title);
    }

    /// Back to the list. A story in which nothing was written leaves no trace.
    pub fn leave(&mut self, services: &mut Services) {
        self.sitting = None;
        services.history.pause();
        let library = &services.model.library;
        if let Some(id) = services.view.stories.open.take()
            && library.story(&id).is_some_and(|story| story.is_blank() && story.drafts.is_empty())
            && library.takes_of(Some(&id)).next().is_none()
        {
            services.forget(&ThingId::Story(id));
        }
        services.save_now();
    }

    fn change(&mut self, mut story: Story, edit: Edit, services: &mut Services) {
        let Some(current) = services.model.library.story(&story.id).cloned() else { return };
        if !services.model.is_writable() {
            return;
        }
        let goes_on = |sitting: &Sitting| sitting.after == current;
        let mut sitting = self.sitting.take().filter(goes_on).unwrap_or_else(|| Sitting {
            before: current.clone(),
            remembered: false,
            after: current.clone(),
        });
        story.drafts.clone_from(&current.drafts);
        if !sitting.remembered && !sitting.before.is_blank() && !story.tells_the_same_as(&sitting.before) {
            story.remember(&sitting.before, services.model.now);
            sitting.remembered = true;
        }
        sitting.after.clone_from(&story);
        self.sitting = Some(sitting);
        services.change(story, edit);
    }

    fn restore_draft(&mut self, id: &StoryId, draft: usize, services: &mut Services) {
        let Some(current) = services.model.library.story(id).cloned() else { return };
        let Some(draft) = current.drafts.get(draft).cloned() else { return };
        let mut story = Story {
            title: draft.title,
            framework: draft.framework,
            sections: draft.sections,
            ..current.clone()
        };
        story.remember(&current, services.model.now);
        self.sitting = None;
        services.view.stories.rows = Rows::default();
        services.change(story, Edit::Once);
    }
}

fn open_story(services: &Services) -> Option<&Story> {
    services.view.stories.open.as_ref().and_then(|id| services.model.library.story(id))
}
