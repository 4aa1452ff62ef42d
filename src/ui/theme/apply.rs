//! Gives egui the palette, the type and the spaces.

use eframe::egui::style::{
    Interaction, ScrollStyle, Selection, Spacing, TextCursorStyle, WidgetVisuals, Widgets,
};
use eframe::egui::{
    self, Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle,
    Theme, ThemePreference, Visuals, vec2,
};

use super::palette::{DARK, LIGHT, Palette};
use super::{Type, size, space};
use crate::domain::settings::{Preferences, ThemeChoice};

/// Loads the fonts and both themes. Done once, before the first frame.
pub fn install(ctx: &Context) {
    crate::ui::fonts::install(ctx);
    ctx.set_style_of(Theme::Dark, style(&DARK, true, Motion::Full));
    ctx.set_style_of(Theme::Light, style(&LIGHT, false, Motion::Full));
    // The size of text is a preference that is remembered, so it is not changed behind the settings' back.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

/// Shows what the preferences ask for.
pub fn apply(ctx: &Context, preferences: &Preferences) {
    let motion = if preferences.reduce_motion { Motion::Reduced } else { Motion::Full };
    ctx.set_style_of(Theme::Dark, style(&DARK, true, motion));
    ctx.set_style_of(Theme::Light, style(&LIGHT, false, motion));
    ctx.set_theme(match preferences.theme {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Dark => ThemePreference::Dark,
        ThemeChoice::Light => ThemePreference::Light,
    });
    ctx.set_zoom_factor(preferences.text_scale);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Motion {
    Full,
    Reduced,
}

fn style(palette: &Palette, dark: bool, motion: Motion) -> Style {
    let base = if dark { Theme::Dark } else { Theme::Light }.default_style();
    Style {
        text_styles: text_styles(),
        drag_value_text_style: TextStyle::Body,
        spacing: spacing(),
        interaction: Interaction { selectable_labels: false, tooltip_delay: 0.4, ..base.interaction.clone() },
        visuals: visuals(palette, dark, motion),
        animation_time: if motion == Motion::Reduced { 0.0 } else { 0.1 },
        scroll_animation: if motion == Motion::Reduced {
            egui::style::ScrollAnimation::none()
        } else {
            base.scroll_animation
        },
        ..base
    }
}

fn text_styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    let mut styles: std::collections::BTreeMap<_, _> =
        Type::ALL.map(|kind| (kind.style(), kind.font())).into_iter().collect();
    styles.insert(TextStyle::Button, Type::Body.font());
    styles.insert(TextStyle::Monospace, FontId::new(13.0, FontFamily::Monospace));
    styles
}

fn spacing() -> Spacing {
    Spacing {
        item_spacing: vec2(space::S, space::S),
        button_padding: vec2(space::M, 6.0),
        menu_margin: Margin::same(4),
        window_margin: Margin::same(24),
        interact_size: vec2(size::CONTROL, size::CONTROL),
        icon_width: 18.0,
        icon_width_inner: 10.0,
        icon_spacing: space::S,
        combo_width: 120.0,
        combo_height: 320.0,
        text_edit_width: 280.0,
        slider_width: 200.0,
        slider_rail_height: 4.0,
        tooltip_width: 320.0,
        scroll: ScrollStyle {
            bar_width: 8.0,
            floating_width: 4.0,
            active_handle_opacity: 0.25,
            interact_handle_opacity: 0.6,
            ..ScrollStyle::floating()
        },
        ..Spacing::default()
    }
}

fn visuals(palette: &Palette, dark: bool, motion: Motion) -> Visuals {
    let base = if dark { Visuals::dark() } else { Visuals::light() };
    let shadow = Shadow { offset: [0, 8], blur: 24, spread: 0, color: palette.shadow };
    Visuals {
        dark_mode: dark,
        weak_text_color: Some(palette.text_weak),
        widgets: widgets(palette),
        selection: Selection { bg_fill: palette.selection, stroke: Stroke::new(1.5, palette.focus) },
        hyperlink_color: palette.text,
        faint_bg_color: palette.surface,
        extreme_bg_color: palette.field,
        text_edit_bg_color: Some(palette.field),
        code_bg_color: palette.raised,
        warn_fg_color: palette.text,
        error_fg_color: palette.text,
        window_corner_radius: CornerRadius::same(size::CORNER * 2),
        window_shadow: shadow,
        window_fill: palette.surface,
        window_stroke: Stroke::new(1.0, palette.line),
        menu_corner_radius: CornerRadius::same(size::CORNER + 2),
        panel_fill: palette.background,
        popup_shadow: shadow,
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(1.5, palette.text),
            blink: motion == Motion::Full,
            ..TextCursorStyle::default()
        },
        disabled_alpha: 0.5,
        slider_trailing_fill: true,
        ..base
    }
}

fn widgets(palette: &Palette) -> Widgets {
    let widget = |fill: Color32, outline: Stroke| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: outline,
        corner_radius: CornerRadius::same(size::CORNER),
        fg_stroke: Stroke::new(1.5, palette.text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: WidgetVisuals {
            fg_stroke: Stroke::new(1.0, palette.text),
            ..widget(palette.surface, Stroke::new(1.0, palette.line))
        },
        inactive: widget(palette.surface, Stroke::new(1.0, palette.outline)),
        hovered: widget(palette.raised, Stroke::new(1.0, palette.text_weak)),
        active: widget(palette.raised, Stroke::new(2.0, palette.focus)),
        open: widget(palette.raised, Stroke::new(1.0, palette.text_weak)),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use eframe::egui::{CollapsingHeader, Id, RawInput, ScrollArea, TextEdit, ViewportId};

    use super::*;

    fn themed(preferences: &Preferences) -> Context {
        let ctx = Context::default();
        install(&ctx);
        apply(&ctx, preferences);
        ctx
    }

    /// Types, unfolds and scrolls, and says after how long the window wants to be drawn again on its own.
    fn wait_after_moving_everything(ctx: &Context) -> Duration {
        let mut delay = Duration::ZERO;
        for frame in 0..12_u8 {
            let input =
                RawInput { time: Some(f64::from(frame) * 0.001), focused: true, ..Default::default() };
            let mut output = ctx.run_ui(input, |ui| {
                let id = Id::unique("typed into");
                ui.memory_mut(|memory| memory.request_focus(id));
                ui.add(TextEdit::singleline(&mut String::new()).id(id));
                CollapsingHeader::new("unfolded").open(Some(frame > 3)).show(ui, |ui| ui.label("inside"));
                ScrollArea::vertical().max_height(40.0).show(ui, |ui| {
                    for line in 0..50 {
                        let response = ui.label("line");
                        if frame == 5 && line == 40 {
                            response.scroll_to_me(None);
                        }
                    }
                });
            });
            output.textures_delta.clear();
            delay = output.viewport_output[&ViewportId::ROOT].repaint_delay;
        }
        delay
    }

    #[test]
    fn with_reduced_motion_nothing_moves_by_itself() {
        for theme in [ThemeChoice::Dark, ThemeChoice::Light] {
            let still = themed(&Preferences { theme, reduce_motion: true, ..Preferences::default() });
            assert_eq!(wait_after_moving_everything(&still), Duration::MAX, "{theme:?}");
            let lively = themed(&Preferences { theme, ..Preferences::default() });
            assert!(wait_after_moving_everything(&lively) < Duration::from_secs(1), "{theme:?}");
        }
    }

    #[test]
    fn the_systems_theme_is_followed_while_the_window_is_open_and_only_where_that_is_asked_for() {
        let shown = |ctx: &Context, system| {
            let input = RawInput { system_theme: Some(system), ..Default::default() };
            ctx.run_ui(input, |_| {}).textures_delta.clear();
            ctx.theme()
        };
        let following = themed(&Preferences { theme: ThemeChoice::System, ..Preferences::default() });
        for system in [Theme::Light, Theme::Dark, Theme::Light] {
            assert_eq!(shown(&following, system), system);
        }
        let dark = themed(&Preferences { theme: ThemeChoice::Dark, ..Preferences::default() });
        assert_eq!(shown(&dark, Theme::Light), Theme::Dark);
    }
}
