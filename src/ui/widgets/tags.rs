//! Short words that something is filed under: shown as chips, added by typing or from suggestions.

use eframe::egui::{self, Frame, Id, Key, Margin, Modifiers, Ui, vec2};

use super::{button, field};
use crate::ui::icons;
use crate::ui::theme::{Type, palette, size, space};

/// What a list of tags is called, one and many.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    pub one: &'static str,
    pub hint: &'static str,
}

/// Chips for the tags there are and a field for another. Says whether anything changed.
pub fn edit(
    ui: &mut Ui,
    id: Id,
    names: Names,
    tags: &mut Vec<String>,
    typed: &mut String,
    suggestions: &[String],
) -> bool {
    let mut changed = chips(ui, names, tags);
    let field_id = id.with("field");
    let entered = ui.memory(|memory| memory.has_focus(field_id))
        && ui.input_mut(|input| {
            input.consume_key(Modifiers::NONE, Key::Enter) || input.consume_key(Modifiers::NONE, Key::Comma)
        });
    let width = ui.available_width();
    field::line(ui, field_id, &format!("Add {}", names.one), names.hint, width, typed);
    if entered || typed.contains(',') {
        for tag in std::mem::take(typed).split(',') {
            changed |= add(tags, tag);
        }
    }
    changed | suggest(ui, tags, typed, suggestions)
}

fn chips(ui: &mut Ui, names: Names, tags: &mut Vec<String>) -> bool {
    let mut gone = None;
    if !tags.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for (index, tag) in tags.iter().enumerate() {
                if chip(ui, names, tag) {
                    gone = Some(index);
                }
            }
        });
    }
    if let Some(index) = gone {
        tags.remove(index);
    }
    gone.is_some()
}

fn chip(ui: &mut Ui, names: Names, tag: &str) -> bool {
    let palette = palette(ui);
    let frame = Frame::new().fill(palette.raised).corner_radius(size::CORNER).inner_margin(Margin {
        left: 8,
        right: 2,
        top: 0,
        bottom: 0,
    });
    frame
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                ui.spacing_mut().interact_size.y = 24.0;
                ui.add(egui::Label::new(Type::Body.text(shorten(tag))).extend());
                button::icon_small(ui, icons::CLOSE, &format!("Remove {} {tag}", names.one)).clicked()
            })
            .inner
        })
        .inner
}

/// A chip holds no novels; the whole tag is in its name.
fn shorten(tag: &str) -> String {
    const LONGEST: usize = 32;
    if tag.chars().count() <= LONGEST {
        return tag.to_owned();
    }
    tag.chars().take(LONGEST - 1).chain(['…']).collect()
}

fn suggest(ui: &mut Ui, tags: &mut Vec<String>, typed: &mut String, suggestions: &[String]) -> bool {
    let wanted = typed.to_lowercase();
    let fitting: Vec<&String> = suggestions
        .iter()
        .filter(|tag| tag.to_lowercase().contains(&wanted) && !tags.contains(tag))
        .take(5)
        .collect();
    if fitting.is_empty() {
        return false;
    }
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        for tag in fitting {
            if button::suggestion(ui, &shorten(tag), &format!("Add {tag}")).clicked() {
                chosen = Some(tag.clone());
            }
        }
    });
    let Some(tag) = chosen else { return false };
    typed.clear();
    add(tags, &tag)
}

fn add(tags: &mut Vec<String>, tag: &str) -> bool {
    let tag = tag.trim();
    let known = tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase());
    if tag.is_empty() || known {
        return false;
    }
    tags.push(tag.to_owned());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_kept_once_and_trimmed() {
        let mut tags = vec!["Conflict".to_owned()];
        assert!(!add(&mut tags, " conflict "));
        assert!(!add(&mut tags, "  "));
        assert!(add(&mut tags, " ownership"));
        assert_eq!(tags, ["Conflict", "ownership"]);
    }
}
