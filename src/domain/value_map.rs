//! What companies say they value, and the user's own map for companies that the guide does not know.

use serde::Deserialize;

/// What a company says it values, and which questions ask for it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    #[serde(rename = "company")]
    pub name: String,
    pub note: String,
    pub values: Vec<Value>,
}

/// One of a company's values.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    pub id: String,
    pub name: String,
    /// Which of several lists it belongs to; empty where there is one list.
    #[serde(default)]
    pub generation: String,
    #[serde(default)]
    pub questions: Vec<String>,
}

/// A company's name and its values as they were typed: one a line, with ids of questions after a colon.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnMap {
    pub company: String,
    pub values: String,
}

impl OwnMap {
    /// The map in the shape of the built-in ones; `None` while no value has been typed.
    #[must_use]
    pub fn to_company(&self) -> Option<Company> {
        let values: Vec<Value> = self.values.lines().filter_map(value).collect();
        let name = self.company.trim();
        let name = if name.is_empty() { "My company" } else { name };
        (!values.is_empty()).then(|| Company { name: name.to_owned(), note: String::new(), values })
    }
}

/// `Courage: fail-02, push-01`, where the questions may be left out.
fn value(line: &str) -> Option<Value> {
    let (name, questions) = line.split_once(':').unwrap_or((line, ""));
    let name = name.trim();
    let slug: Vec<String> = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if slug.is_empty() {
        return None;
    }
    let questions = questions.split([',', ' ']).map(str::trim).filter(|id| !id.is_empty());
    Some(Value {
        id: format!("my-{}", slug.join("-")),
        name: name.to_owned(),
        generation: String::new(),
        questions: questions.map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_value_with_its_questions() {
        let typed = "Courage: fail-02, push-01\n\n  Care for users  \n:\n";
        let map = OwnMap { company: " Acme ".to_owned(), values: typed.to_owned() };
        let company = map.to_company().unwrap();
        assert_eq!(company.name, "Acme");
        let values: Vec<(&str, &str, usize)> =
            company.values.iter().map(|v| (v.id.as_str(), v.name.as_str(), v.questions.len())).collect();
        assert_eq!(values, [("my-courage", "Courage", 2), ("my-care-for-users", "Care for users", 0)]);
        assert_eq!(company.values[0].questions, ["fail-02", "push-01"]);
    }

    #[test]
    fn a_map_without_values_is_none_and_a_company_may_be_left_unnamed() {
        assert_eq!(OwnMap::default().to_company(), None);
        let map = OwnMap { company: String::new(), values: "Calm".to_owned() };
        assert_eq!(map.to_company().unwrap().name, "My company");
    }
}
