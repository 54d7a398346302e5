//! Who may do what in a store: the roles of its tables, and the names that logins record events under.

use super::Address;
use super::failure::{self, Trouble};
use super::statement::{Statement, Value, identifier};
use super::wire::{Connection, Wire, quoted};
use crate::domain::worded::{Worded, worded};
use crate::store::error::StoreError;
use crate::store::server_rule::ServerRule;

worded! {
    /// What somebody may do in a store. `Analyse` is for the analysts' views only. Of the others, `Write` includes `Read`,
    /// and `Keep` and `Purge` each include `Write`.
    pub enum Role {
        Analyse = "analyse",
        Read = "read",
        Write = "write",
        Keep = "keep",
        Purge = "purge",
    }
}

/// A login that has a role in the store, with the name that its events are recorded under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub login: String,
    pub name: Option<String>,
    /// Without roles that are included in another.
    pub roles: Vec<String>,
    /// What it may do as a member of groups, which stays whatever roles it is given itself.
    pub by_group: Vec<ByGroup>,
}

/// A role that a login has because a group that it is in has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByGroup {
    pub role: String,
    pub group: String,
}

/// What the names of the roles on the server begin with.
const OURS: &str = "iro_";

impl Role {
    /// Its name on the server.
    fn name(self) -> String {
        format!("{OURS}{}", self.word())
    }
}

/// These roles as a list for SQL.
fn names(roles: &[Role]) -> String {
    roles.iter().map(|role| quoted(&role.name())).collect::<Vec<_>>().join(", ")
}

/// From PostgreSQL 16 on, whoever makes a role may give it to others, and is a member only for that.
pub(super) const MAY_USE: &str = "(to_jsonb(m) ->> 'inherit_option' IS DISTINCT FROM 'false' \
     OR to_jsonb(m) ->> 'set_option' IS DISTINCT FROM 'false')";

/// Everybody who has a role.
///
/// # Errors
/// The store can't be asked.
pub fn people(address: &Address) -> Result<Vec<Person>, StoreError> {
    let ours = names(Role::ALL);
    let rows = Wire::to(address.clone()).rows(&format!(
        "WITH RECURSIVE ours AS (SELECT oid FROM pg_catalog.pg_roles WHERE rolname IN ({ours})), \
         given (login, role, of_group) AS ( \
             SELECT m.member, m.roleid, NULL::oid FROM pg_catalog.pg_auth_members m \
             WHERE m.roleid IN (SELECT oid FROM ours) AND m.member NOT IN (SELECT oid FROM ours) AND {MAY_USE} \
             UNION \
             SELECT m.member, given.role, given.login FROM given \
             JOIN pg_catalog.pg_auth_members m ON m.roleid = given.login AND {MAY_USE} \
         ) \
         SELECT login.rolname, p.name, role.rolname, of_group.rolname FROM given \
         JOIN pg_catalog.pg_roles login ON login.oid = given.login JOIN pg_catalog.pg_roles role ON role.oid = given.role \
         LEFT JOIN pg_catalog.pg_roles of_group ON of_group.oid = given.of_group \
         LEFT JOIN iro.person p ON p.login = login.rolname \
         ORDER BY login.rolname, role.rolname, of_group.rolname;"
    ))?;
    let mut people: Vec<Person> = Vec::new();
    for row in rows {
        let [Some(login), name, Some(role), group] = <[Option<String>; 4]>::try_from(row).unwrap_or_default() else {
            continue;
        };
        let role = role.trim_start_matches(OURS).to_string();
        if people.last().is_none_or(|last| last.login != login) {
            people.push(Person { login, name, roles: Vec::new(), by_group: Vec::new() });
        }
        let Some(person) = people.last_mut() else { continue };
        match group {
            Some(group) => person.by_group.push(ByGroup { role, group }),
            None => person.roles.push(role),
        }
    }
    Ok(people)
}

/// Gives a login exactly these roles in the store, and a name if one is given; all of it or nothing. Without roles the
/// login can do nothing any more, but keeps its name for the events that it has recorded.
///
/// # Errors
/// There is no such login, or the user may not grant roles.
pub fn set_person(address: &Address, login: &str, name: Option<&str>, roles: &[Role]) -> Result<(), StoreError> {
    let mut line = Connection::default();
    let set = (|| {
        let (give, take): (Vec<Role>, Vec<Role>) = Role::ALL.iter().partition(|role| roles.contains(role));
        let granted = give.iter().map(|role| format!("GRANT {} TO {};", role.name(), identifier(login)));
        let take = take.iter().map(|role| format!("REVOKE {} FROM {};", role.name(), identifier(login)));
        let changes: String = granted.chain(take).collect();
        let still = still_given(login, &give);
        let ran = line.run(address, &format!("BEGIN; SET LOCAL client_min_messages = error; {changes} {still}"))?;
        if let Some([Some(role), Some(by)]) = ran.last().and_then(|rows| rows.first()).map(Vec::as_slice) {
            line.give_up();
            return Err(Trouble::Final(failure::server(
                ServerRule::GivenByAnother,
                format!(
                    "`{login}` was given `{role}` by `{by}`, and nobody else can take it away: nothing was changed"
                ),
                format!(
                    "`{by}` or a superuser runs `REVOKE {role} FROM {} GRANTED BY {}`",
                    identifier(login),
                    identifier(by)
                ),
            )));
        }
        if let Some(name) = name {
            let mut statement = Statement::default();
            let row = vec![Value::Text(login.to_string()), Value::Text(name.to_string())];
            let suffix = "ON CONFLICT (login) DO UPDATE SET name = excluded.name, earlier = CASE person.name \
                 WHEN excluded.name THEN person.earlier \
                 ELSE array_append(array_remove(person.earlier, excluded.name), person.name) END";
            statement.insert("person", "login, name", row, suffix);
            let ran = line.same_client()?.query_typed(&statement.sql(), &statement.values());
            ran.map_err(|error| line.trouble(address, &error))?;
        }
        line.run(address, "COMMIT;").map(drop)
    })();
    set.map_err(|trouble| match trouble {
        Trouble::Final(StoreError::Server { rule: ServerRule::Database, message, .. })
            if message.contains("(42704)") =>
        {
            let hint = format!("your database administrator makes it: CREATE ROLE {} LOGIN", identifier(login));
            failure::server(ServerRule::NoLogin, format!("there is no login `{login}` on the server"), hint)
        }
        Trouble::Final(StoreError::Server { rule: ServerRule::NoRight, message, .. }) => failure::server(
            ServerRule::NoRight,
            message,
            "whoever owns the store gives and takes its roles, or a database administrator",
        ),
        trouble => trouble.into_error(address),
    })
}

/// SQL: a role that a login still has and should not have, and who gave it. From PostgreSQL 16 on, `REVOKE` takes away only
/// what the same login gave, and says nothing of the rest.
fn still_given(login: &str, given: &[Role]) -> String {
    let others: Vec<Role> = Role::ALL.iter().copied().filter(|role| !given.contains(role)).collect();
    if others.is_empty() {
        return String::new();
    }
    format!(
        "SELECT role.rolname, by.rolname FROM pg_catalog.pg_auth_members m \
         JOIN pg_catalog.pg_roles role ON role.oid = m.roleid JOIN pg_catalog.pg_roles login ON login.oid = m.member \
         JOIN pg_catalog.pg_roles by ON by.oid = m.grantor \
         WHERE login.rolname = {} AND role.rolname IN ({}) AND {MAY_USE} ORDER BY role.rolname LIMIT 1;",
        quoted(login),
        names(&others)
    )
}
