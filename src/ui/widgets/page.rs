//! The page every screen is: one column in the middle, with generous margins, that scrolls as a whole.

use eframe::egui::{self, Align, Id, Layout, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use crate::ui::theme::{Type, palette, size, space};

/// Whether there is so little room that things stand under each other.
#[must_use]
pub fn is_narrow(ui: &Ui) -> bool {
    ui.available_width() < NARROW
}

const NARROW: f32 = 560.0;

fn margin(ui: &Ui) -> f32 {
    margin_in(ui.available_width())
}

const fn margin_in(width: f32) -> f32 {
    if width < NARROW { space::L } else { space::XXL }
}

/// From this width of the window on the navigation shows names beside its icons.
const NAMES_FROM: f32 = 1_040.0;

/// How much of a window so wide the navigation takes at its left.
#[must_use]
pub const fn navigation_width(window: f32) -> f32 {
    if window >= NAMES_FROM { 200.0 } else { 56.0 }
}

/// Where the column of a page begins, and how wide it is.
#[must_use]
pub fn column(ui: &Ui, widest: f32) -> (f32, f32) {
    column_in(ui.available_rect_before_wrap(), widest)
}

/// The same in a given room.
#[must_use]
pub fn column_in(room: Rect, widest: f32) -> (f32, f32) {
    let margin = margin_in(room.width());
    let width = (room.width() - 2.0 * margin).min(widest).max(160.0).floor();
    ((room.left() + ((room.width() - width) / 2.0).max(margin)).floor(), width)
}

/// A page whose column grows no wider than `widest`.
pub fn page(ui: &mut Ui, salt: &str, widest: f32, add: impl FnOnce(&mut Ui)) {
    let top = margin(ui);
    scrolling(ui, salt, widest, top, add);
}

/// The same below something that stays in sight, from which only a line parts it.
pub fn below(ui: &mut Ui, salt: &str, widest: f32, add: impl FnOnce(&mut Ui)) {
    scrolling(ui, salt, widest, 0.0, add);
}

fn scrolling(ui: &mut Ui, salt: &str, widest: f32, top: f32, add: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(salt).auto_shrink([false, false]).show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        let (left, width) = column(ui, widest);
        let column = Rect::from_min_size(pos2(left, room.top() + top), vec2(width, room.height()));
        let builder = UiBuilder::new().max_rect(column).layout(Layout::top_down(Align::Min));
        let mut inner = ui.new_child(builder);
        inner.set_width(width);
        add(&mut inner);
        follow_the_keyboard(&inner);
        let used = inner.min_rect();
        let bottom = pos2(room.left(), used.bottom() + space::XXXL);
        ui.allocate_rect(Rect::from_min_max(room.left_top(), bottom), Sense::hover());
    });
}

/// Brings a control into sight that has just got the keyboard. What was clicked is in sight, and nothing moves
/// under the pointer.
fn follow_the_keyboard(ui: &Ui) {
    let id = ui.unique_id().with("where the keyboard was");
    let (now, before) = (ui.memory(egui::Memory::focused), ui.data(|data| data.get_temp::<Option<Id>>(id)));
    if before.flatten() == now || ui.ctx().will_discard() {
        return;
    }
    ui.data_mut(|data| data.insert_temp(id, now));
    let by_pointer = ui.input(|input| input.pointer.any_down() || input.pointer.any_click());
    let Some(control) = now.filter(|_| !by_pointer).and_then(|id| ui.ctx().read_response(id)) else { return };
    // What is seen of a control outside the page lies outside the page.
    let seen = control.interact_rect;
    let on_page = control.layer_id == ui.layer_id() && ui.min_rect().contains_rect(control.rect);
    if on_page && (!seen.is_positive() || ui.clip_rect().contains_rect(seen)) {
        // At once, so that a held Tab key does not run ahead of the rows that are made.
        let at_once = egui::style::ScrollAnimation::none();
        ui.scroll_to_rect_animation(control.rect.expand(space::XS), None, at_once);
    }
}

/// A column as wide as that of a page which does not scroll, for what stays in sight above it.
pub fn fixed(ui: &mut Ui, widest: f32, add: impl FnOnce(&mut Ui)) {
    let room = ui.available_rect_before_wrap();
    let (left, width) = column(ui, widest);
    let column = Rect::from_min_size(pos2(left, room.top() + space::M), vec2(width, room.height()));
    let mut inner = ui.new_child(UiBuilder::new().max_rect(column).layout(Layout::top_down(Align::Min)));
    inner.set_width(width);
    add(&mut inner);
    let bottom = pos2(room.right(), inner.min_rect().bottom());
    ui.allocate_rect(Rect::from_min_max(room.left_top(), bottom), Sense::hover());
}

/// Two columns side by side, the right one of a given width. They share no height: each is as long as it is.
pub fn columns(ui: &mut Ui, right: f32, gap: f32, add: impl FnOnce(&mut Ui, &mut Ui)) {
    let room = ui.available_rect_before_wrap();
    let left = (room.width() - right - gap).floor();
    let column = |from: f32, width: f32| {
        let rect = Rect::from_min_size(pos2(room.left() + from, room.top()), vec2(width, room.height()));
        UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min))
    };
    let mut one = ui.new_child(column(0.0, left).id_salt("left column"));
    let mut other = ui.new_child(column(left + gap, right).id_salt("right column"));
    one.set_width(left);
    other.set_width(right);
    add(&mut one, &mut other);
    let bottom = one.min_rect().bottom().max(other.min_rect().bottom());
    ui.allocate_rect(Rect::from_min_max(room.left_top(), pos2(room.right(), bottom)), Sense::hover());
}

/// The name of a screen at its top, with what belongs beside it at the right, or below where there is little room.
pub fn title(ui: &mut Ui, name: &str, beside: impl FnOnce(&mut Ui)) {
    let heading = ui.painter().layout_no_wrap(name.to_owned(), Type::Title.font(), palette(ui).text).size().x;
    let id = ui.scope_id().with(("beside the title", name));
    let known: f32 = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    if heading + space::L + known > ui.available_width() {
        ui.heading(name);
        ui.horizontal_wrapped(beside);
    } else {
        ui.horizontal(|ui| {
            ui.heading(name);
            let used = at_the_right(ui, beside);
            ui.data_mut(|data| data.insert_temp(id, used));
        });
    }
    ui.add_space(space::M);
}

/// Things at the right end of a line, added from left to right so that the keyboard meets them in that
/// order. Says how wide they are.
pub fn at_the_right(ui: &mut Ui, add: impl FnOnce(&mut Ui)) -> f32 {
    let id = ui.unique_id().with("at the right");
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let space = ui.available_width() - known.unwrap_or_default();
    ui.add_space(space.max(0.0));
    let used = ui.horizontal(add).response.rect.width();
    if known != Some(used) {
        ui.data_mut(|data| data.insert_temp(id, used));
        ui.ctx().request_discard("what stands at the right has another width");
    }
    used
}

/// The name of a part of a page.
pub fn section(ui: &mut Ui, name: &str) {
    ui.add_space(space::L);
    ui.label(Type::Section.text(name));
    ui.add_space(space::XS);
}

/// A hairline between parts.
pub fn rule(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(rect, 0, palette(ui).line);
}

/// What a screen says that has nothing to show yet, with what to do next.
pub fn empty(ui: &mut Ui, icon: &str, what: &str, next: &str, act: impl FnOnce(&mut Ui)) {
    let weak = palette(ui).text_weak;
    ui.add_space((ui.available_height() / 8.0).clamp(space::L, space::XXXL));
    ui.vertical_centered(|ui| {
        ui.label(Type::Body.text(icon).size(40.0).color(weak));
        ui.add_space(space::S);
        ui.label(Type::Section.text(what));
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(size::COLUMN - 240.0));
            ui.label(Type::Body.text(next).color(weak));
        });
        ui.add_space(space::M);
        act(ui);
    });
}

/// A line of settings: what it is on the left, the control on the right, or below where there is little room.
pub fn setting(ui: &mut Ui, name: &str, help: &str, control: impl FnOnce(&mut Ui)) {
    setting_block(ui, name, help, |ui| {
        ui.horizontal_wrapped(control);
    });
}

/// The same for controls that stand under each other.
pub fn setting_block(ui: &mut Ui, name: &str, help: &str, control: impl FnOnce(&mut Ui)) {
    let weak = palette(ui).text_weak;
    let text = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        ui.label(Type::Body.text(name));
        if !help.is_empty() {
            ui.label(Type::Caption.text(help).color(weak));
        }
    };
    ui.add_space(space::S);
    if is_narrow(ui) {
        ui.vertical(text);
        control(ui);
    } else {
        ui.horizontal_top(|ui| {
            let left = (ui.available_width() * 0.45).floor();
            ui.allocate_ui_with_layout(vec2(left, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(left);
                ui.add_space(space::XS);
                text(ui);
            });
            ui.add_space(space::L);
            ui.vertical(control);
        });
    }
    ui.add_space(space::S);
}
