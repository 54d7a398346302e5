//! Finds out what a policy file may contain by letting the reader read a file in which every block exists and is empty:
//! each key that it requests is noted with its kind of value. So the schema can't differ from the reader.

use serde_json::{Map, Value, json};

use super::fields::probe;
use super::reader::Reader;
use super::shape::{Block, Shape};
use crate::domain::limit;
use crate::store::yaml::{Content, Node, Place};

pub mod manual;

/// The shape of a whole policy file.
pub fn of_policy() -> Block {
    let nothing = Node { place: Place::default(), content: Content::Null };
    let reader = Reader::new("", "", &nothing);
    probe(&reader, "a policy", |fields| super::policy(fields)).0
}

/// The JSON Schema (draft 7) of policy files, for editors.
pub fn schema() -> Value {
    let mut definitions = Definitions::default();
    let block = of_policy();
    let mut root = definitions.object(&block);
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".into(), json!("A policy file of iro"));
    schema.append(&mut root);
    let text = ("text".to_string(), json!({"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}));
    let blocks = definitions.0.into_iter().map(|(name, _, def)| (name, def));
    schema.insert("definitions".into(), Value::Object([text].into_iter().chain(blocks).collect()));
    Value::Object(schema)
}

/// The name of a block among the definitions.
fn name_of(what: &str) -> String {
    let plain = crate::domain::suggest::plain(what);
    ["a-", "an-", "the-"].iter().find_map(|article| plain.strip_prefix(article)).unwrap_or(&plain).to_owned()
}

/// The blocks that are used in several places, each defined once.
#[derive(Default)]
struct Definitions(Vec<(String, Block, Value)>);

impl Definitions {
    fn object(&mut self, block: &Block) -> Map<String, Value> {
        let mut properties = Map::new();
        for key in &block.keys {
            let mut value = self.value(&key.shape);
            if let (Value::Object(map), Some(says)) = (&mut value, manual::says(block.what, key.key)) {
                // In draft 7, a validator ignores whatever stands beside a reference.
                if map.contains_key("$ref") {
                    value = json!({"description": says, "allOf": [value]});
                } else {
                    map.insert("description".into(), json!(says));
                }
            }
            properties.insert(key.key.into(), value);
        }
        let needed: Vec<&str> = block.keys.iter().filter(|key| key.needed).map(|key| key.key).collect();
        let mut object = Map::new();
        object.insert("type".into(), json!("object"));
        object.insert("properties".into(), Value::Object(properties));
        object.insert("additionalProperties".into(), json!(false));
        if !needed.is_empty() {
            object.insert("required".into(), json!(needed));
        }
        object
    }

    fn reference(&mut self, block: &Block) -> Value {
        if let Some((name, ..)) = self.0.iter().find(|(_, known, _)| known == block) {
            return json!({"$ref": format!("#/definitions/{name}")});
        }
        let plain = name_of(block.what);
        let same = self
            .0
            .iter()
            .filter(|(name, ..)| name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-') == plain.as_str());
        let name = match same.count() {
            0 => plain,
            more => format!("{plain}-{}", more + 1),
        };
        let object = Value::Object(self.object(block));
        self.0.push((name.clone(), block.clone(), object));
        json!({"$ref": format!("#/definitions/{name}")})
    }

    fn value(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Any => json!({}),
            // Numbers, and yes or no, are texts as written in the file. Validators in strict mode allow only one type
            // per schema.
            Shape::Text => json!({"$ref": "#/definitions/text"}),
            Shape::Id => json!({"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"}),
            Shape::YesNo => json!({"enum": [true, false, "yes", "no"]}),
            Shape::Number => json!({"type": "integer", "minimum": 1}),
            Shape::Date => {
                json!({"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [A-Za-z]+ [0-9]{4})$"})
            }
            Shape::Time => json!({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"}),
            Shape::Limit => json!({"type": "string", "pattern": limit::PATTERN}),
            Shape::Word(words) => json!({"enum": words}),
            Shape::Step(words) => json!({"type": "string", "pattern": format!("^({})( [^ ]+)?$", words.join("|"))}),
            Shape::Exactly(number) => json!({"const": number}),
            Shape::Names => json!({
                "type": "object",
                "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "null"}]},
            }),
            Shape::Pairs(inner) => {
                let inner = self.value(inner);
                json!({"type": "object", "additionalProperties": inner})
            }
            Shape::OneOrMore(inner) => {
                let inner = self.value(inner);
                json!({"anyOf": [inner.clone(), {"type": "array", "items": inner}]})
            }
            Shape::List(inner) => {
                let inner = self.value(inner);
                json!({"type": "array", "items": inner})
            }
            Shape::Either(shapes) => {
                let each: Vec<Value> = shapes.iter().map(|shape| self.value(shape)).collect();
                json!({"anyOf": each})
            }
            Shape::Block(block) => self.reference(block),
            Shape::Again(what) => json!({"$ref": format!("#/definitions/{}", name_of(what))}),
        }
    }
}
