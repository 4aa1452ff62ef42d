//! Blocks that a label claims: what stands behind it on its line, and what stands under it.

use std::sync::Arc;

use super::super::columns::split_entries;
use super::super::labels::Role;
use super::super::sink::{Flow, Sink};
use super::super::wording::{self, Place};
use super::super::{Confidence, Why};
use super::open::{self, Slot};
use super::{Entry, Outline, copy, plain};

impl Outline {
    pub(super) fn label_alone(&mut self, entry: &Entry, role: Role, sink: &mut Sink<'_>) -> Flow {
        if role == Role::Question {
            self.close(sink)?;
        }
        if role == Role::ForTheInterviewer {
            self.close(sink)?;
        }
        self.slot = Some(Slot::under_label(role, entry.rank));
        Flow::Continue(())
    }

    pub(super) fn labelled(&mut self, entry: &Entry, role: Role, place: usize, sink: &mut Sink<'_>) -> Flow {
        let rest = entry.styled.text.get(place..).unwrap_or_default().trim();
        if rest.is_empty() {
            return self.label_alone(entry, role, sink);
        }
        match role {
            Role::Answer if self.open.is_none() && wording::judge(rest, Place::SetApart).is_some() => {
                let asked = Entry { styled: plain(rest), ..copy(entry) };
                self.free(&asked, sink)
            }
            Role::Question => {
                self.slot = None;
                self.close(sink)?;
                let (text, tail) = open::split_answer(rest);
                self.start(open::without_quotes(text).to_owned(), entry.rank, entry.line, Confidence::Sure);
                if !tail.is_empty() {
                    self.slot = Some(Slot::under_label(Role::Answer, entry.rank));
                }
                Flow::Continue(())
            }
            Role::Category => self.category_line(entry, rest, sink),
            role => {
                self.slot = Some(Slot::inline(role, entry.rank));
                self.fill(role, rest, entry.line, sink)
            }
        }
    }

    fn category_line(&mut self, entry: &Entry, rest: &str, sink: &mut Sink<'_>) -> Flow {
        if let Some(open) = self.open.as_mut().filter(|open| !entry.after_blank || entry.rank > open.rank) {
            open.found.category = Arc::from(rest);
            return Flow::Continue(());
        }
        if wording::judge(rest, Place::SetApart).is_some() {
            return self.free(&Entry { styled: plain(rest), set_apart: true, ..copy(entry) }, sink);
        }
        self.close(sink)?;
        self.sections.push(open::PSEUDO_LEVEL, rest, false);
        Flow::Continue(())
    }

    /// Puts what stands behind or under a label where it belongs.
    pub(super) fn fill(&mut self, role: Role, text: &str, line: usize, sink: &mut Sink<'_>) -> Flow {
        let why = match role {
            Role::Answer => Why::Answer,
            Role::ForTheInterviewer => Why::ForTheInterviewer,
            _ => Why::Advice,
        };
        let Some(open) = self.open.as_mut() else {
            if wording::resembles_a_question(text) {
                sink.skip(line, text, why);
            }
            return Flow::Continue(());
        };
        let found = &mut open.found;
        match role {
            Role::FollowUps => found.follow_ups.extend(split_entries(text)),
            Role::Probing if text.ends_with('?') => found.follow_ups.extend(split_entries(text)),
            Role::Probes | Role::Probing => found.probes.push(text.to_owned()),
            Role::Themes => found.themes.extend(open::split_themes(text)),
            _ if wording::resembles_a_question(text) => sink.skip(line, text, why),
            _ => {}
        }
        Flow::Continue(())
    }

    pub(super) fn in_slot(&mut self, entry: &Entry, role: Role, sink: &mut Sink<'_>) -> Flow {
        let text = entry.styled.text.as_str();
        match role {
            Role::Question => {
                self.slot = None;
                self.close(sink)?;
                self.start(open::without_quotes(text).to_owned(), entry.rank, entry.line, Confidence::Sure);
                Flow::Continue(())
            }
            Role::FollowUps | Role::Probing if self.open.is_some() => {
                let belongs = entry.is_item || wording::judge(text, Place::Listed).is_some();
                if belongs && !entry.styled.is_italic() {
                    let text = open::without_quotes(text).to_owned();
                    return self.fill(role, &text, entry.line, sink);
                }
                self.explain(entry);
                Flow::Continue(())
            }
            Role::FollowUps | Role::Probing | Role::Category => {
                self.slot = None;
                self.free(entry, sink)
            }
            Role::Answer | Role::Advice | Role::ForTheInterviewer => {
                let requested = role == Role::Advice && entry.set_apart && wording::is_request(text);
                if requested {
                    return self.free(entry, sink);
                }
                if wording::resembles_a_question(text) {
                    let why = if role == Role::Answer { Why::Answer } else { Why::Advice };
                    let why = if role == Role::ForTheInterviewer { Why::ForTheInterviewer } else { why };
                    sink.skip(entry.line, text, why);
                }
                Flow::Continue(())
            }
            Role::Probes | Role::Themes => {
                let text = text.to_owned();
                self.fill(role, &text, entry.line, sink)
            }
        }
    }
}
