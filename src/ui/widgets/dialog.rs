//! A dialog over everything else.

use eframe::egui::{Align2, Area, Color32, Context, Frame, Id, Margin, Modal, Order, Ui, UiKind, vec2};

use crate::ui::theme::{palette_of, space};

/// A dialog in the middle of the window. Says whether it stays open.
pub fn dialog(ctx: &Context, name: &str, width: f32, add: impl FnOnce(&mut Ui) -> bool) -> bool {
    let id = Id::unique(name);
    let room = ctx.content_rect().size() - vec2(2.0, 2.0) * space::XL;
    let area = Area::new(id)
        .kind(UiKind::Modal)
        .order(Order::Foreground)
        .anchor(Align2::CENTER_CENTER, [0.0, 0.0])
        .interactable(true);
    let response = Modal::new(id).area(area).backdrop_color(scrim(ctx)).frame(frame(ctx)).show(ctx, |ui| {
        ui.set_width(width.min(room.x - 2.0 * space::L));
        ui.set_max_height((room.y - 2.0 * space::L).min(480.0));
        add(ui)
    });
    response.inner && !response.should_close()
}

fn scrim(ctx: &Context) -> Color32 {
    palette_of(ctx).scrim
}

fn frame(ctx: &Context) -> Frame {
    Frame::window(&ctx.global_style()).inner_margin(i8_margin(space::L))
}

#[expect(clippy::cast_possible_truncation, reason = "the spaces are far below 127 points")]
fn i8_margin(points: f32) -> Margin {
    Margin::same(points as i8)
}
