//! Encrypts exports for age recipients (`age1...`), so that only holders of their keys can read them. Nothing is
//! written unencrypted, not even for a moment. Only a build with the feature `age` can encrypt; other builds report
//! that they can't.

use crate::cli::error::{Code, Failure};

/// The people for whom an export is encrypted.
pub struct Recipients {
    #[cfg(feature = "age")]
    keys: Vec<age::x25519::Recipient>,
}

/// What is added to the name of an encrypted file.
pub const ENDING: &str = ".age";

impl Recipients {
    /// The recipients that were given; `None` if none were.
    ///
    /// # Errors
    /// A text is no recipient.
    #[cfg(feature = "age")]
    pub fn read(given: &[String]) -> Result<Option<Recipients>, Failure> {
        let key = |text: &String| {
            text.trim().parse().map_err(|fault| {
                // The text isn't repeated, because it may be a secret key.
                let failure =
                    Failure::usage(format!("`--encrypt-to` needs an age recipient, and this isn't one: {fault}"));
                failure.hinted("a recipient begins with `age1`; `age-keygen -y KEYFILE` prints it")
            })
        };
        let keys: Vec<age::x25519::Recipient> = given.iter().map(key).collect::<Result<_, _>>()?;
        Ok((!keys.is_empty()).then_some(Recipients { keys }))
    }

    /// `None` if no recipients were given.
    ///
    /// # Errors
    /// Recipients were given, but this build can't encrypt.
    #[cfg(not(feature = "age"))]
    pub fn read(given: &[String]) -> Result<Option<Recipients>, Failure> {
        if given.is_empty() {
            return Ok(None);
        }
        let failure = Failure::new(Code::Failed, "this build of iro can't encrypt; nothing was written");
        Err(failure.hinted(
            "the packages that `packaging/build` makes can, and so can `cargo build --release --features age`; or export \
             without `--encrypt-to`, and encrypt the files with the program that your authority uses",
        ))
    }

    /// Encrypts bytes for the recipients.
    ///
    /// # Errors
    /// The system has no source of randomness.
    #[cfg(feature = "age")]
    pub fn seal(&self, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
        use std::io::Write;
        let failed =
            |fault: &dyn std::fmt::Display| Failure::new(Code::Failed, format!("it can't be encrypted: {fault}"));
        let keys = self.keys.iter().map(|key| key as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(keys).map_err(|fault| failed(&fault))?;
        let mut sealed = Vec::new();
        let mut writer = encryptor.wrap_output(&mut sealed).map_err(|fault| failed(&fault))?;
        writer.write_all(bytes).and_then(|()| writer.finish()).map_err(|fault| failed(&fault))?;
        Ok(sealed)
    }

    /// Never called, because there are no recipients in a build that can't encrypt.
    ///
    /// # Errors
    /// Always.
    #[cfg(not(feature = "age"))]
    pub fn seal(&self, _bytes: &[u8]) -> Result<Vec<u8>, Failure> {
        Err(Failure::new(Code::Failed, "this build of iro can't encrypt"))
    }
}
