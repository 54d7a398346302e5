//! What the columns of an old log mean. The answer and the escalation of one stage are a round. Rows with the same
//! reference belong to one dispute, so a log may have a row for each dispute or one for each step.

use std::collections::BTreeMap;

use super::{OldDeed, OldDispute, OldStep};
use crate::domain::event::{Because, Raised, Resolved, word, yes_or_no};
use crate::domain::same_name::{NameKey, is_same};
use crate::domain::steps::{Escalate, Respond};
use crate::domain::table::{Columns, Known, Mapping, Misfit, RowFault, Table, TableRow, day};
use crate::domain::text::clean_text;
use crate::domain::time::Date;
use crate::domain::worded::Worded;

/// What was read from a log.
#[derive(Debug)]
pub struct Read {
    /// In the order in which they were raised.
    pub disputes: Vec<OldDispute>,
    pub faults: Vec<RowFault>,
    pub unused: Vec<String>,
}

/// Why nothing could be read from a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoLog {
    #[error(transparent)]
    Misfit(#[from] Misfit),
    #[error("no column was found for {lacks}; the columns are {headings}")]
    Lacks { lacks: &'static str, headings: String },
}

/// The text that is recorded where the log has none.
const NOT_THERE: &str = "(not in the old log)";

/// The columns of one stage: its answer, and the escalation that ended it.
struct Round {
    answered_on: &'static str,
    answer: &'static str,
    answered_by: &'static str,
    answer_role: &'static str,
    escalated_on: &'static str,
    escalated_to: &'static str,
    escalated_because: &'static str,
    escalated_reason: &'static str,
}

macro_rules! round {
    ($n:literal) => {
        Round {
            answered_on: concat!("answered_on", $n),
            answer: concat!("answer", $n),
            answered_by: concat!("answered_by", $n),
            answer_role: concat!("answer_role", $n),
            escalated_on: concat!("escalated_on", $n),
            escalated_to: concat!("escalated_to", $n),
            escalated_because: concat!("escalated_because", $n),
            escalated_reason: concat!("escalated_reason", $n),
        }
    };
}

const ROUNDS: [Round; 6] = [round!(""), round!("_2"), round!("_3"), round!("_4"), round!("_5"), round!("_6")];

/// The columns that a dispute has once, whatever its stages.
const ONCE: [Known; 27] = [
    Known { name: "key", headings: &["ref", "reference", "number", "no", "id", "dispute"] },
    Known {
        name: "child",
        headings: &[
            "child reference",
            "child's reference",
            "child ref",
            "case reference",
            "case ref",
            "case id",
            "child id",
        ],
    },
    Known { name: "policy", headings: &["protocol"] },
    Known { name: "raised_on", headings: &["date raised", "raised"] },
    Known { name: "raised_by", headings: &["raised by"] },
    Known { name: "iro", headings: &["independent reviewing officer"] },
    Known { name: "team", headings: &[] },
    Known { name: "category", headings: &[] },
    Known { name: "stage", headings: &["stage at start"] },
    Known { name: "concern", headings: &["issue", "what is wrong"] },
    Known { name: "impact", headings: &["impact on the child"] },
    Known { name: "seeking", headings: &["resolution sought", "asked for"] },
    Known { name: "legal_status", headings: &["legal status"] },
    Known { name: "by_role", headings: &[] },
    Known { name: "case_type", headings: &["case type"] },
    Known { name: "household", headings: &["fostering household"] },
    Known { name: "subject", headings: &[] },
    Known { name: "aware_on", headings: &["date aware"] },
    Known { name: "arose_on", headings: &["date arose"] },
    Known { name: "respond_by", headings: &["date agreed"] },
    Known { name: "immediate", headings: &[] },
    Known { name: "ended_on", headings: &["date ended", "date resolved", "date closed"] },
    Known { name: "outcome", headings: &[] },
    Known { name: "result", headings: &[] },
    Known { name: "impact_on_child", headings: &[] },
    Known { name: "withdrawn_on", headings: &["date withdrawn"] },
    Known { name: "withdrawn_because", headings: &["reason withdrawn"] },
];

fn known() -> Vec<Known> {
    let of_round = |round: &Round| {
        let Round { answered_on, answer, answered_by, answer_role, .. } = *round;
        let Round { escalated_on, escalated_to, escalated_because, escalated_reason, .. } = *round;
        [answered_on, answer, answered_by, answer_role, escalated_on, escalated_to, escalated_because, escalated_reason]
    };
    let rounds = ROUNDS.iter().flat_map(of_round).map(|name| Known { name, headings: &[] });
    ONCE.into_iter().chain(rounds).collect()
}

/// Reads an old log from a table.
///
/// # Errors
/// The mapping doesn't fit, or there is no column for the reference, the child, the concern or the date raised.
pub fn read(table: &Table, mapping: &Mapping) -> Result<Read, NoLog> {
    let columns = Columns::find(table, mapping, &known())?;
    for (column, lacks) in [
        ("key", "the number in your log (`key`)"),
        ("child", "the child (`child`)"),
        ("concern", "the concern (`concern`)"),
        ("raised_on", "the day it was raised (`raised_on`)"),
    ] {
        if !columns.has(column) {
            let headings = table.headings.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ");
            return Err(NoLog::Lacks { lacks, headings });
        }
    }
    let mut read = Read { disputes: Vec::new(), faults: Vec::new(), unused: Vec::new() };
    read.unused = columns.unused().into_iter().map(str::to_string).collect();
    for (key, rows) in numbered(table, &columns, &mut read.faults) {
        match of_rows(&key, &rows) {
            Ok(dispute) => read.disputes.push(dispute),
            Err(faults) => read.faults.extend(faults),
        }
    }
    read.faults.sort_by_key(|fault| fault.line);
    for dispute in &mut read.disputes {
        dispute.steps.sort_by_key(|step| step.on);
    }
    read.disputes.sort_by_key(|dispute| dispute.raised_on);
    Ok(read)
}

/// The rows of each number, in the order in which the numbers come up. A row without one is a fault.
fn numbered<'a>(table: &'a Table, columns: &'a Columns<'a>, faults: &mut Vec<RowFault>) -> Vec<(String, Vec<Row<'a>>)> {
    let mut found: Vec<(String, Vec<Row<'a>>)> = Vec::new();
    let mut places: BTreeMap<NameKey, usize> = BTreeMap::new();
    for row in table.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty())) {
        let row = Row { columns, row };
        let Some(key) = row.text("key") else {
            faults.push(row.fault("nothing in the column for `key`".to_string()));
            continue;
        };
        let place = *places.entry(NameKey::of(&key)).or_insert(found.len());
        match found.get_mut(place) {
            Some((_, rows)) => rows.push(row),
            None => found.push((key, vec![row])),
        }
    }
    found
}

/// The dispute of rows that share a number. If one of them can't be used, none is: what is imported is left as it is, so
/// the row would not come in once it is corrected.
fn of_rows(key: &str, rows: &[Row<'_>]) -> Result<OldDispute, Vec<RowFault>> {
    let Some((first, later)) = rows.split_first() else { return Err(Vec::new()) };
    let mut begun = first.begun(key);
    let mut faults: Vec<RowFault> =
        begun.as_ref().err().map(|message| first.fault(message.clone())).into_iter().collect();
    for row in later {
        let taken = match &mut begun {
            Ok(dispute) => row.add_to(dispute),
            Err(_) => row.steps().map(drop),
        };
        faults.extend(taken.err().map(|message| row.fault(message)));
    }
    let Some(wrong) = faults.first().map(|fault| fault.line) else { return begun.map_err(|_| faults) };
    let sound = rows.iter().filter(|row| faults.iter().all(|fault| fault.line != row.row.line));
    let with = |row: &Row<'_>| row.fault(format!("left out with line {wrong}, which has the same number `{key}`"));
    let sound: Vec<RowFault> = sound.map(with).collect();
    Err(faults.into_iter().chain(sound).collect())
}

struct Row<'a> {
    columns: &'a Columns<'a>,
    row: &'a TableRow,
}

impl Row<'_> {
    fn text(&self, name: &str) -> Option<String> {
        self.columns
            .value(self.row, name)
            .map(|text| clean_text(text).trim().to_string())
            .filter(|text| !text.is_empty())
    }

    fn date(&self, name: &str) -> Result<Option<Date>, String> {
        let written = self.columns.value(self.row, name);
        let read = |text: &str| {
            day(text).ok_or_else(|| format!("`{text}` in `{name}` isn't a date; write it as 2026-03-02 or 02/03/2026"))
        };
        written.map(read).transpose()
    }

    /// One word of a closed list.
    fn word<T: Worded>(&self, name: &str) -> Result<Option<T>, String> {
        self.text(name).map(|text| word::<T>(&text).map_err(|fault| format!("`{name}`: {fault}"))).transpose()
    }

    fn yes_or_no(&self, name: &str) -> Result<Option<bool>, String> {
        self.text(name).map(|text| yes_or_no(&text).map_err(|why| format!("`{name}` is `{text}`: {why}"))).transpose()
    }

    /// The day of a step, if the row has the step: a fault if it only has what was said in it. What the mapping gives
    /// for every row is no step.
    fn day_of_step(&self, on: &str, said: &[&str]) -> Result<Option<Date>, String> {
        let date = self.date(on)?;
        match said.iter().find(|name| date.is_none() && self.columns.written(self.row, name).is_some()) {
            Some(name) => Err(format!("it has `{name}`, but no day in the column for `{on}`")),
            None => Ok(date),
        }
    }

    fn fault(&self, message: String) -> RowFault {
        RowFault { line: self.row.line, message }
    }

    /// Adds the steps of the row to the dispute that an earlier row began.
    ///
    /// # Errors
    /// A step can't be read, or the row says that it is of another dispute.
    fn add_to(&self, dispute: &mut OldDispute) -> Result<(), String> {
        let (line, key) = (dispute.line, &dispute.key);
        let written = |name: &str| self.columns.written(self.row, name).map(clean_text).filter(|text| !text.is_empty());
        let other = |name: &str, known: &str| written(name).is_some_and(|text| !is_same(&text, known));
        let policy = written("policy").map(|text| text.trim().to_string());
        let raised_on = written("raised_on").and(self.date("raised_on")?);
        let differ = [
            ("child", other("child", &dispute.child)),
            ("policy", dispute.policy.as_ref().is_some_and(|known| other("policy", known))),
            ("raised_on", raised_on.is_some_and(|on| on != dispute.raised_on)),
            ("concern", other("concern", &dispute.facts.concern)),
        ];
        let differ: Vec<String> =
            differ.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| format!("`{name}`")).collect();
        if !differ.is_empty() {
            return Err(format!(
                "it has the number `{key}` of line {line}, but another {}; leave that empty in a step of the same \
dispute, or give the row a number of its own",
                differ.join(", ")
            ));
        }
        dispute.steps.extend(self.steps()?);
        dispute.policy = dispute.policy.take().or(policy);
        Ok(())
    }

    /// The dispute that the row begins, with its steps.
    fn begun(&self, key: &str) -> Result<OldDispute, String> {
        let needed = |name: &str| self.text(name).ok_or(format!("nothing in the column for `{name}`"));
        let moment = |name: &str| self.date(name).map(|date| date.map(crate::domain::time::Moment::on));
        let raised_by = self.text("raised_by");
        let categories = self.text("category").map(|all| all.split(';').map(|one| one.trim().into()).collect());
        let facts = Raised {
            stage: self.text("stage").unwrap_or_default().into(),
            by_role: self.text("by_role").unwrap_or_default().into(),
            case_type: self.word("case_type")?,
            legal_status: self.text("legal_status"),
            iro: self.text("iro").or(raised_by.clone()),
            team: self.text("team"),
            categories: categories.unwrap_or_default(),
            concern: needed("concern")?,
            impact: self.text("impact"),
            seeking: self.text("seeking"),
            household: self.text("household"),
            subject: self.text("subject"),
            aware_on: moment("aware_on")?,
            arose_on: moment("arose_on")?,
            respond_by: self.date("respond_by")?,
            immediate: self.yes_or_no("immediate")?,
            ..Raised::default()
        };
        Ok(OldDispute {
            key: key.to_string(),
            line: self.row.line,
            child: needed("child")?.replace('\n', " "),
            policy: self.text("policy"),
            raised_on: self.date("raised_on")?.ok_or("nothing in the column for `raised_on`")?,
            raised_by,
            facts,
            steps: self.steps()?,
        })
    }

    fn steps(&self) -> Result<Vec<OldStep>, String> {
        let mut steps = Vec::new();
        let mut add =
            |on: Option<Date>, what: OldDeed| steps.extend(on.map(|on| OldStep { line: self.row.line, on, what }));
        let or_not_there = |text: Option<String>| text.unwrap_or_else(|| NOT_THERE.to_string());
        for round in &ROUNDS {
            add(
                self.day_of_step(round.answered_on, &[round.answer, round.answered_by, round.answer_role])?,
                OldDeed::Answered(Respond {
                    role: self.text(round.answer_role).map(Into::into),
                    text: or_not_there(self.text(round.answer)),
                    name: self.text(round.answered_by),
                    actions: Vec::new(),
                    barrier: None,
                    fields: BTreeMap::new(),
                }),
            );
            add(
                self.day_of_step(
                    round.escalated_on,
                    &[round.escalated_to, round.escalated_reason, round.escalated_because],
                )?,
                OldDeed::Escalated(Escalate {
                    because: self.word(round.escalated_because)?.unwrap_or(Because::Other),
                    reason: Some(or_not_there(self.text(round.escalated_reason))),
                    to: self.text(round.escalated_to),
                    respond_by: None,
                    ask: None,
                    fields: BTreeMap::new(),
                }),
            );
        }
        let withdrawn = self.day_of_step("withdrawn_on", &["withdrawn_because"])?;
        add(withdrawn, OldDeed::Withdrawn(or_not_there(self.text("withdrawn_because"))));
        add(
            self.day_of_step("ended_on", &["outcome", "result", "impact_on_child"])?,
            OldDeed::Resolved(Resolved {
                outcome: or_not_there(self.text("outcome")),
                result: self.word("result")?.unwrap_or_default(),
                impact_on_child: self.text("impact_on_child"),
                barrier: None,
                fields: BTreeMap::new(),
            }),
        );
        Ok(steps)
    }
}
