//! What a file is that people take for plain text, by its first bytes.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A zip file, which Word and Excel files are too.
    Zip,
    /// A file of Word or Excel as they were before 2007.
    OldOffice,
    RichText,
    Pdf,
}

impl FileKind {
    /// `None` if the bytes begin like none of these.
    pub fn of(bytes: &[u8]) -> Option<FileKind> {
        const BEGINNINGS: [(&[u8], FileKind); 4] = [
            (b"PK\x03\x04", FileKind::Zip),
            (b"\xD0\xCF\x11\xE0", FileKind::OldOffice),
            (b"{\\rtf", FileKind::RichText),
            (b"%PDF", FileKind::Pdf),
        ];
        BEGINNINGS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
    }
}
