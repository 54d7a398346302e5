//! The report as JSON: each figure with its number and those of its groups, by their ids.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::{FigureView, Part, Report};
use crate::domain::id::DisputeId;
use crate::domain::summary::{Dimension, Period};
use crate::domain::worded::Worded;

impl Report {
    /// As JSON. Keys may be added, never renamed.
    pub fn json(&self) -> Value {
        let records = |number: usize| (!self.hidden(number)).then_some(number);
        let period = |period: Period| serde_json::json!({"from": period.from, "to": period.to});
        serde_json::json!({
            "from": self.period.from, "to": self.period.to, "until": self.until, "before": period(self.before),
            "split": self.by.map(Dimension::word), "only": self.only, "records": records(self.records), "records_in_store": records(self.records_in_store),
            "removed": records(self.removed), "unreadable": records(self.unreadable), "small_counts_hidden": self.hides_small, "public": self.public,
            "figures": self.figures, "standards": self.standards, "ledger": self.witness,
        })
    }
}

impl Serialize for FigureView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of = |value: &dyn Fn(&Part) -> Value| -> Map<String, Value> {
            self.by.iter().map(|part| (part.group.id.clone(), value(part))).collect()
        };
        let (by, before) = (of(&|part| part.value.json()), of(&|part| part.before.json()));
        let labels = of(&|part| Value::from(part.group.label.as_str()));
        let by_of = of(&|part| part.shown_of().into());
        let remark = |(id, text): &(DisputeId, String)| serde_json::json!({"dispute": id, "text": text});
        let value = serde_json::json!({
            "id": self.id, "label": self.label, "value": self.value.json(), "by": by, "theme": self.theme.title(),
            "unit": self.unit, "before": self.before.json(), "of": (!self.hides()).then_some(self.of),
            "by_before": before, "by_of": by_of, "labels": labels, "hidden": self.value.is_hidden(),
            "remarks": self.remarks.iter().map(remark).collect::<Vec<_>>(),
        });
        value.serialize(serializer)
    }
}
