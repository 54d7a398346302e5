//! The address of a store on a server, in the form that `psql` takes: `postgresql://host/database?sslmode=verify-full`
//! or `postgresql:///?service=iro`. It never contains a password.

use std::collections::BTreeMap;
use std::fmt;

use crate::domain::suggest::nearest;
use crate::store::error::NoPlace;

/// The settings that an address or a service file may have.
pub(super) const KEYS: [&str; 11] = [
    "application_name",
    "connect_timeout",
    "dbname",
    "host",
    "passfile",
    "port",
    "service",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
    "user",
];

/// Where a store is. Contains no secrets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The settings by their names in addresses and service files.
    pub(super) settings: BTreeMap<String, String>,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// It isn't an address, contains a password, or has a setting that doesn't exist.
    pub(in crate::store) fn parse(typed: &str) -> Result<Address, NoPlace> {
        let wrong = |what: &str| {
            NoPlace::new(
                format!("{what} in the address of the store"),
                "write it as `postgresql://HOST/DATABASE`, or `postgresql:///?service=NAME`",
            )
        };
        let rest = typed.split_once(':').map(|(_, rest)| rest).and_then(|rest| rest.strip_prefix("//"));
        let rest = rest.ok_or_else(|| wrong("`//` is missing"))?;
        let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = place.split_once('/').unwrap_or((place, ""));
        let (login, host) = match authority.rsplit_once('@') {
            Some((login, host)) => (Some(login), host),
            None => (None, authority),
        };
        let mut settings = BTreeMap::new();
        let mut put = |key: &str, value: &str| {
            let value = decoded(value).ok_or_else(|| wrong("a `%` that isn't the code of a character"))?;
            if !value.is_empty() {
                settings.insert(key.to_string(), value);
            }
            Ok(())
        };
        if let Some(login) = login {
            if login.contains(':') {
                return Err(with_password());
            }
            put("user", login)?;
        }
        if host.contains(',') {
            return Err(NoPlace::new(
                "the address of the store names several hosts",
                "name the one to write at; `iro doctor` says whether it is a copy for reading",
            ));
        }
        let (host, port) = host_and_port(host);
        put("host", host)?;
        put("port", port)?;
        put("dbname", database)?;
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').ok_or_else(|| wrong(&format!("`{pair}` is not NAME=VALUE")))?;
            if key == "password" {
                return Err(with_password());
            }
            if !KEYS.contains(&key) {
                let message = format!("`{key}` isn't a setting of an address");
                let hint = match nearest(key, KEYS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("there is {}", KEYS.join(", ")),
                };
                return Err(NoPlace::new(message, hint));
            }
            put(key, value)?;
        }
        Ok(Address { settings })
    }
}

fn with_password() -> NoPlace {
    NoPlace::new(
        "the address of the store has a password in it",
        "put it into the password file of PostgreSQL (`~/.pgpass`), or name a `service` that has it",
    )
}

/// Splits a host and a port; an IPv6 address is in brackets, as in `[::1]:5432`.
fn host_and_port(text: &str) -> (&str, &str) {
    if let Some((host, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (host, rest.trim_start_matches(':'));
    }
    text.rsplit_once(':').unwrap_or((text, ""))
}

/// A text with `%2F` and the like decoded; `None` if that isn't UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let pair = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// The address as messages show it: host and database, without the login and the way of connecting.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |key: &str| self.settings.get(key).map_or("", String::as_str);
        let port = Some(of("port")).filter(|port| !["", "5432"].contains(port));
        match of("service") {
            "" if of("host").starts_with('/') => {
                let port = port.map(|port| format!("&port={port}")).unwrap_or_default();
                write!(f, "postgresql:///{}?host={}{port}", of("dbname"), of("host"))
            }
            "" => {
                let port = port.map(|port| format!(":{port}")).unwrap_or_default();
                let host = of("host");
                let host = if host.contains(':') { format!("[{host}]") } else { host.to_string() };
                write!(f, "postgresql://{host}{port}/{}", of("dbname"))
            }
            service => write!(f, "postgresql:///{}?service={service}", of("dbname")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(typed: &str) -> String {
        let address = Address::parse(typed).unwrap();
        let all = address.settings.iter().map(|(key, value)| format!("{key}={value}"));
        format!("{address} {}", all.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn an_address_is_read_as_psql_reads_it() {
        for (typed, read) in [
            (
                "postgresql://db.example/iro?sslmode=verify-full",
                "postgresql://db.example/iro dbname=iro host=db.example sslmode=verify-full",
            ),
            ("postgresql:///?service=iro", "postgresql:///?service=iro service=iro"),
            (
                "postgres://jo%40north@[::1]:5433/iro",
                "postgresql://[::1]:5433/iro dbname=iro host=::1 port=5433 user=jo@north",
            ),
            (
                "postgresql:///iro?host=%2Fvar%2Frun&user=jo",
                "postgresql:///iro?host=/var/run dbname=iro host=/var/run user=jo",
            ),
            (
                "postgresql://%2Fvar%2Frun:5433/iro",
                "postgresql:///iro?host=/var/run&port=5433 dbname=iro host=/var/run port=5433",
            ),
        ] {
            assert_eq!(shown(typed), read);
        }
    }

    #[test]
    fn what_is_no_address_is_refused_and_a_password_never_shown() {
        for (typed, message) in [
            ("postgresql:iro", "`//` is missing in the address of the store"),
            ("postgresql://db/iro?sslmod=x", "`sslmod` isn't a setting of an address"),
            ("postgresql://db/iro?sslmode", "`sslmode` is not NAME=VALUE in the address of the store"),
            ("postgresql://db/%zz", "a `%` that isn't the code of a character in the address of the store"),
            ("postgresql://one:5433,two:5433/iro", "the address of the store names several hosts"),
            ("postgresql://jo:hidden@db/iro", "the address of the store has a password in it"),
            ("postgresql://db/iro?password=hidden", "the address of the store has a password in it"),
        ] {
            let refused = Address::parse(typed).unwrap_err();
            assert_eq!(refused.message, message);
            assert!(!format!("{refused:?}").contains("hidden"));
        }
        let near = Address::parse("postgresql://db/iro?sslmod=x").unwrap_err();
        assert_eq!(near.hint.as_deref(), Some("did you mean `sslmode`?"));
    }
}
