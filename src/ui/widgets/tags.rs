//! Short words that something is filed under: shown as chips, added by typing or from suggestions.

use eframe::egui::{Id, Key, Modifiers, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

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
    const HEIGHT: f32 = 26.0;
    let palette = palette(ui);
    let text = ui.painter().layout_no_wrap(shorten(tag), Type::Body.font(), palette.text);
    // Sized before it is placed, so that a chip without room goes to the next line as a whole.
    let wanted = vec2(space::S + text.size().x + HEIGHT, HEIGHT);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, tag));
    ui.painter().rect_filled(rect, size::CORNER, palette.raised);
    let left = rect.left_center() + vec2(space::S, -text.size().y / 2.0);
    ui.painter().galley(left, text, palette.text);
    let close = Rect::from_min_size(rect.right_top() + vec2(1.0 - HEIGHT, 1.0), vec2(24.0, 24.0));
    let mut inside = ui.new_child(UiBuilder::new().id_salt(("chip", tag)).max_rect(close));
    button::icon_small(&mut inside, icons::CLOSE, &format!("Remove {} {tag}", names.one)).clicked()
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
    let offers: Vec<(String, String)> =
        fitting.iter().map(|tag| (format!("+ {}", shorten(tag)), format!("Add {tag}"))).collect();
    let chosen = button::suggestions(ui, &offers).and_then(|index| fitting.get(index).copied().cloned());
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
