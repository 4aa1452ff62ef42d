//! The user's own map of a company's values.

use eframe::egui::{Id, Ui};

use crate::domain::bank::Bank;
use crate::domain::question::QuestionId;
use crate::domain::settings::Settings;
use crate::ui::widgets::{field, page, prose};
use crate::ui::words;

pub fn show(ui: &mut Ui, settings: &mut Settings) {
    let map = &mut settings.own_map;
    page::setting(ui, "Company", "Whose values these are.", |ui| {
        field::line(ui, Id::unique("own company"), "Company of the values", "Acme", 220.0, &mut map.company);
    });
    page::rule(ui);
    let help = "One a line, as the company writes them. After a colon, the ids of questions that ask for it.";
    page::setting_block(ui, "Values", help, |ui| {
        let hint = "Courage: fail-02, push-01\nCare for users: cust-01";
        field::lines(ui, Id::unique("own values"), "Values of the company", hint, 6, &mut map.values);
    });
    let Some(company) = map.to_company() else {
        prose::aside(
            ui,
            "Typed values stand in the filters and among the tags of your stories, beside the built-in ones.",
        );
        return;
    };
    field::hint(ui, words::count(company.values.len(), "value", "values"));
    let known = |id: &&String| Bank::built_in().question(&QuestionId::new((*id).clone())).is_some();
    let named = company.values.iter().flat_map(|value| &value.questions);
    let unknown: Vec<&str> =
        named.filter(|id| !known(id) && !id.starts_with("own")).map(String::as_str).collect();
    if !unknown.is_empty() {
        field::hint(ui, format!("No question of the bank has this id: {}", unknown.join(", ")));
    }
}
