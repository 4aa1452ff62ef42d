//! What the program is, and under which terms.

use eframe::egui::{Label, Ui};

use crate::ui::theme::{Type, palette, space};
use crate::ui::widgets::page;

const LICENCES: [(&str, &str); 4] = [
    ("Starling", "MIT or Apache-2.0, as you choose"),
    ("IBM Plex Sans", "SIL Open Font License 1.1, © IBM Corp."),
    ("Phosphor icons", "MIT, © Phosphor Icons"),
    ("egui and the other libraries", "MIT, Apache-2.0 and similar; listed with the sources"),
];

pub fn show(ui: &mut Ui) {
    ui.add_space(space::S);
    ui.label(Type::Title.text("Starling"));
    ui.label(Type::Body.text(format!("Version {}", env!("CARGO_PKG_VERSION"))));
    ui.add_space(space::M);
    let promise = "Your voice never leaves this machine. There is no network code in this program: no account, \
                   no upload, no update check, nothing counted.";
    ui.add(Label::new(Type::Body.text(promise)).wrap());
    page::section(ui, "Licences");
    let weak = palette(ui).text_weak;
    for (what, terms) in LICENCES {
        ui.add_space(space::XS);
        ui.label(Type::Body.text(what));
        ui.label(Type::Caption.text(terms).color(weak));
    }
}
