//! Finds the sentences in a source file, and checks that an output shows them.

/// The sentences among the string literals of a Rust source, without comments and tests.
pub fn sentences(source: &str) -> Vec<String> {
    literals(source).into_iter().filter(|text| is_sentence(text)).collect()
}

/// The string literals of a Rust source, without comments and tests.
fn literals(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut found = Vec::new();
    let mut letters = code.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'/') => while letters.next_if(|letter| *letter != '\n').is_some() {},
            // A quotation mark as a character literal.
            '\'' if letters.peek() == Some(&'"') => {
                letters.next();
            }
            '"' => {
                let mut text = String::new();
                while let Some(letter) = letters.next() {
                    match letter {
                        '"' => break,
                        '\\' => match letters.next() {
                            Some('\n') => while letters.next_if(|letter| letter.is_whitespace()).is_some() {},
                            Some(escaped) => text.push(escaped),
                            None => break,
                        },
                        letter => text.push(letter),
                    }
                }
                found.push(text);
            }
            _ => {}
        }
    }
    found
}

/// Whether a text has at least three words. Ids, patterns and single words don't count.
fn is_sentence(text: &str) -> bool {
    let words = |part: &&str| part.chars().any(char::is_alphabetic) && !part.contains(['{', '}', '\\']);
    !text.starts_with('^') && text.split_whitespace().filter(words).count() > 2
}

/// Checks that each sentence is in some line of the output, unless a reason is given for it, and that no reason is
/// given for a sentence that no longer exists.
#[track_caller]
pub fn each_is_shown(sentences: &[String], shown: &[&str], not_shown: &[(&str, &[&str])], by: &str) {
    let excepted: Vec<&str> = not_shown.iter().flat_map(|(_, sentences)| sentences.iter().copied()).collect();
    let missing: Vec<&String> =
        sentences.iter().filter(|text| !excepted.contains(&text.as_str()) && !is_shown(text, shown)).collect();
    assert!(missing.is_empty(), "{by} shows none of these; show them, or say above why not: {missing:#?}");
    let gone: Vec<&&str> = excepted.iter().filter(|text| !sentences.iter().any(|known| known == *text)).collect();
    assert!(gone.is_empty(), "nothing says these any more: {gone:#?}");
}

/// Whether the output shows a text: a message on one line and its hint on another, with any words for the placeholders.
fn is_shown(text: &str, shown: &[&str]) -> bool {
    let in_one_line = |text: &str| shown.iter().any(|line| line.contains(text) || follows(&parts(text), line));
    in_one_line(text) || text.rsplit_once("; ").is_some_and(|(message, hint)| in_one_line(message) && in_one_line(hint))
}

/// The texts between the placeholders of a format string.
fn parts(format: &str) -> Vec<String> {
    let (mut parts, mut inside) = (vec![String::new()], false);
    let mut letters = format.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '{' | '}' if !inside && letters.peek() == Some(&letter) => {
                letters.next();
                parts.last_mut().expect("a part").push(letter);
            }
            '{' => inside = true,
            '}' => {
                inside = false;
                parts.push(String::new());
            }
            _ if inside => {}
            letter => parts.last_mut().expect("a part").push(letter),
        }
    }
    parts
}

fn follows(parts: &[String], line: &str) -> bool {
    let mut rest = line;
    parts.iter().all(|part| match rest.find(part.as_str()) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}
