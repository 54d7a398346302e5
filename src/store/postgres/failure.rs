//! Errors of a server, in words, and what to do about them.

use std::error::Error as _;

use postgres::Error;

use super::address::Address;
use super::statement::identifier;
use crate::store::error::StoreError;
use crate::store::server_rule::ServerRule;

/// Why a query or a write failed, as far as it decides whether to try again.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It conflicted with another transaction on the server; the same should work on another try.
    Overtaken,
    /// A row to be added exists already, in this table. Writers lock one another out, so it was not one of them.
    Taken(String),
    /// The lock was held for too long by another.
    Busy,
    /// The server has no free connection; with its reason.
    Crowded(String),
    /// The connection was lost.
    Lost(String),
    /// Trying again would not help.
    Final(StoreError),
}

impl Trouble {
    /// The error for a failure that isn't tried again.
    pub(super) fn into_error(self, address: &Address) -> StoreError {
        match self {
            Trouble::Final(error) => error,
            Trouble::Taken(table) => server(
                ServerRule::Taken,
                format!(
                    "nothing was written: the table `{table}` of `{address}` already has a row that this would add, and no \
                     command was writing"
                ),
                "`iro check` says what is wrong there; somebody added it by hand",
            ),
            Trouble::Overtaken | Trouble::Busy => StoreError::Busy { store: address.to_string(), doing: "writing in" },
            Trouble::Crowded(why) => StoreError::Crowded { store: address.to_string(), why },
            Trouble::Lost(why) => unreachable(address, &why),
        }
    }
}

pub(super) fn server(rule: ServerRule, message: impl Into<String>, hint: impl Into<String>) -> StoreError {
    StoreError::Server { rule, message: message.into(), hint: Some(hint.into()) }
}

fn unreachable(address: &Address, why: &str) -> StoreError {
    server(
        ServerRule::Unreachable,
        format!("the store `{address}` can't be reached: {why}"),
        "nothing was written; is the network up (the VPN)? `iro doctor` says what it tried",
    )
}

/// The error if the row that writers lock doesn't name the last line of the ledger. If they went on from there, the
/// ledger would have a gap or two lines of one number.
pub(super) fn tip_astray(address: &Address) -> StoreError {
    server(
        ServerRule::Tip,
        format!("nothing was written: the table `tip` of `{address}` does not name the last line of the ledger"),
        "`iro doctor` says more; `iro doctor --repair` puts it right",
    )
}

/// The error if the row that writers lock is gone and this login may not add one.
pub(super) fn tip_for_the_owner(owner: &str) -> StoreError {
    server(
        ServerRule::NoRight,
        "nobody can write: the row of `tip`, which writers lock, is gone, and only the store's owner may put it back",
        format!("the owner is the login `{owner}`: it runs `iro doctor --repair`"),
    )
}

/// The error if it isn't known whether a write was made. Used only if there is no way to find out.
pub(super) fn unknown_outcome() -> StoreError {
    server(
        ServerRule::UnknownOutcome,
        "it is not known whether this was written: the connection was lost while it was being confirmed",
        "nothing is ever written twice by one command; look with `iro log ID` or `iro list` before you give it again",
    )
}

/// Classifies an error of the server; `login` is for the message.
pub(super) fn of(address: &Address, error: &Error, login: &str) -> Trouble {
    let Some(state) = error.code() else {
        return Trouble::Lost(reason(error));
    };
    match state.code() {
        "40001" | "40P01" => Trouble::Overtaken,
        "23505" => {
            let table = error.as_db_error().and_then(|said| said.table()).unwrap_or("?");
            Trouble::Taken(table.to_string())
        }
        "55P03" => Trouble::Busy,
        "53300" => Trouble::Crowded(reason(error)),
        "40003" | "57P01" | "57P02" | "57P03" | "25P03" | "57P05" => Trouble::Lost(reason(error)),
        code if code.starts_with("08") => Trouble::Lost(reason(error)),
        code => Trouble::Final(message_about(address, code, error, login)),
    }
}

fn message_about(address: &Address, code: &str, error: &Error, login: &str) -> StoreError {
    let message = reason(error);
    match code {
        "25006" => server(
            ServerRule::ReadOnly,
            format!("`{address}` can only be read: it is a copy for reading (a standby), or was set to be read only"),
            "`iro doctor` says which; your database administrator knows where to write, or switches it off",
        ),
        "42501" if message.contains("affected by row-level security") => server(
            ServerRule::NoRight,
            format!("the store `{address}` can't be read while `row_security` is off for your login: {message}"),
            format!(
                "your database administrator switches it on again: `ALTER ROLE {} RESET row_security`, or `ALTER DATABASE` if \
                 it is set there",
                identifier(login)
            ),
        ),
        "42501" => no_right(address, &message, login),
        "28000" | "28P01" => server(
            ServerRule::NoLogin,
            format!("the store `{address}` does not let you in: {message}"),
            "check the login, whether it has run out, and its password in the password file of PostgreSQL",
        ),
        "3D000" => server(
            ServerRule::NoDatabase,
            format!("the store `{address}`: {message}"),
            "check the address; a database is made by your database administrator (`createdb`)",
        ),
        "3F000" | "42P01" => server(
            ServerRule::NoStore,
            format!("there is no store in the database `{address}` yet"),
            "its owner makes one with `iro store init`, or runs what `iro store schema` prints",
        ),
        "22P05" | "22021" => server(
            ServerRule::Encoding,
            format!("the database of `{address}` can't keep these characters: {message}"),
            "nothing was written; the store needs a database with the encoding UTF8, see `iro doctor`",
        ),
        "57014" => server(
            ServerRule::TooSlow,
            format!("the store `{address}` took too long, and was stopped: {message}"),
            "nothing was written; try again",
        ),
        _ => server(
            ServerRule::Database,
            format!("the store `{address}`: {message} ({code})"),
            "nothing was written; tell your database administrator",
        ),
    }
}

/// The error about a missing right, with who can grant it.
fn no_right(address: &Address, said: &str, login: &str) -> StoreError {
    let refused_read = ["schema iro", "table schema_version"].iter().any(|what| said.contains(what));
    let (role, message) = match () {
        () if said.contains("table \"kept\"") => ("keep", None),
        () if said.contains("table tombstone") => ("purge", None),
        () if refused_read => ("read", Some(format!("you may not read this store (login `{login}`)"))),
        () if said.contains("table tip") => {
            ("write", Some(format!("you may read this store and not write in it (login `{login}`)")))
        }
        () => ("write", None),
    };
    let message = message
        .unwrap_or_else(|| format!("you have no right to do this in the store `{address}` (login `{login}`): {said}"));
    let hint =
        format!("whoever looks after it can change that: `iro store people --add {login} --name NAME --role {role}`");
    server(ServerRule::NoRight, message, hint)
}

/// Classifies an error of connecting; `passed_over` is why the password file was ignored.
pub(super) fn of_connecting(address: &Address, error: &Error, login: &str, passed_over: Option<&str>) -> Trouble {
    let all = causes(error);
    if all.contains("CaUsedAsEndEntity") {
        return Trouble::Final(server(
            ServerRule::Certificate,
            "the server's certificate is its own authority, which is not accepted",
            "have one issued for the server by an authority, and give that one's certificate with `sslrootcert=FILE`",
        ));
    }
    if all.contains("Expired") || all.contains("certificate expired") {
        return Trouble::Final(server(
            ServerRule::Certificate,
            format!("the certificate of `{address}` is not accepted: {}", reason(error)),
            "it has run out, or this computer's clock is wrong; your database administrator renews it",
        ));
    }
    if all.contains("invalid peer certificate") {
        return Trouble::Final(server(
            ServerRule::Certificate,
            format!("the certificate of `{address}` is not accepted: {}", reason(error)),
            "`sslrootcert=FILE` must hold the authority that issued it, and the address the name it was issued for",
        ));
    }
    match of(address, error, login) {
        Trouble::Final(StoreError::Server { rule: ServerRule::NoLogin, message, hint }) => {
            let hint = passed_over.map(str::to_string).or(hint);
            Trouble::Final(StoreError::Server { rule: ServerRule::NoLogin, message, hint })
        }
        Trouble::Lost(_) if all.contains("password missing") => Trouble::Final(server(
            ServerRule::NoLogin,
            format!("the store `{address}` asks for a password, and there is none"),
            passed_over.unwrap_or("put it into the password file of PostgreSQL (`~/.pgpass`), which only you may read"),
        )),
        trouble => trouble,
    }
}

/// The reason for an error, in the server's words if it gave any.
pub(super) fn reason(error: &Error) -> String {
    if let Some(said) = error.as_db_error() {
        return said.message().to_string();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    match cause.to_string() {
        said if said == "connection closed" || said == "unexpected end of file" => {
            "the connection was lost".to_string()
        }
        said => said,
    }
}

fn causes(error: &Error) -> String {
    let mut all = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(cause) = source {
        all.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    all
}
