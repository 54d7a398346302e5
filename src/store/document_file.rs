//! Reads a document as an authority publishes it: plain text, Markdown, or a saved web page. It becomes headings and
//! paragraphs with their lines; `domain/document.rs` looks for what they mean.

mod page;
mod text;

use encoding_rs::WINDOWS_1252;

use crate::domain::document::Part;
use crate::store::file_kind::FileKind;
use crate::store::yaml;

/// Why a document can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("a PDF, and not text")]
    Pdf,
    #[error("a file of a word processor, and not text")]
    WordProcessor,
    #[error("not text")]
    NotText,
}

/// The parts of a document, in their order.
///
/// # Errors
/// The file is not text. A PDF and the files of word processors are named as such.
pub fn read(bytes: &[u8]) -> Result<Vec<Part>, Unreadable> {
    match FileKind::of(bytes) {
        Some(FileKind::Pdf) => return Err(Unreadable::Pdf),
        Some(FileKind::Zip | FileKind::OldOffice | FileKind::RichText) => return Err(Unreadable::WordProcessor),
        None => {}
    }
    let document = decoded(bytes)?;
    Ok(if is_page(&document) { page::parts(&document) } else { text::parts(&document) })
}

/// UTF-8, or UTF-16 with a byte order mark; anything else is read as Windows-1252, in which older programs save pages.
fn decoded(bytes: &[u8]) -> Result<String, Unreadable> {
    if let Ok(text) = yaml::decode(bytes) {
        return Ok(text);
    }
    if bytes.contains(&0) {
        return Err(Unreadable::NotText);
    }
    Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
}

/// Whether a text is a web page, whatever its file is called. A few tags in a text don't make it one.
fn is_page(document: &str) -> bool {
    let lower = document.to_lowercase();
    ["<html", "<body", "<!doctype html"].iter().any(|tag| lower.contains(tag)) || document.trim_start().starts_with('<')
}

#[cfg(test)]
mod tests;
