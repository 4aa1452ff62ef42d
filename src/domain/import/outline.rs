//! Blocks to questions: which are asked, what belongs to which, and what is only talk about them.

mod bare;
mod labelled;
mod open;
mod sections;

use super::blocks::{Block, Blocks, Kind, LONGEST_LINE};
use super::columns::{Columns, split_row};
use super::format::Format;
use super::inline::{self, Styled};
use super::labels::{self, Role};
use super::sink::{Flow, Sink};
use super::wording::{self, LONGEST_QUESTION, Place};
use super::{Confidence, Found, Why};
use open::{Rank, Slot};
use sections::Sections;

pub(super) fn read(text: &str, format: Format, sink: &mut Sink<'_>) {
    let mut blocks = Blocks::new(text, format == Format::Markdown);
    let mut outline = Outline { is_bare_list: bare::is_bare_list(text), ..Outline::default() };
    for block in blocks.by_ref() {
        let end = block.end;
        if outline.take(&block, sink).is_break() || sink.at(end).is_break() {
            return;
        }
    }
    if outline.close(sink).is_break() {
        return;
    }
    if let Some(line) = blocks.unclosed() {
        sink.warn(
            Some(line),
            "A code block or comment begins here and never ends; what follows was not read",
        );
    }
}

/// A question that may still get follow-ups and explanations.
struct Open {
    found: Found,
    rank: Rank,
    /// Whether the words are those of a heading that asks nothing itself.
    is_topic: bool,
}

#[derive(Default)]
struct Outline {
    sections: Sections,
    open: Option<Open>,
    slot: Option<Slot>,
    table: Option<Columns>,
    seen_heading: bool,
    /// Whether the file is nothing but questions.
    is_bare_list: bool,
}

/// A block's text without its marks, with what its place says.
struct Entry {
    line: usize,
    rank: Rank,
    is_item: bool,
    after_blank: bool,
    styled: Styled,
    set_apart: bool,
}

impl Outline {
    fn take(&mut self, block: &Block<'_>, sink: &mut Sink<'_>) -> Flow {
        if !matches!(block.kind, Kind::Row { .. }) {
            self.table = None;
        }
        match block.kind {
            Kind::Heading(level) => self.heading(level, block, sink),
            Kind::Row { header } => self.row(header, block, sink),
            Kind::Divider => {
                if self.slot.as_ref().is_none_or(|slot| !slot.is_heading()) {
                    self.slot = None;
                }
                self.close(sink)
            }
            Kind::LongLine => {
                let what = format!("This line has more than {} KB and was not read", LONGEST_LINE >> 10);
                sink.warn(Some(block.line), what);
                sink.skip(block.line, "", Why::TooLong);
                Flow::Continue(())
            }
            Kind::Item { .. } | Kind::Text => {
                let styled = inline::strip(&block.text);
                if styled.text.is_empty() {
                    return Flow::Continue(());
                }
                let is_item = block.kind != Kind::Text;
                let bold = styled.is_bold();
                let set_apart = is_item || bold || styled.quoted || block.quoted;
                let rank = Rank::of(block, bold || styled.quoted || block.quoted);
                let after_blank = block.after_blank;
                self.entry(&Entry { line: block.line, rank, is_item, after_blank, styled, set_apart }, sink)
            }
        }
    }

    fn heading(&mut self, level: u8, block: &Block<'_>, sink: &mut Sink<'_>) -> Flow {
        let styled = inline::strip(&block.text);
        let title = open::without_number(&styled.text);
        if title.is_empty() {
            return Flow::Continue(());
        }
        if self.slot.as_ref().is_some_and(|slot| slot.level().is_none_or(|slot_level| level <= slot_level)) {
            self.slot = None;
        }
        let first = !std::mem::replace(&mut self.seen_heading, true);
        match labels::leading(title) {
            Some((Role::Question, place)) if place < title.len() => {
                let text = title.get(place..).unwrap_or_default();
                return self.asked_in_heading(level, text, true, block.line, sink);
            }
            Some((role, place)) if place < title.len() && role != Role::Category => {
                return self.labelled_heading(
                    level,
                    role,
                    title.get(place..).unwrap_or_default(),
                    block.line,
                    sink,
                );
            }
            _ => {}
        }
        if let Some(role) = labels::alone(title).filter(|role| *role != Role::Category) {
            if role == Role::Question {
                self.close(sink)?;
                self.sections.pop_to(level);
            }
            // A title over the whole document hides nothing.
            if !(first && level == 1 && role.hides()) {
                self.slot = Some(Slot::under_heading(role, level));
                return Flow::Continue(());
            }
        }
        let numbered = title.len() < styled.text.len();
        let place = if numbered { Place::Listed } else { Place::SetApart };
        let hidden = self.sections.role().hides() && !wording::is_request(title);
        if !hidden && open::asks_as_heading(title, place) {
            return self.asked_in_heading(level, title, false, block.line, sink);
        }
        self.close(sink)?;
        self.sections.push(level, title, first);
        Flow::Continue(())
    }

    fn asked_in_heading(
        &mut self,
        level: u8,
        text: &str,
        labelled: bool,
        line: usize,
        sink: &mut Sink<'_>,
    ) -> Flow {
        let text = open::without_quotes(text);
        let rank = Rank::heading(level);
        if self.slot.as_ref().is_some_and(Slot::wants_follow_ups)
            && let Some(open) = self.open.as_mut()
        {
            open.found.follow_ups.push(text.to_owned());
            return Flow::Continue(());
        }
        self.slot = None;
        self.close(sink)?;
        self.sections.pop_to(level);
        let is_topic = labelled && wording::judge(text, Place::Listed).is_none();
        self.start(text.to_owned(), rank, line, Confidence::Sure);
        if let Some(open) = self.open.as_mut() {
            open.is_topic = is_topic;
        }
        Flow::Continue(())
    }

    /// A heading such as `Follow-up: What then?`.
    fn labelled_heading(
        &mut self,
        level: u8,
        role: Role,
        rest: &str,
        line: usize,
        sink: &mut Sink<'_>,
    ) -> Flow {
        if role.hides() && wording::judge(rest, Place::SetApart).is_none() {
            self.close(sink)?;
            self.sections.push_as(role, level, rest);
            return Flow::Continue(());
        }
        self.slot = Some(Slot::under_heading(role, level));
        self.fill(role, rest, line, sink)
    }

    fn start(&mut self, text: String, rank: Rank, line: usize, confidence: Confidence) {
        let found = Found { category: self.sections.category(), confidence, ..Found::new(text, line) };
        self.open = Some(Open { found, rank, is_topic: false });
    }

    /// Hands the open question over.
    fn close(&mut self, sink: &mut Sink<'_>) -> Flow {
        match self.open.take() {
            Some(open) if open.found.text.len() > LONGEST_QUESTION * 4 => {
                sink.skip(open.found.line, &open.found.text, Why::TooLong);
                Flow::Continue(())
            }
            Some(open) => sink.question(open.found),
            None => Flow::Continue(()),
        }
    }

    fn entry(&mut self, entry: &Entry, sink: &mut Sink<'_>) -> Flow {
        self.end_slot_before(entry);
        if let Some((role, place)) = labels::leading(&entry.styled.text) {
            return self.labelled(entry, role, place, sink);
        }
        let expects_questions = self.slot.as_ref().is_some_and(Slot::wants_follow_ups);
        if let Some(role) = labels::alone(&entry.styled.text).filter(|role| *role != Role::Category)
            && !(role == Role::Question && expects_questions)
        {
            return self.label_alone(entry, role, sink);
        }
        match self.slot.as_ref().map(Slot::role) {
            Some(role) => self.in_slot(entry, role, sink),
            None => self.free(entry, sink),
        }
    }

    fn end_slot_before(&mut self, entry: &Entry) {
        let open_rank = self.open.as_ref().map(|open| open.rank);
        if let Some(slot) = self.slot.as_mut()
            && slot.ends_before(entry.rank, entry.is_item, entry.after_blank, open_rank)
        {
            self.slot = None;
        }
    }

    /// Takes an italic or bracketed remark as what the open question probes.
    fn explain(&mut self, entry: &Entry) -> bool {
        let text = entry.styled.text.as_str();
        let bracketed = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let Some(open) = self.open.as_mut() else { return false };
        if !(entry.styled.is_italic() || bracketed.is_some()) || entry.rank < open.rank {
            return false;
        }
        let text = bracketed.unwrap_or(text);
        let text = text.trim_matches(['*', '_', ' ']);
        open.found.probes.push(text.to_owned());
        true
    }

    /// A block that no label claims.
    fn free(&mut self, entry: &Entry, sink: &mut Sink<'_>) -> Flow {
        let hidden = self.sections.role();
        if hidden.hides()
            && !(hidden == Role::Advice && entry.set_apart && wording::is_request(&entry.styled.text))
        {
            return self.hidden(entry, hidden, sink);
        }
        let below = self.open.as_ref().is_some_and(|open| entry.rank > open.rank);
        if (below || !entry.is_item) && self.explain(entry) {
            return Flow::Continue(());
        }
        if let Some((question, rest)) = open::bold_question(&entry.styled) {
            return self.question_with_rest(entry, question, rest, sink);
        }
        if let Some((question, remark)) = open::italic_remark(&entry.styled) {
            let whole = Entry { styled: plain(question), ..copy(entry) };
            let place = self.place(&whole);
            if wording::judge(question, place).is_some() {
                return self.question_with_rest(entry, question, remark, sink);
            }
        }
        let text = open::without_number(&entry.styled.text);
        let text = open::without_quotes(text);
        if let Some(confidence) = wording::judge(text, self.place(entry)) {
            return self.question(text, None, confidence, entry, sink);
        }
        if let Some((topic, rest)) = labels::topic(text)
            && (below
                || wording::is_request(rest)
                || names_a_topic(topic) && wording::is_put_to_somebody(rest))
            && let Some(confidence) = wording::judge(open::without_quotes(rest), Place::SetApart)
        {
            let topic = topic.to_owned();
            let (text, tail) = open::split_answer(open::without_quotes(rest));
            self.question(text, Some(topic), confidence, entry, sink)?;
            if !tail.is_empty() {
                self.slot = Some(Slot::under_label(Role::Answer, entry.rank));
            }
            return Flow::Continue(());
        }
        self.not_a_question(entry, sink)
    }

    fn place(&self, entry: &Entry) -> Place {
        if self.is_bare_list {
            return Place::Listed;
        }
        // A line straight under a question is most likely part of it.
        let under = !entry.after_blank && self.open.as_ref().is_some_and(|open| entry.rank > open.rank);
        if !entry.set_apart && !under {
            return Place::Loose;
        }
        if self.sections.ask() { Place::Listed } else { Place::SetApart }
    }

    fn hidden(&mut self, entry: &Entry, role: Role, sink: &mut Sink<'_>) -> Flow {
        let text = entry.styled.text.as_str();
        self.close(sink)?;
        if wording::resembles_a_question(text) {
            let why = match role {
                Role::Answer => Why::Answer,
                Role::ForTheInterviewer => Why::ForTheInterviewer,
                _ => Why::Advice,
            };
            sink.skip(entry.line, text, why);
        }
        Flow::Continue(())
    }

    /// A bold question with something else behind it on the line.
    fn question_with_rest(&mut self, entry: &Entry, question: &str, rest: &str, sink: &mut Sink<'_>) -> Flow {
        self.question(open::without_quotes(question), None, Confidence::Sure, entry, sink)?;
        let rest = rest.trim_start_matches([' ', '-', '–', '—', ':']).trim();
        if rest.is_empty() {
            return Flow::Continue(());
        }
        if let Some((role, place)) = labels::leading(rest) {
            self.slot = Some(Slot::under_label(role, entry.rank));
            return self.fill(role, rest.get(place..).unwrap_or_default(), entry.line, sink);
        }
        let speaks_of_the_speaker =
            rest.starts_with("I ") || rest.starts_with("I'") || rest.starts_with("My ");
        if let Some(open) = self.open.as_mut().filter(|_| !speaks_of_the_speaker) {
            open.found.probes.push(rest.trim_matches(['(', ')']).to_owned());
        }
        Flow::Continue(())
    }

    fn question(
        &mut self,
        text: &str,
        topic: Option<String>,
        confidence: Confidence,
        entry: &Entry,
        sink: &mut Sink<'_>,
    ) -> Flow {
        if let Some(open) = self.open.as_mut() {
            if open.is_topic && entry.rank > open.rank && open.found.follow_ups.is_empty() {
                let topic = std::mem::replace(&mut open.found.text, text.to_owned());
                open.found.themes.push(topic);
                open.is_topic = false;
                return Flow::Continue(());
            }
            let close_by =
                entry.is_item || entry.rank.is_indented() || !entry.after_blank || open.rank.is_heading();
            if entry.rank > open.rank && close_by {
                open.found.follow_ups.push(text.to_owned());
                return Flow::Continue(());
            }
        }
        self.close(sink)?;
        self.start(text.to_owned(), entry.rank, entry.line, confidence);
        if let (Some(open), Some(topic)) = (self.open.as_mut(), topic) {
            open.found.themes.push(topic);
        }
        Flow::Continue(())
    }

    fn not_a_question(&mut self, entry: &Entry, sink: &mut Sink<'_>) -> Flow {
        let text = entry.styled.text.as_str();
        if let Some(title) = open::title(entry) {
            self.close(sink)?;
            self.sections.push(open::PSEUDO_LEVEL, title, false);
            return Flow::Continue(());
        }
        if entry.after_blank && self.open.as_ref().is_some_and(|open| entry.rank < open.rank) {
            self.close(sink)?;
        }
        if text.ends_with(':') && labels::section(text) == Role::ForTheInterviewer {
            self.close(sink)?;
            self.slot = Some(Slot::under_label(Role::ForTheInterviewer, entry.rank));
            return Flow::Continue(());
        }
        if wording::resembles_a_question(text) {
            sink.skip(entry.line, text, Why::Prose);
        }
        Flow::Continue(())
    }

    fn row(&mut self, header: bool, block: &Block<'_>, sink: &mut Sink<'_>) -> Flow {
        self.slot = None;
        self.close(sink)?;
        let cells = split_row(&block.text);
        let Some(columns) = &self.table else {
            let named = Columns::from_header(&cells);
            if header || named.is_some() {
                self.table = Some(named.unwrap_or_default());
                return Flow::Continue(());
            }
            self.table = Some(Columns::default());
            return self.row(false, block, sink);
        };
        let hidden = self.sections.role();
        if hidden.hides() {
            return Flow::Continue(());
        }
        if let Some(mut found) = columns.found(&cells, block.line) {
            if found.category.is_empty() {
                found.category = self.sections.category();
            }
            return sink.question(found);
        }
        Flow::Continue(())
    }
}

/// Whether a label in front of a question is written like a title.
fn names_a_topic(label: &str) -> bool {
    label.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase)
}

fn plain(text: &str) -> Styled {
    Styled { text: text.to_owned(), italic_from: text.len(), ..Styled::default() }
}

/// The entry's place without its words.
fn copy(entry: &Entry) -> Entry {
    Entry { styled: Styled::default(), ..*entry }
}
