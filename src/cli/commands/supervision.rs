//! `iro supervision`: what to discuss in supervision, IRO by IRO.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::names;
use crate::cli::print;
use crate::cli::reading::LoadedRecord;
use crate::domain::dispute::Dispute;
use crate::domain::same_name::{Spellings, is_wanted};
use crate::domain::supervision::outstanding;
use crate::render::table::{Cell, Column, Group, Row, render_groups, text, whole};
use crate::render::view::DisputeView;
use crate::render::{lists, words};
use crate::store::Which;

#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  iro supervision --iro \"Jo Bloggs\"")]
pub struct Args {
    /// Only this IRO's disputes
    #[arg(long, value_name = "NAME")]
    iro: Option<String>,
}

#[derive(Serialize)]
struct Sheet<'a> {
    iro: Option<&'a str>,
    disputes: Vec<DisputeView>,
}

pub fn run(args: Args, ctx: &mut Context) -> Result<(), Failure> {
    let (loaded, failed) = ctx.load_all(Which::Waiting)?;
    let goes_over = |dispute: &&Dispute| dispute.waits();
    let disputes = || loaded.iter().filter_map(LoadedRecord::dispute).filter(goes_over);
    let spellings = Spellings::of(disputes().filter_map(|dispute| dispute.raised.iro.as_deref()));
    let mut by_iro: BTreeMap<Option<&str>, Vec<(DisputeView, String)>> = BTreeMap::new();
    for dispute in disputes() {
        let iro = dispute.raised.iro.as_deref().map(|iro| spellings.shown(iro));
        let wanted = is_wanted(iro, args.iro.as_deref());
        if wanted {
            let view = DisputeView::of(dispute, ctx.now(), ctx.calendar()?)?;
            by_iro.entry(iro).or_default().push((view, outstanding(dispute, ctx.now())));
        }
    }
    if by_iro.is_empty() {
        names::check_iro_and_team(args.iro.as_deref(), None, Which::Waiting, ctx)?;
    }
    for disputes in by_iro.values_mut() {
        disputes.sort_by_key(|(view, _)| (view.closed_on.is_some(), view.due.is_none(), view.due, view.id));
    }
    if ctx.console.json {
        let sheets = by_iro
            .into_iter()
            .map(|(iro, disputes)| Sheet { iro, disputes: disputes.into_iter().map(|(view, _)| view).collect() });
        print::json(ctx, &sheets.collect::<Vec<_>>())?;
    } else if by_iro.is_empty() {
        let nothing = ctx.no_store().unwrap_or_else(|| {
            "no dispute to go over: none is open, and none that has ended owes anything".to_string()
        });
        ctx.console.note(&nothing);
    } else {
        let groups = by_iro.into_iter().map(|(iro, disputes)| Group {
            head: Some(iro.unwrap_or("no IRO named").to_string()),
            rows: disputes.iter().map(|(view, why)| row(view, why)).collect(),
        });
        let text = render_groups(&COLUMNS, groups.collect(), ctx.console.page());
        ctx.console.say(&text)?;
    }
    ctx.report_failures(failed)
}

const COLUMNS: [Column; 5] = [whole("dispute"), whole("child"), whole("due"), text("stage"), text("how it stands")];

fn row(view: &DisputeView, why: &str) -> Row {
    let about = words::about(view.about());
    let stage = view.stage_title.clone().unwrap_or_default();
    let due = view.due.map(|due| due.to_string()).unwrap_or_default();
    let shown = vec![
        Cell::new(&view.id.to_string()),
        Cell::new(&about),
        lists::due(view.due, None, view.standing()),
        Cell::new(&stage),
        Cell::new(why),
    ];
    Row { shown, plain: vec![view.id.to_string(), about, due, stage, why.to_string()] }
}
