//! What each kind of node is, once its label and what it lies below are known.

use super::super::labels::Role;
use super::super::tree::{Kind, Node, Place};
use super::super::wording::{self, Look};
use super::super::{Confidence, Why};
use super::Class;
use super::Share;
use super::cuts::View;
use super::flow::{Run, Scope, Slot, Verdict};

impl Run<'_, '_, '_, '_> {
    pub(super) fn heading(&self, place: Place, node: &Node, view: &View, scope: &Scope) -> Verdict {
        let share = self.share(node);
        let asks = view.look.is_question() && !self.case.heads_questions(place);
        if let Some(role) = view.label.filter(|_| view.bare_label) {
            return Verdict::Label(role, scope.owner);
        }
        if let Some(owner) = scope.owner {
            return match self.case.section_role(place) {
                Some(role) => Verdict::Label(role, Some(owner)),
                None if asks && share.at_least(5) => Verdict::FollowUp(owner),
                None => Verdict::Label(Role::Answer, Some(owner)),
            };
        }
        // The title of a document says nothing of what its parts are for.
        let is_document = node.parent.is_none() && node.kind == Kind::Heading(1) && self.found.is_empty();
        let peers_ask = share.asking >= 9 && share.at_least(9);
        let role = self
            .case
            .section_role(place)
            .filter(|_| !peers_ask)
            .filter(|role| !is_document || *role == Role::ForTheInterviewer)
            .filter(|_| !asks || view.look == Look::Asks && !share.at_least(5));
        let hidden = scope.role.is_some_and(Role::hides) && !view.title.to_lowercase().contains("question");
        if let Some(role) = role.filter(|role| *role != Role::Question) {
            let owner = if role.hides() { None } else { self.question_before(node) };
            return Verdict::Label(role, owner);
        }
        if hidden && !(asks && view.look == Look::Requests) {
            return Verdict::Title;
        }
        let below = self.case.below(place);
        let below = below.entries().and(below.headings);
        if view.label == Some(Role::Question)
            && view.words >= 2
            && !self.case.heads_questions(place)
            && (view.look.is_question() || below.asking == 0)
        {
            return Verdict::Question(Confidence::Sure);
        }
        if asks {
            let alone = view.look == Look::Requests || wording::addresses(&view.text) || view.quoted;
            let sure = share.all > 1 && share.at_least(4) || alone;
            return Verdict::Question(if sure { Confidence::Sure } else { Confidence::Unsure });
        }
        let peers = share.asking >= 2 && share.at_least(6) && view.look == Look::Says && view.words >= 3
            || share.asking >= 9 && share.at_least(9) && view.ended;
        if peers && !self.case.heads_questions(place) {
            return Verdict::Question(if view.numbered || share.at_least(8) {
                Confidence::Sure
            } else {
                Confidence::Unsure
            });
        }
        Verdict::Title
    }

    /// Words behind a label on the same line.
    pub(super) fn labelled(&mut self, node: &Node, view: &View, scope: &Scope, role: Role) -> Verdict {
        let owner = self.question_at(node, scope);
        match (role, owner) {
            (Role::Question, _) if view.words >= 2 || view.look.is_question() => {
                let named = view.title.to_lowercase();
                let is_person = view.speaker.is_some()
                    || named.starts_with("interviewer")
                    || named.starts_with("recruiter");
                if is_person && !view.look.is_question() {
                    let doubtful = view.look == Look::Says && view.words >= 3 && view.speaker.is_some();
                    return if doubtful {
                        Verdict::Question(Confidence::Unsure)
                    } else {
                        Verdict::Left(Why::Prose)
                    };
                }
                let hidden = scope.role == Some(Role::ForTheInterviewer);
                if hidden {
                    Verdict::Left(Why::ForTheInterviewer)
                } else {
                    Verdict::Question(Confidence::Sure)
                }
            }
            (Role::FollowUps | Role::Probing, Some(owner))
                if role == Role::FollowUps || view.look.is_question() =>
            {
                self.slot = Some(Slot { role, parent: node.parent, owner: Some(owner), filled: true });
                if view.look == Look::Against && view.words > 12 {
                    Verdict::Left(Why::Prose)
                } else {
                    Verdict::FollowUp(owner)
                }
            }
            (Role::FollowUps | Role::Probing, None) | (Role::Category, _) if view.look.is_question() => {
                Verdict::Question(Confidence::Sure)
            }
            (Role::Probes | Role::Probing | Role::Themes, Some(owner)) => Verdict::Note(owner, role),
            (Role::Category, _) => Verdict::Title,
            (Role::ForTheInterviewer, _) => Verdict::Left(Why::ForTheInterviewer),
            (Role::Answer, _) => {
                if node.kind == Kind::Text {
                    self.slot = Some(Slot { role, parent: node.parent, owner, filled: true });
                }
                Verdict::Left(Why::Answer)
            }
            _ => Verdict::Left(Why::Advice),
        }
    }

    /// What stands under a label or heading with a meaning; `None` where the node decides for itself.
    pub(super) fn under_role(
        &mut self,
        node: &Node,
        view: &View,
        scope: &Scope,
        role: Role,
    ) -> Option<Verdict> {
        let share = self.share(node);
        match role {
            Role::Question => {
                self.slot = None;
                let fits = view.words >= 2 && (view.look != Look::Against || node.quoted);
                fits.then_some(Verdict::Question(Confidence::Sure))
            }
            Role::FollowUps | Role::Probing => {
                let asks = view.look.is_question()
                    || node.kind == Kind::Item
                        && view.look == Look::Says
                        && (role == Role::FollowUps || share.at_least(5));
                match scope.owner {
                    Some(owner) if asks => Some(Verdict::FollowUp(owner)),
                    Some(owner) if role == Role::Probing && node.kind == Kind::Item => {
                        Some(Verdict::Note(owner, Role::Probes))
                    }
                    Some(_) => Some(Verdict::Left(Why::Prose)),
                    None => None,
                }
            }
            Role::Probes | Role::Themes => Some(match scope.owner {
                Some(owner) => Verdict::Note(owner, role),
                None => Verdict::Left(Why::Advice),
            }),
            Role::Category => None,
            Role::ForTheInterviewer => Some(Verdict::Left(Why::ForTheInterviewer)),
            Role::Answer | Role::Advice => {
                let why = if role == Role::Answer { Why::Answer } else { Why::Advice };
                let set_apart = view.bold || view.quoted || node.kind == Kind::Item;
                if scope.owner.is_none() && set_apart && view.look.is_question() {
                    let many = share.asking >= 3 && share.at_least(6);
                    let sure = many && wording::is_request(&view.text);
                    return Some(Verdict::Question(if sure { Confidence::Sure } else { Confidence::Unsure }));
                }
                let doubtful = role == Role::Advice
                    && scope.owner.is_none()
                    && view.look.is_question()
                    && wording::sentences(&view.text) <= 3;
                Some(if doubtful { Verdict::Question(Confidence::Unsure) } else { Verdict::Left(why) })
            }
        }
    }

    pub(super) fn below_question(&self, node: &Node, view: &View, owner: usize) -> Verdict {
        if view.italic && !view.look.is_question() {
            return Verdict::Note(owner, Role::Probes);
        }
        let share = self.share(node);
        let listed = node.kind == Kind::Item;
        let short = wording::sentences(&view.text) <= 3 && view.text.len() <= 400;
        let together = share.at_least(5) && (listed || node.quoted || share.all <= 6);
        let fits = match view.look {
            Look::Asks => together && !wording::is_own(&view.text),
            Look::Requests => {
                together && !view.learned && (listed || node.quoted || wording::is_request(&view.text))
            }
            Look::Says => listed && share.asking >= 2 && share.at_least(6) && view.words >= 2,
            Look::Against => false,
        };
        if fits && short {
            return Verdict::FollowUp(owner);
        }
        let doubtful = view.look == Look::Asks
            && !wording::is_own(&view.text)
            && short
            && wording::sentences(&view.text) <= 2;
        if doubtful { Verdict::Question(Confidence::Unsure) } else { Verdict::Left(Why::Answer) }
    }

    pub(super) fn item(&self, place: Place, node: &Node, view: &View, scope: &Scope) -> Verdict {
        use Confidence::{Sure, Unsure};
        let share = self.share(node);
        let children = self.case.below(place).items;
        let names = view.words <= 3 && children.asking >= 1 && children.at_least(5);
        let confidence = match view.look {
            Look::Asks if wording::is_own(&view.text) && !(share.asking >= 5 && share.at_least(8)) => {
                Some(Unsure)
            }
            Look::Requests
                if !view.learned
                    && view.words >= 3
                    && (share.at_least(4) || wording::is_request(&view.text)) =>
            {
                Some(Sure)
            }
            Look::Asks | Look::Requests
                if share.at_least(4) || share.all <= 1 && wording::addresses(&view.text) =>
            {
                Some(Sure)
            }
            Look::Asks if wording::addresses(&view.text) && view.english => Some(Sure),
            Look::Asks | Look::Requests => Some(Unsure),
            Look::Says if names => return Verdict::Title,
            Look::Says if share.asking >= 2 && share.at_least(5) && view.words >= 2 => Some(Sure),
            Look::Says
                if share.at_least(3)
                    || scope.announced && share.all > 0
                    || !view.english && view.words >= 3 =>
            {
                Some(Unsure)
            }
            Look::Against if share.asking >= 2 && share.at_least(6) && !view.colon && view.words >= 3 => {
                Some(if share.asking >= 9 && share.at_least(9) && view.ended { Sure } else { Unsure })
            }
            Look::Says | Look::Against => None,
        };
        confidence.map_or(Verdict::Left(Why::Nothing), Verdict::Question)
    }

    pub(super) fn text(&self, place: Place, node: &Node, view: &View, scope: &Scope) -> Verdict {
        use Confidence::{Sure, Unsure};
        let share = self.share(node);
        let sentences = wording::sentences(&view.text);
        let short = sentences <= 3 && view.text.len() <= 400;
        if self.is_scenario(place, node, view) {
            return Verdict::Question(Sure);
        }
        let leads = self.case.below(place).items;
        if leads.asking >= 7 && leads.at_least(7) || view.cut_off && leads.asking >= 2 {
            return Verdict::Title;
        }
        if view.look.is_question() && !view.bold && !view.numbered && leads.asking >= 3 && leads.all >= 5 {
            return Verdict::Question(Unsure);
        }
        let set_apart = view.bold || view.quoted || view.topic.is_some();
        let listed = share.asking >= 2 && share.at_least(5);
        let told =
            view.english && !view.quoted && view.text.contains(['"', '“']) && view.text.contains(" I ");
        let confidence = match view.look {
            _ if share.asking >= 9 && share.at_least(9) && view.words >= 3 && view.ended => Some(Sure),
            Look::Asks | Look::Requests if told => Some(Unsure),
            Look::Asks | Look::Requests
                if short
                    && (set_apart && (view.look == Look::Requests || wording::addresses(&view.text))
                        || listed) =>
            {
                Some(Sure)
            }
            Look::Asks if short && sentences <= 2 && view.english && wording::addresses(&view.text) => {
                Some(Sure)
            }
            Look::Asks if sentences <= 2 && self.case.all_ask => Some(Sure),
            Look::Requests if short && wording::is_request(&view.text) => Some(Sure),
            Look::Requests
                if sentences <= 2 && !view.learned && view.english && wording::addresses(&view.text) =>
            {
                Some(Sure)
            }
            Look::Asks | Look::Requests => Some(Unsure),
            Look::Says if share.asking >= 3 && share.at_least(6) && short && view.words >= 3 => {
                Some(if share.at_least(8) { Sure } else { Unsure })
            }
            Look::Says if scope.announced && share.at_least(3) && short => Some(Unsure),
            Look::Says | Look::Against => None,
        };
        let answers = self.open.is_some_and(|(_, parent)| parent == node.parent);
        confidence.map_or(Verdict::Left(if answers { Why::Answer } else { Why::Prose }), Verdict::Question)
    }

    /// Whether a quoted or indented passage right under a heading is what the heading names.
    pub(super) fn is_scenario(&self, place: Place, node: &Node, view: &View) -> bool {
        const NAMES: &[&str] = &[
            "scenario",
            "problem",
            "situation",
            "case",
            "prompt",
            "exercise",
            "challenge",
            "question",
            "szenario",
            "aufgabe",
        ];
        let Some(parent) = node.parent.filter(|parent| *parent + 1 == place) else { return false };
        let Some((heading, title)) = self.case.node(parent) else { return false };
        let names = title.title.to_lowercase();
        matches!(heading.kind, Kind::Heading(_))
            && node.quoted
            && !title.look.is_question()
            && (NAMES.iter().any(|name| names.contains(name)) && !names.contains("questions"))
            && view.text.len() <= wording::LONGEST_QUESTION
            && view.words >= 4
    }

    pub(super) fn share(&self, node: &Node) -> Share {
        self.case.share((node.parent, Class::of(node)))
    }

    /// The question that stands under the heading before this one.
    pub(super) fn question_before(&self, heading: &Node) -> Option<usize> {
        let (question, parent) = self.open?;
        let above = self.case.tree.nodes.get(parent?)?;
        (above.parent == heading.parent && matches!(above.kind, Kind::Heading(_)) || parent == heading.parent)
            .then_some(question)
    }
}
