//! The window: navigation at the left, the screen beside it, notices at the bottom, dialogs on top.

use eframe::egui::{
    Align, Align2, Area, CentralPanel, Frame, Id, Label, Layout, Margin, Order, Panel, RichText, ScrollArea,
    Sense, Ui, Vec2, WidgetInfo, vec2,
};

use super::command::{Command, LibraryCommand};
use super::model::notices::Notice;
use super::model::{Access, Model, Obstacle, ObstacleKind};
use super::screen::Screen;
use super::screens::{self, Entry, SCREENS, ViewState};
use super::theme::{Type, palette, size, space};
use super::widgets::{button, field, page};
use super::{dispatch, icons, overlay, words};

/// Draws everything, and collects what the user asks for.
pub fn show(ui: &mut Ui, model: &Model, view: &mut ViewState, commands: &mut Vec<Command>) {
    dispatch::dispatch(ui.ctx(), model, view, commands);
    // Whoever speaks sees nothing but what a speaker needs.
    let on_stage = view.screen == Screen::Practice && screens::practice::is_on_stage(model);
    if !on_stage {
        navigation(ui, view, commands);
    }
    // Where somebody speaks or listens, a file that falls by accident does no harm.
    if !matches!(view.screen, Screen::Practice | Screen::Takes) && model.is_writable() {
        screens::questions::falling(ui, commands);
    }
    CentralPanel::default().frame(Frame::new().fill(palette(ui).background)).show(ui, |ui| {
        if let Access::ReadOnly(why) = &model.access {
            read_only_line(ui, why);
        }
        if view.screen != Screen::Practice && model.practice.stage.is_under_way() {
            under_way_line(ui, model, commands);
        }
        screen(ui, model, view, commands);
    });
    if !on_stage {
        notices(ui, model, view, commands);
    }
    match &model.moving {
        Some(moving) => overlay::moving(ui.ctx(), moving, commands),
        None => overlay::show(ui.ctx(), model, view.mode(), &mut view.overlay, commands),
    }
    view.typing = ui.ctx().text_edit_focused();
}

fn navigation(ui: &mut Ui, view: &ViewState, commands: &mut Vec<Command>) {
    let width = page::navigation_width(ui.available_width());
    let palette = palette(ui);
    let margin = Margin { left: 8, right: 8, top: 16, bottom: 8 };
    let frame = Frame::new().fill(palette.surface).inner_margin(margin);
    Panel::left("navigation").exact_size(width).resizable(false).frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let height = height_of_place(ui.available_height());
        let (last, others) =
            SCREENS.split_last().map_or((None, SCREENS), |(last, others)| (Some(last), others));
        for entry in others {
            place(ui, entry, view.screen == entry.screen, vec2(width, height), commands);
        }
        ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
            if let Some(entry) = last {
                place(ui, entry, view.screen == entry.screen, vec2(width, height), commands);
            }
        });
    });
}

/// As high as a finger likes, and lower where the window is.
#[expect(clippy::cast_precision_loss, reason = "there are a handful of screens")]
fn height_of_place(room: f32) -> f32 {
    let count = SCREENS.len() as f32;
    ((room - (count - 1.0) * space::XS) / count).floor().clamp(24.0, 40.0)
}

fn place(ui: &mut Ui, entry: &Entry, here: bool, size: Vec2, commands: &mut Vec<Command>) {
    let palette = palette(ui);
    let wide = size.x >= 200.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size.y), Sense::click());
    response.widget_info(|| WidgetInfo::selected(eframe::egui::Role::Tab, true, here, entry.name));
    if here || response.hovered() {
        ui.painter().rect_filled(rect, size::CORNER, palette.raised);
    }
    button::focus_ring(ui, &response);
    let colour = if here || response.hovered() { palette.text } else { palette.text_weak };
    let icon_font = eframe::egui::FontId::proportional(20.0);
    let middle = rect.left_center() + vec2(20.0, 0.0);
    ui.painter().text(middle, Align2::CENTER_CENTER, entry.icon, icon_font, colour);
    if wide {
        let kind = if here { Type::Strong } else { Type::Body };
        let left = rect.left_center() + vec2(44.0, 0.0);
        ui.painter().text(left, Align2::LEFT_CENTER, entry.name, kind.font(), colour);
    }
    let clicked = response.clicked();
    if !wide {
        response.on_hover_text(entry.name);
    }
    if clicked {
        commands.push(Command::Go(entry.screen));
    }
}

fn screen(ui: &mut Ui, model: &Model, view: &mut ViewState, commands: &mut Vec<Command>) {
    let needs_library = view.screen != Screen::Settings;
    match &model.access {
        Access::Opening if needs_library => opening(ui),
        Access::Closed(obstacle) if needs_library => closed(ui, model, obstacle, view, commands),
        _ => {
            if let Some(entry) = screens::entry(view.screen) {
                (entry.show)(ui, model, view, commands);
            }
        }
    }
}

fn opening(ui: &mut Ui) {
    page::page(ui, "opening", size::COLUMN, |ui| {
        ui.add_space(space::XXXL);
        ui.vertical_centered(|ui| field::hint(ui, "Opening the library"));
    });
}

fn closed(
    ui: &mut Ui,
    model: &Model,
    obstacle: &Obstacle,
    view: &mut ViewState,
    commands: &mut Vec<Command>,
) {
    page::page(ui, "closed", size::COLUMN, |ui| {
        let icon = if obstacle.kind == ObstacleKind::Locked { icons::LOCKED } else { icons::WARNING };
        ui.add_space(space::XL);
        ui.label(RichText::new(icon).size(36.0).color(palette(ui).text_weak));
        ui.heading(obstacle.kind.title());
        ui.add(Label::new(Type::Body.text(&obstacle.what)).wrap());
        ui.add_space(space::M);
        ui.horizontal_wrapped(|ui| {
            if button::primary(ui, icons::UNDO, "Try again").clicked() {
                commands.push(LibraryCommand::Retry.into());
            }
            if obstacle.kind.can_be_read() && button::plain(ui, "", "Open for reading only").clicked() {
                commands.push(LibraryCommand::OpenToRead.into());
            }
        });
        ui.add_space(space::XL);
        page::rule(ui);
        ui.add_space(space::L);
        screens::settings::folder(ui, model, &mut view.settings.library_path, commands);
    });
}

fn read_only_line(ui: &mut Ui, why: &str) {
    let palette = palette(ui);
    Frame::new().fill(palette.raised).inner_margin(Margin::symmetric(16, 6)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let text = format!("{}  Open for reading only. {why}", icons::LOCKED);
        ui.add(Label::new(Type::Caption.text(text)).wrap());
    });
}

/// Says on the other screens that the microphone is open, and leads back.
fn under_way_line(ui: &mut Ui, model: &Model, commands: &mut Vec<Command>) {
    let palette = palette(ui);
    let practice = &model.practice;
    Frame::new().fill(palette.raised).inner_margin(Margin::symmetric(16, 4)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let (disc, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
            ui.painter().circle_filled(disc.center(), 6.0, palette.record);
            let said = words::running(practice.seconds_of(practice.round.recorded));
            ui.label(Type::Body.text(format!("{} {said}", practice.stage.word())));
            if button::quiet(ui, icons::BACK, "Back to practice").clicked() {
                commands.push(Command::Go(Screen::Practice));
            }
        });
    });
}

/// Notices shown at once; the others wait their turn.
const MOST_NOTICES: usize = 3;

fn notices(ui: &mut Ui, model: &Model, view: &mut ViewState, commands: &mut Vec<Command>) {
    if model.notices.all().is_empty() {
        return;
    }
    let room = ui.ctx().content_rect();
    let width = (room.width() - 56.0 - 2.0 * space::L).min(520.0);
    // Nothing may lie over the keys that stop a recording.
    let below =
        if view.screen == Screen::Practice { screens::practice::instrument_height(ui.ctx()) } else { 0.0 };
    Area::new(Id::unique("notices"))
        .order(Order::Middle)
        .anchor(Align2::RIGHT_BOTTOM, [-space::L, -space::L - below])
        .show(ui.ctx(), |ui| {
            ui.set_width(width);
            let hidden = model.notices.all().len().saturating_sub(MOST_NOTICES);
            if hidden > 0 {
                field::hint(ui, format!("{hidden} more"));
            }
            for notice in model.notices.all().iter().rev().take(MOST_NOTICES).rev() {
                ui.push_id(notice.id, |ui| show_notice(ui, notice, view, commands));
            }
        });
}

fn show_notice(ui: &mut Ui, notice: &Notice, view: &mut ViewState, commands: &mut Vec<Command>) {
    let palette = palette(ui);
    let frame = Frame::popup(ui.style()).fill(palette.surface).inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_top(|ui| {
            let icon = if notice.is_lasting() { icons::WARNING } else { icons::INFO };
            ui.add_space(2.0);
            ui.vertical(|ui| {
                ui.add_space(6.0);
                ui.label(RichText::new(icon).size(size::ICON).color(palette.text_weak));
            });
            let text_width = ui.available_width() - if notice.offers.is_empty() { 40.0 } else { 132.0 };
            ui.vertical(|ui| {
                ui.set_width(text_width);
                ui.add_space(6.0);
                ui.add(Label::new(Type::Body.text(&notice.what)).wrap());
                details(ui, notice, view);
            });
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                if button::icon(ui, icons::CLOSE, "Dismiss").clicked() {
                    commands.push(Command::DismissNotice(notice.id));
                }
                ui.vertical(|ui| {
                    for (name, command) in &notice.offers {
                        if button::plain(ui, "", name).clicked() {
                            commands.push(Command::DismissNotice(notice.id));
                            commands.push(command.clone());
                        }
                    }
                });
            });
        });
    });
}

fn details(ui: &mut Ui, notice: &Notice, view: &mut ViewState) {
    if let Some(path) = &notice.path {
        ui.add(Label::new(Type::Caption.text(path.display().to_string()).weak()).wrap().selectable(true));
    }
    if notice.details.is_empty() {
        return;
    }
    let open = view.open_notice == Some(notice.id);
    let name = if open { "Hide details" } else { "Show details" };
    if button::quiet(ui, if open { icons::CARET_UP } else { icons::CARET_DOWN }, name).clicked() {
        view.open_notice = (!open).then_some(notice.id);
    }
    if open {
        ScrollArea::vertical().max_height(160.0).show(ui, |ui| {
            for line in &notice.details {
                ui.add(Label::new(Type::Caption.text(line)).wrap().selectable(true));
            }
        });
    }
}
