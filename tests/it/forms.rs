//! Finds sections in the forms that `iro form` makes.

/// A section of a form in Markdown: its heading and the text below it.
#[track_caller]
pub fn section<'a>(form: &'a str, title: &str) -> &'a str {
    let from = form.find(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("{title} in {form}"));
    let rest = &form[from..];
    &rest[..rest[1..].find("\n## ").map_or(rest.len(), |end| end + 1)]
}
