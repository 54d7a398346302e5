//! Checks the whole store, or some records of it, and collects every fault. It changes nothing, and what can't be read
//! is one more fault instead of the end of the check.

mod place;
mod references;
mod tampering;

use std::collections::{BTreeMap, BTreeSet};

use super::chain::{Chain, RecordPart};
use super::contract::{Evidence, Store};
use super::error::{StoreError, TWICE, repair_hint};
use super::ledger::LedgerEnd;
use super::policies::{Origin, PolicyBook};
use super::records::{Filed, Found, Where, Which};
use super::{parallel, policy_file};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::check::{self, Reference};
use crate::domain::fault::{Fault, Severity};
use crate::domain::id::DisputeId;
use crate::domain::terms::EntryNumber;
use crate::domain::time::Moment;
use place::Places;
use references::Named;

/// What records are checked against.
pub struct CheckContext<'a> {
    pub policies: &'a PolicyBook,
    /// `None` if the store's own calendar can't be read; dates are then not recalculated.
    pub calendar: Option<&'a Calendar>,
    pub now: Moment,
}

/// What a check found.
#[derive(Debug, Default)]
pub struct Report {
    /// Sorted by file and place.
    pub faults: Vec<Fault>,
    /// How many records were checked.
    pub records: usize,
    /// How many records there are under each version of a policy.
    pub policies: BTreeMap<(String, String), InUse>,
    pub accepted: Vec<AcceptedEdit>,
    /// How many records have events without the digest of the event before, because an older version wrote them.
    pub unsealed: usize,
    /// The ledger as it was when the check began.
    pub ledger: LedgerEnd,
}

/// An edit by hand that somebody accepted.
#[derive(Debug, Clone, Copy)]
pub struct AcceptedEdit {
    pub record: DisputeId,
    pub part: RecordPart,
    /// The event that accepts it.
    pub by: EntryNumber,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InUse {
    /// `None` if there is no such policy.
    pub origin: Option<Origin>,
    pub records: usize,
}

/// Called with how many records are done, and of how many.
pub type Progress<'a> = dyn FnMut(usize, usize) + 'a;

/// The outcome for what is kept in one place under a record's id, without the record itself.
struct Examined {
    at: Where,
    /// What is wrong with the record by itself.
    faults: Vec<Fault>,
    /// `None` if the record couldn't be read.
    read: Option<Examination>,
}

/// What has to be compared with other records.
struct Examination {
    chain: Chain,
    policy: (String, String),
    references: Vec<Reference>,
}

/// Checks these records, or all if `only` is `None`.
///
/// # Errors
/// The store can't be searched.
pub fn check(
    store: &dyn Store,
    only: Option<&[DisputeId]>,
    context: &CheckContext<'_>,
    progress: &mut Progress<'_>,
) -> Result<Report, StoreError> {
    // Read before the records: if one is written meanwhile, the ledger just doesn't know it yet, and is read again at
    // the end.
    let ledger = store.ledger()?;
    let everything = store.ids(Which::All)?;
    let ids = only.unwrap_or(&everything);
    let mut checking = Checking {
        context,
        report: Report::default(),
        named: Vec::new(),
        siblings: BTreeMap::new(),
        tampering: tampering::Tampering::new(&ledger),
    };
    parallel::each_asked(
        ids,
        store.share(),
        |ids| store.copies(ids),
        |_, copies| Ok(copies?.into_iter().map(|found| examine(store, found, context)).collect::<Vec<Examined>>()),
        |examined: Result<Vec<Examined>, StoreError>| {
            progress(checking.report.records, ids.len());
            let examined = examined?;
            checking.report.faults.extend(examined.windows(2).filter_map(|pair| twice(&pair[0].at, &pair[1].at)));
            examined.into_iter().for_each(|one| checking.record(store, one));
            checking.report.records += 1;
            Ok(())
        },
    )?;
    let Checking { mut report, named, siblings, tampering, .. } = checking;
    let known: BTreeSet<DisputeId> = everything.iter().copied().collect();
    let elsewhere: BTreeSet<DisputeId> = store.removed_ids()?.into_iter().chain(store.waiting()?).collect();
    let meant = |id: DisputeId| known.contains(&id) || elsewhere.contains(&id) || ledger.gone.contains_key(&id);
    report.faults.extend(references::faults(store, &named, meant, &siblings));
    report.ledger = ledger.end.clone();
    report.faults.extend(tampering.unsure(store)?);
    if let Some(only) = only {
        report.faults.extend(store.faults_of_rows(only)?);
    } else {
        report.faults.extend(tampering.missing(store, meant));
        report.faults.extend(tampering.only_said_to_be_removed(store)?);
        report.faults.extend(tampering.without_tombstone(store)?);
        report.faults.extend(tampering.of_ledger(store)?);
        report.faults.extend(store.faults()?);
        report.faults.extend(policy_faults(context.policies));
    }
    report.faults.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    Ok(report)
}

/// Checks a record by itself, without comparing it with others.
fn examine(store: &dyn Evidence, found: Found, context: &CheckContext<'_>) -> Examined {
    let Found { at, stored } = found;
    let stored = match stored {
        Ok(stored) => stored,
        Err(StoreError::Damaged { mut faults }) => {
            let hint = repair_hint(&faults).to_string();
            if let Some(last) = faults.last_mut().filter(|last| last.hint.is_none()) {
                last.hint = Some(hint);
            }
            return Examined { at, faults, read: None };
        }
        Err(StoreError::Newer { format, .. }) => {
            let message = format!("written by a newer version, in format {format}, and not understood by this version");
            let hint = "check it with the version that wrote it".to_string();
            let faults = vec![at.fault("newer", Severity::Warning, message, Some(hint))];
            return Examined { at, faults, read: None };
        }
        Err(wrong) => {
            let message = format!("it can't be read: {wrong}");
            let faults = vec![at.fault("unreadable", Severity::Error, message, None)];
            return Examined { at, faults, read: None };
        }
    };
    if let Some(format) = stored.newer {
        // Keys that are not known here were left aside, so that neither dates nor digests can be compared.
        let message =
            format!("written by a newer version, in format {format}: it can be shown, but not checked by this version");
        let hint = "check it with the version that wrote it".to_string();
        let faults = vec![at.fault("newer", Severity::Warning, message, Some(hint))];
        return Examined { at, faults, read: None };
    }
    let (record, mut faults) = (&stored.record, Vec::new());
    let mut places = Places::of(store, &at);
    match context.policies.of_record(record) {
        Ok(under) => {
            if let Some(changed) = under.changed {
                let (message, hint) = changed.in_words(&record.header);
                faults.push(places.warning("policy_version", "policy-changed", message, Some(hint)));
            }
            let (findings, case) = check::examine(record, under.policy, context.calendar, context.now);
            faults.extend(findings.into_iter().map(|finding| places.fault(finding)));
            faults.extend(case.iter().flat_map(|case| [not_noted(&at, case), misplaced(&at, case)]).flatten());
        }
        Err(fault) => faults.push(places.of_key("policy", "no-policy", fault.to_string(), fault.hint_for_a_record())),
    }
    let read = Examination {
        chain: Chain::of(record, &stored.seals),
        references: check::references(record),
        policy: (stored.record.header.policy, stored.record.header.policy_version),
    };
    Examined { at, faults, read: Some(read) }
}

struct Checking<'a> {
    context: &'a CheckContext<'a>,
    report: Report,
    named: Vec<Named>,
    /// The siblings that each record names.
    siblings: BTreeMap<DisputeId, Vec<DisputeId>>,
    tampering: tampering::Tampering<'a>,
}

impl Checking<'_> {
    fn record(&mut self, store: &dyn Evidence, examined: Examined) {
        let Examined { at, faults, read } = examined;
        let report = &mut self.report;
        report.faults.extend(faults);
        let Some(Examination { chain, policy, references }) = read else { return };
        report.faults.extend(self.tampering.record(&at, &chain, &mut Places::of(store, &at)));
        let accepted = chain.breaks().into_iter().filter_map(|broken| Some((broken.accepted_by?, broken.part)));
        report.accepted.extend(accepted.map(|(by, part)| AcceptedEdit { record: at.id, part, by }));
        report.unsealed += usize::from(chain.unsealed() > 0);
        let book = self.context.policies;
        let origin = |(id, version): &(String, String)| book.origin(id, version).ok();
        match report.policies.get_mut(&policy) {
            Some(in_use) => in_use.records += 1,
            None => {
                let in_use = InUse { origin: origin(&policy), records: 1 };
                report.policies.insert(policy, in_use);
            }
        }
        let siblings = references.iter().filter(|one| one.sibling).map(|one| one.to);
        self.siblings.insert(at.id, siblings.collect());
        self.named.extend(references.into_iter().map(|reference| Named { by: at.id, at: at.clone(), reference }));
    }
}

/// The fault of a record that is kept twice: no command can tell which copy is right.
fn twice(one: &Where, other: &Where) -> Option<Fault> {
    let message = format!("the same record is also at `{}`", one.name);
    let hint = Some("compare the two, keep one, and move the other elsewhere".to_string());
    (one.id == other.id).then(|| other.fault(TWICE, Severity::Error, message, hint))
}

/// The fault of a record that is filed as owing nothing while it does.
fn not_noted(at: &Where, case: &Case) -> Option<Fault> {
    let message = "it isn't noted that something is still owed after the end, so `iro due` doesn't name it";
    let hint = Some("`iro doctor --repair` notes it".to_string());
    ((Filed::of(case), at.filed) == (Filed::Owing, Filed::Closed))
        .then(|| at.fault("not-noted", Severity::Warning, message.to_string(), hint))
}

/// The fault of a record that is filed in the wrong place.
fn misplaced(at: &Where, case: &Case) -> Option<Fault> {
    let belongs = Filed::of(case);
    let message = match (belongs.is_open(), at.filed.is_open()) {
        (belongs, is) if belongs == is && at.in_place => return None,
        (true, _) => "this dispute is open, but is filed among the closed ones".to_string(),
        (false, true) => "this dispute is closed, but is filed among the open ones".to_string(),
        (false, false) => format!("this file belongs into the folder `closed/{:04}`", at.id.year()),
    };
    let hint = Some("`iro doctor --repair` puts it where it belongs".to_string());
    // `due` and `list` look at open records only, so they would never show this one.
    let unseen = belongs.is_open() && !at.filed.is_open();
    let severity = if unseen { Severity::Error } else { Severity::Warning };
    Some(at.fault("misplaced", severity, message, hint))
}

/// Every fault and warning of the store's policies.
fn policy_faults(policies: &PolicyBook) -> Vec<Fault> {
    let catalogue = match policies.list() {
        Ok(catalogue) => catalogue,
        Err(fault) => {
            return vec![Fault::whole("policies", Severity::Error, "unreadable", fault.to_string(), None)];
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
