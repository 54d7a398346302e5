//! Goes through the whole store, or some records of it, and gathers every fault there is. It changes nothing and stops
//! at nothing: what can't be read is a fault like any other.

mod folder;
mod place;
mod references;
mod tampering;

use std::collections::{BTreeMap, BTreeSet};

use super::dir::DirStore;
use super::error::StoreError;
use super::folders::Where;
use super::ledger::Ledger;
use super::parallel;
use super::policies::{Origin, PolicyBook};
use super::record_file::{Chain, Reading, Unreadable};
use super::{Shelf, Store, Which, policy_file};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::check::{self, Reference};
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::time::Moment;
use place::Places;

/// What there is to check against.
pub struct CheckContext<'a> {
    pub policies: &'a PolicyBook,
    /// None where the store's own calendar can't be read; dates are then not counted again.
    pub calendar: Option<&'a Calendar>,
    pub now: Moment,
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Report {
    /// By file and place.
    pub faults: Vec<Fault>,
    /// How many records were looked at.
    pub records: usize,
    /// How many records go by each version of a policy.
    pub policies: BTreeMap<(String, String), InUse>,
    /// Edits by hand that somebody accepted: the record, the event that says so, and the event that was changed.
    pub accepted: Vec<(DisputeId, u32, u32)>,
    /// Records whose events don't all vouch for each other, because an older version wrote them.
    pub unsealed: usize,
    pub ledger: LedgerSeen,
}

/// The ledger as it was found.
#[derive(Debug, Clone, Default)]
pub struct LedgerSeen {
    pub lines: usize,
    /// What its last line bears. Kept elsewhere, it is a witness: a store rolled back as a whole doesn't have it.
    pub head: Option<String>,
}

impl LedgerSeen {
    /// The ledger of a store as it is now.
    ///
    /// # Errors
    /// It is there and can't be read.
    pub fn of(store: &DirStore) -> Result<LedgerSeen, StoreError> {
        let ledger = Ledger::read(store.root())?;
        Ok(LedgerSeen { lines: ledger.lines, head: ledger.head })
    }
}

/// The line of a store's ledger that bears this digest, or one that begins so; `None` where none does.
///
/// # Errors
/// The ledger is there and can't be read.
pub fn ledger_line(store: &DirStore, digest: &str) -> Result<Option<usize>, StoreError> {
    Ok(Ledger::read(store.root())?.bears(digest))
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InUse {
    /// None where there is no such policy.
    pub origin: Option<Origin>,
    pub records: usize,
}

/// Hears how many records are done, of how many.
pub type Progress<'a> = dyn FnMut(usize, usize) + 'a;

/// A record file, looked into.
struct Examined {
    at: Where,
    outcome: Result<Reading, Unreadable>,
    /// Where it could be read.
    chain: Option<Chain>,
}

/// Checks these records, or everything.
///
/// # Errors
/// The store can't be looked through.
pub fn check(
    store: &DirStore,
    only: Option<&[DisputeId]>,
    context: &CheckContext<'_>,
    progress: &mut Progress<'_>,
) -> Result<Report, StoreError> {
    // Read before anything else: what is written meanwhile is then only unknown to it, and looked up again at the end.
    let ledger = Ledger::read(store.root())?;
    let everything = store.ids(Which::All)?;
    let ids = only.unwrap_or(&everything);
    let mut checking = Checking {
        context,
        report: Report::default(),
        named: Vec::new(),
        siblings: BTreeMap::new(),
        tampering: tampering::Tampering::new(&ledger),
    };
    parallel::each(
        ids,
        parallel::READING,
        |id| examine(store, *id),
        |examined| {
            progress(checking.report.records, ids.len());
            let examined = examined?;
            examined.iter().for_each(|one| checking.record(one));
            checking.report.faults.extend(examined.windows(2).filter_map(|pair| twice(&pair[0].at, &pair[1].at)));
            checking.report.records += 1;
            Ok(())
        },
    )?;
    let Checking { mut report, named, siblings, tampering, .. } = checking;
    let known: BTreeSet<DisputeId> = everything.iter().copied().collect();
    let waiting = store.waiting()?;
    let elsewhere: BTreeSet<DisputeId> = store.tombstones()?.into_iter().chain(waiting.iter().copied()).collect();
    let meant = |id: DisputeId| known.contains(&id) || elsewhere.contains(&id) || ledger.gone.contains_key(&id);
    report.faults.extend(references::faults(&named, meant, &siblings));
    report.ledger = LedgerSeen { lines: ledger.lines, head: ledger.head.clone() };
    report.faults.extend(tampering.unsure(store)?);
    if only.is_none() {
        report.faults.extend(tampering.missing(store, meant));
        report.faults.extend(tampering.of_ledger(store));
        report.faults.extend(folder::waiting(store, &waiting));
        report.faults.extend(folder::strays(store)?);
        report.faults.extend(folder::exposed(store)?);
        report.faults.extend(policy_faults(context.policies));
    }
    report.faults.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    Ok(report)
}

/// Looks into every file of a record.
fn examine(store: &DirStore, id: DisputeId) -> Result<Vec<Examined>, StoreError> {
    let mut places = store.places(id)?;
    if places.iter().any(|at| !at.path.exists()) {
        places = store.places(id)?;
    }
    let looked_into = places.into_iter().map(|at| {
        let outcome = store.examine(&at);
        let chain = outcome.as_ref().ok().map(|reading| Chain::of(&reading.record, &reading.seals));
        Examined { at, outcome, chain }
    });
    Ok(looked_into.collect())
}

/// A record that another one names, and where.
struct Named {
    by: DisputeId,
    at: Where,
    reference: Reference,
}

struct Checking<'a> {
    context: &'a CheckContext<'a>,
    report: Report,
    named: Vec<Named>,
    /// Which siblings each record names.
    siblings: BTreeMap<DisputeId, Vec<DisputeId>>,
    tampering: tampering::Tampering<'a>,
}

impl Checking<'_> {
    fn record(&mut self, examined: &Examined) {
        let at = &examined.at;
        let reading = match &examined.outcome {
            Ok(reading) => reading,
            Err(Unreadable::Damaged(faults)) => return self.report.faults.extend(faults.iter().cloned()),
            Err(Unreadable::Newer(format)) => {
                let message = format!("written by a newer version, in format {format}, and not understood here");
                return self.report.faults.push(at.fault("newer", Severity::Warning, message, None));
            }
        };
        let mut places = Places::of(at);
        if let Some(chain) = &examined.chain {
            self.report.faults.extend(self.tampering.record(at, chain, &mut places));
            let accepted = chain.breaks().into_iter().filter_map(|broken| Some((broken.accepted_by?, broken.event)));
            self.report.accepted.extend(accepted.map(|(by, event)| (at.id, by, event)));
            self.report.unsealed += usize::from(chain.unsealed() > 0);
        }
        let policy = self.policy(reading, &mut places);
        let (findings, case) = match policy {
            Some(policy) => {
                let calendar = self.context.calendar;
                check::examine(&reading.record, policy, calendar, self.context.now)
            }
            None => (Vec::new(), None),
        };
        self.report.faults.extend(findings.into_iter().map(|finding| places.fault(finding)));
        self.report.faults.extend(case.and_then(|case| misplaced(at, &case)));
        let named = check::references(&reading.record);
        let siblings = named.iter().filter(|one| one.sibling).map(|one| one.to);
        self.siblings.insert(at.id, siblings.collect());
        self.named.extend(named.into_iter().map(|reference| Named { by: at.id, at: at.clone(), reference }));
    }

    /// The policy a record goes by; a fault at its header where there is none.
    fn policy(
        &mut self,
        reading: &Reading,
        places: &mut Places<'_>,
    ) -> Option<std::sync::Arc<crate::domain::policy::Policy>> {
        let header = &reading.record.header;
        let book = self.context.policies;
        let key = (header.policy.clone(), header.policy_version.clone());
        let in_use = self
            .report
            .policies
            .entry(key)
            .or_insert_with(|| InUse { origin: book.origin(&header.policy, &header.policy_version).ok(), records: 0 });
        in_use.records += 1;
        match book.version(&header.policy, &header.policy_version) {
            Ok(policy) => Some(policy),
            Err(fault) => {
                let hint = fault.hint();
                self.report.faults.push(places.of_key("policy", "no-policy", fault.to_string(), hint));
                None
            }
        }
    }
}

/// A record that is there more than once: no command can tell which of them is meant.
fn twice(one: &Where, other: &Where) -> Option<Fault> {
    let message = format!("the same record is also at `{}`", one.path.display());
    let hint = Some("compare the two, keep one, and move the other elsewhere".to_string());
    (one.id == other.id).then(|| other.fault("twice", Severity::Error, message, hint))
}

/// A record on the shelf where it doesn't belong.
fn misplaced(at: &Where, case: &Case) -> Option<Fault> {
    let belongs = match case {
        Case::Dispute(dispute) if dispute.is_open() => Shelf::Open,
        _ => Shelf::Closed,
    };
    let message = match belongs {
        _ if belongs == at.shelf && at.in_place => return None,
        Shelf::Open => "this dispute is open, but its file is among the closed ones".to_string(),
        Shelf::Closed if at.shelf == Shelf::Open => {
            "this dispute is closed, but its file is among the open ones".to_string()
        }
        Shelf::Closed => format!("this file belongs into the folder `closed/{:04}`", at.id.year()),
    };
    let hint = Some("`iro doctor --repair` moves it".to_string());
    Some(at.fault("misplaced", Severity::Warning, message, hint))
}

/// Every fault and warning of the store's policies.
fn policy_faults(policies: &PolicyBook) -> Vec<Fault> {
    let catalogue = match policies.list() {
        Ok(catalogue) => catalogue,
        Err(fault) => {
            let (file, message) = ("policies".to_string(), fault.to_string());
            let (severity, rule) = (Severity::Error, "unreadable".to_string());
            return vec![Fault { file, line: 0, column: 0, severity, rule, message, hint: None }];
        }
    };
    let mut faults = catalogue.faults;
    for listed in &catalogue.policies {
        let file = listed.origin.to_string();
        let own = matches!(listed.origin, Origin::File(_));
        if let Some(text) = policies.text(&file).filter(|_| own) {
            let found = policy_file::read(&file, text).faults;
            faults.extend(found.into_iter().filter(|fault| fault.severity == Severity::Warning));
        }
    }
    faults
}
