//! SQL statements with separate values. What people type is always a value, never a part of the statement.

use postgres::types::{ToSql, Type};

#[derive(Debug, Clone)]
pub(super) enum Value {
    Number(i64),
    Small(i32),
    Text(String),
    Flag(bool),
    Bytes(Vec<u8>),
}

impl Value {
    fn sql(&self) -> (&(dyn ToSql + Sync), Type) {
        match self {
            Value::Number(number) => (number, Type::INT8),
            Value::Small(number) => (number, Type::INT4),
            Value::Text(text) => (text, Type::TEXT),
            Value::Flag(flag) => (flag, Type::BOOL),
            Value::Bytes(bytes) => (bytes, Type::BYTEA),
        }
    }
}

/// Several changes combined into one statement, so that they need one round trip.
#[derive(Debug, Clone, Default)]
pub(super) struct Statement {
    parts: Vec<Part>,
    values: Vec<Value>,
}

#[derive(Debug, Clone)]
enum Part {
    Change(String),
    /// Rows for one table. The server takes long over thousands of parts, but not over thousands of rows.
    Insert {
        into: String,
        rows: Vec<String>,
        suffix: &'static str,
    },
}

impl Part {
    fn sql(&self) -> String {
        match self {
            Part::Change(sql) => sql.clone(),
            Part::Insert { into, rows, suffix } => format!("{into} {} {suffix}", rows.join(", ")),
        }
    }
}

/// The most values in one statement: the protocol counts them in 16 bits.
const MOST: usize = 30_000;

impl Statement {
    /// Adds a value and returns its placeholder.
    pub(super) fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// Adds a change that already contains the placeholders of its values.
    pub(super) fn add(&mut self, sql: impl Into<String>) {
        self.parts.push(Part::Change(sql.into()));
    }

    /// Adds a row to a table; `suffix` is SQL that follows all rows of the table.
    pub(super) fn insert(&mut self, table: &str, columns: &str, row: Vec<Value>, suffix: &'static str) {
        let places: Vec<String> = row.into_iter().map(|value| self.value(value)).collect();
        let row = format!("({})", places.join(", "));
        let to = format!("INSERT INTO iro.{table} ({columns}) VALUES");
        for part in &mut self.parts {
            if let Part::Insert { into, rows, suffix: same } = part
                && (&*into, *same) == (&to, suffix)
            {
                rows.push(row);
                return;
            }
        }
        self.parts.push(Part::Insert { into: to, rows: vec![row], suffix });
    }

    /// Whether it has so many values that a new statement should be started.
    pub(super) fn is_full(&self) -> bool {
        self.values.len() > MOST
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The statement.
    pub(super) fn sql(&self) -> String {
        if let [only] = self.parts.as_slice() {
            return only.sql();
        }
        let parts = self.parts.iter().enumerate().map(|(at, part)| format!("p{at} AS ({})", part.sql()));
        let parts: Vec<String> = parts.collect();
        format!("WITH {} SELECT 1", parts.join(", "))
    }

    pub(super) fn values(&self) -> Vec<(&(dyn ToSql + Sync), Type)> {
        self.values.iter().map(Value::sql).collect()
    }
}

/// A name as a quoted identifier of SQL.
pub(super) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
