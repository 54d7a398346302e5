//! E-mail addresses of roles and people.

use std::collections::BTreeMap;
use std::fmt;

use super::policy::{Policy, RoleId};
use super::same_name::is_same;

/// One address that a message can be written to. It holds nothing that could end a header or begin another recipient.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EmailAddress(String);

/// What was typed is not an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` isn't an e-mail address")]
pub struct NotAnAddress(pub String);

impl EmailAddress {
    /// The longest there can be (RFC 5321, 4.5.3.1.3).
    const LONGEST: usize = 254;

    /// Reads `NAME@DOMAIN`, in the characters of an atom (RFC 5322, 3.2.3; RFC 6532 for other letters). Quoted names
    /// and numeric domains are valid too, but no council uses them, and they are usually a slip.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(typed: &str) -> Result<EmailAddress, NotAnAddress> {
        let text = typed.trim();
        let wrong = || NotAnAddress(typed.to_string());
        let (name, domain) = text.split_once('@').ok_or_else(wrong)?;
        let atom = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        let label = |c: char| c.is_alphanumeric() || c == '-';
        let dotted = |part: &str, fits: fn(&str) -> bool| part.split('.').all(fits);
        let whole = name.chars().all(|c| atom(c) || c == '.') && domain.chars().all(|c| label(c) || c == '.');
        let parts = dotted(name, |one| !one.is_empty())
            && dotted(domain, |one| !one.is_empty() && !one.starts_with('-') && !one.ends_with('-'));
        match whole && parts && domain.contains('.') && text.len() <= EmailAddress::LONGEST {
            true => Ok(EmailAddress(text.to_string())),
            false => Err(wrong()),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who a message goes to: a role, a person by name, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    pub role: Option<RoleId>,
    pub name: Option<String>,
}

impl Addressee {
    /// The title of the addressee's role; the name of somebody without one.
    pub fn title<'a>(&'a self, policy: &'a Policy) -> &'a str {
        match (&self.role, &self.name) {
            (Some(role), _) => policy.role_title(role),
            (None, Some(name)) => name,
            (None, None) => "",
        }
    }

    /// What a message calls the addressee: by name, if that is on record; otherwise by the title of the role.
    pub fn greeted<'a>(&'a self, policy: &'a Policy) -> &'a str {
        self.name.as_deref().unwrap_or_else(|| self.title(policy))
    }

    /// The same for the head of a message: `Priya Shah (Team Manager)`.
    pub fn headed(&self, policy: &Policy) -> String {
        match (&self.role, &self.name) {
            (Some(role), Some(name)) => format!("{name} ({})", policy.role_title(role)),
            (Some(_) | None, _) => self.title(policy).to_string(),
        }
    }

    /// The key under which an address is kept for the addressee: the role, or else the name.
    pub fn key(&self) -> &str {
        self.role.as_ref().map(RoleId::as_str).or(self.name.as_deref()).unwrap_or_default()
    }
}

/// The addresses that are kept, each under a role (its id or its title) or a person's name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses(BTreeMap<String, EmailAddress>);

impl Addresses {
    pub fn new(all: BTreeMap<String, EmailAddress>) -> Addresses {
        Addresses(all)
    }

    /// The person's own address, if there is one for their name; otherwise that of the role.
    pub fn of(&self, whom: &Addressee, policy: &Policy) -> Option<&EmailAddress> {
        let by = |who: &str| self.0.iter().find(|(kept, _)| is_same(kept, who)).map(|(_, address)| address);
        let role = whom.role.as_ref();
        let own = whom.name.as_deref().and_then(by);
        own.or_else(|| role.and_then(|role| by(role.as_str()).or_else(|| by(policy.role_title(role)))))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_an_address_is() {
        for good in ["jo@example.org", " tm.north@sub.example.gov.uk ", "o'neill+iro@example.org", "zoë@exämple.org"]
        {
            assert_eq!(EmailAddress::parse(good).unwrap().as_str(), good.trim());
        }
        for bad in [
            "",
            "jo",
            "jo@",
            "@example.org",
            "jo@example",
            "jo@@example.org",
            "jo bloggs@example.org",
            "jo@example.org, sam@example.org",
            "Jo <jo@example.org>",
            "jo.@example.org",
            "jo..b@example.org",
            "jo@-example.org",
            "jo@example.org\r\nBcc: sam@example.org",
            "jo@exam\nple.org",
            "jo@[192.0.2.1]",
            "\"jo\"@example.org",
        ] {
            assert_eq!(EmailAddress::parse(bad), Err(NotAnAddress(bad.to_string())));
        }
    }

    proptest! {
        #[test]
        fn no_address_can_end_a_header_or_begin_another(typed in "[a-z\\r\\n\\t ,;:<>\"()@.\\x00-\\x1f]{0,20}@[a-z.\\r\\n ,<>]{1,20}") {
            if let Ok(address) = EmailAddress::parse(&typed) {
                prop_assert!(!address.as_str().contains(|c: char| c.is_control() || c.is_whitespace() || ",;:<>\"()".contains(c)));
            }
        }
    }
}
