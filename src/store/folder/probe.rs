//! Tests what the file system of a store can guarantee: folders are kept on network shares, USB sticks and in sync
//! clients, and not every one can do what a store needs. The tests use a folder of their own, while nobody else can
//! write.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::private::Rights;
use super::{atomic, lock};
use crate::store::doctor::{Elsewhere, Finding};
use crate::store::error::{At, StoreError};

/// What these findings are about, as a fixed word for scripts.
const PLACE: &str = "place";

/// The outcomes of the tests.
#[derive(Default)]
struct Tried {
    can: Vec<&'static str>,
    wrong: Vec<Finding>,
}

impl Tried {
    fn note(&mut self, holds: bool, can: &'static str, cannot: &str, hint: &str) {
        match holds {
            true => self.can.push(can),
            false => self.wrong.push(Finding::wrong(PLACE, cannot, hint)),
        }
    }
}

/// Tests everything that a store needs from the file system. If nothing can be tested, because the disk is full or
/// read-only, that is the finding.
pub(super) fn place(root: &Path, elsewhere: &Elsewhere<'_>) -> Vec<Finding> {
    if !root.is_dir() {
        return Vec::new();
    }
    tried(root, elsewhere).unwrap_or_else(|wrong| {
        let message = format!("it could not be tried what this place can promise: {wrong}");
        vec![Finding::wrong(PLACE, message, "look again once something can be written here")]
    })
}

fn tried(root: &Path, elsewhere: &Elsewhere<'_>) -> Result<Vec<Finding>, StoreError> {
    let alone = match lock::take(root) {
        Err(StoreError::NoLocks { .. }) => None,
        // The check of the lock reports that.
        Err(StoreError::Busy { .. }) => return Ok(Vec::new()),
        taken => Some(taken?),
    };
    // If the program is killed, the next writer sweeps this folder.
    atomic::make_work(&root.join(atomic::WORK))?;
    let desk = atomic::folder_in_work(&root.join(atomic::WORK), "trying-")?;
    // Without free space, a failure would say nothing about the file system.
    fs::write(desk.path().join("room"), [0; 4096]).at(root)?;
    let mut tried = Tried::default();
    names(desk.path(), &mut tried);
    locks(desk.path(), elsewhere, &mut tried);
    safety(desk.path(), &mut tried);
    rest(desk.path(), Rights::within(root), &mut tried);
    drop(alone);
    let mut findings = Vec::new();
    if !tried.can.is_empty() {
        let safe = if tried.wrong.is_empty() { "this place keeps records safe" } else { "what this place can do" };
        findings.push(Finding::well(PLACE, format!("{safe}: {}", tried.can.join("; "))));
    }
    findings.extend(tried.wrong);
    if let Some(kind) = shared(root) {
        let message =
            format!("the store is on a network drive or the like (`{kind}`), which other computers may use as well");
        let hint = "whether two computers keep each other from writing at once can't be tried from one of them: let only one \
                    computer write, or ask whoever looks after the drive whether it has file locks";
        findings.push(Finding::wrong(PLACE, message, hint));
    }
    Ok(findings)
}

/// Tests whether files can be created and replaced safely.
fn names(desk: &Path, tried: &mut Tried) {
    let (old, new) = (desk.join("old"), desk.join("new"));
    let make = |path: &Path| OpenOptions::new().write(true).create_new(true).open(path).map(drop);
    let exclusive = make(&old).is_ok() && make(&old).is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists);
    tried.note(
        exclusive,
        "no number is given out twice",
        "two programs can make the same file at once, so that one number may be given out twice",
        "let only one person write, or keep the store elsewhere",
    );
    let whole = fs::write(&new, b"new").and_then(|()| fs::rename(&new, &old)).and_then(|()| fs::read(&old));
    tried.note(
        whole.is_ok_and(|bytes| bytes == b"new") && !new.exists(),
        "records are replaced whole",
        "a file can't be replaced by another one in one step: records can't be changed here",
        "keep the store elsewhere",
    );
    // One of the two is enough; without both, an empty file is created first and then replaced.
    let linked = fs::hard_link(&old, &new).is_ok();
    let spared = atomic::create_new(desk, &old, b"other").is_err_and(|error| error.already_exists());
    tried.note(
        spared && fs::read(&old).is_ok_and(|bytes| bytes == b"new"),
        if linked {
            "a new record never replaces an older one"
        } else {
            "a new record never replaces an older one, even without hard links"
        },
        "a new record could replace one of the same name",
        "keep the store elsewhere",
    );
}

/// Tests whether one writer's lock keeps others out.
fn locks(desk: &Path, elsewhere: &Elsewhere<'_>, tried: &mut Tried) {
    const HINT: &str = "keep the store on a disk of this computer, or on a share that knows locks; until then only one \
                        person may write at a time";
    let path = desk.join("lock");
    let Ok(file) = File::create(&path) else { return };
    if let Err(TryLockError::Error(_)) = file.try_lock() {
        return tried.note(false, "", "the file system knows no locks, so that nothing can be written safely", HINT);
    }
    let here = File::open(&path).is_ok_and(|other| matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
    match elsewhere(&path) {
        Some(seen) => tried.note(
            seen,
            "a lock is seen by other programs on this computer",
            "a lock that one program holds is not seen by another: two people could write at once",
            HINT,
        ),
        None => tried.note(
            here,
            "a lock keeps a second writer out, as far as one program can tell",
            "a lock keeps no second writer out: two people could write at once",
            HINT,
        ),
    }
}

/// Tests whether what was written survives a power cut.
fn safety(desk: &Path, tried: &mut Tried) {
    let file = fs::write(desk.join("synced"), b"x").and_then(|()| File::open(desk.join("synced")));
    let file = file.and_then(|file| file.sync_all()).is_ok();
    tried.note(
        file && atomic::sync_folder(desk).is_ok(),
        "what was written can be made safe from a power cut",
        "what was written can't be made safe from a power cut: the last change may be lost with one",
        "back up often, or keep the store elsewhere",
    );
}

/// Tests what affects only speed or privacy.
fn rest(desk: &Path, rights: Rights, tried: &mut Tried) {
    let exact = (0..3).any(|nth| {
        let path = desk.join(format!("time-{nth}"));
        let changed = fs::write(&path, b"x").and_then(|()| fs::metadata(&path)).and_then(|found| found.modified());
        changed.is_ok_and(|at| at.duration_since(std::time::UNIX_EPOCH).is_ok_and(|at| at.subsec_nanos() > 0))
    });
    tried.note(
        exact,
        "times are exact enough to see what has changed",
        "times count in whole seconds: an open dispute that was put among the closed ones by hand is noticed by `iro check` \
         only",
        "run `iro check` after files were moved by hand",
    );
    let private = desk.join("private");
    let made = atomic::create_new(desk, &private, b"x").is_ok();
    tried.note(
        made && rights.are_exceeded(&private).is_none() && !rights.are_lacking(&private),
        if rights.are_shared() {
            "files are for their owner and the group of the store's folder"
        } else {
            "files can be kept private"
        },
        "files can't be made their owner's alone here: whoever may use this place can read them",
        "see to it in the rights of the share or the disk",
    );
    if fs::write(desk.join("letter"), b"x").is_ok() && desk.join("LETTER").exists() {
        tried.can.push("upper and lower case are the same in names, which does no harm");
    }
}

/// The type of the file system, if several computers may share it.
fn shared(root: &Path) -> Option<String> {
    /// File systems of local disks. Any other may be a network share.
    const OWN: [&str; 32] = [
        "ext2",
        "ext3",
        "ext4",
        "xfs",
        "btrfs",
        "zfs",
        "f2fs",
        "jfs",
        "reiserfs",
        "nilfs2",
        "bcachefs",
        "ubifs",
        "erofs",
        "vfat",
        "msdos",
        "exfat",
        "ntfs",
        "ntfs3",
        "fuseblk",
        "fuse.ntfs-3g",
        "fuse.exfat",
        "hfs",
        "hfsplus",
        "apfs",
        "udf",
        "iso9660",
        "squashfs",
        "overlay",
        "aufs",
        "ecryptfs",
        "tmpfs",
        "ramfs",
    ];
    let root = fs::canonicalize(root).ok()?;
    let mounts = fs::read_to_string("/proc/mounts").ok()?;
    let mounted = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let (at, kind) = (words.nth(1)?.replace("\\040", " "), words.next()?);
        root.starts_with(&at).then_some((at.len(), kind))
    });
    // If several are mounted on the same path, the last one is visible.
    let (_, kind) = mounted.max_by_key(|(length, _)| *length)?;
    (!OWN.contains(&kind)).then(|| kind.to_string())
}
