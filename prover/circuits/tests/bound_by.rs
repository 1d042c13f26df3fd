//! Every private witness has a line in `docs/circuits.md` that says what binds it, and it is the one in the code.
//!
//! The tables above gadgets and circuits are collected from the sources. When one changes, this test prints what the
//! page should hold.

use std::fs;
use std::path::{Path, PathBuf};

const PAGE: &str = include_str!("../../../docs/circuits.md");
/// It may go on with "(when taken)" and the like.
const HEAD: &str = "| private witness | bound by";
const PAGE_HEAD: &str = "| of | private witness | bound by |";

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the sources");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let all = paths.into_iter().flat_map(|path| match path.is_dir() {
        true => sources(&path),
        false => vec![path],
    });
    all.collect()
}

/// The page's lines for the tables of one source.
fn lines(root: &Path, path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a source");
    let comment = |line: &str| line.trim().strip_prefix("/// ").map(str::to_owned);
    let mut lines = text.lines().peekable();
    let mut found = vec![];
    while let Some(line) = lines.next() {
        let head = comment(line);
        let Some(when) = head.as_deref().and_then(|head| head.strip_prefix(HEAD)) else {
            continue;
        };
        let when = when.trim_end_matches(" |");
        lines.next();
        let mut rows = vec![];
        while let Some(row) = lines.peek().and_then(|line| comment(line)) {
            if !row.starts_with('|') {
                break;
            }
            rows.push(row);
            lines.next();
        }
        let item = lines.find(|line| !line.trim().starts_with(['/', '#']));
        let name = name(root, path, item.expect("an item below its table"));
        found.extend(
            rows.iter()
                .map(|row| format!("| `{name}`{when} {}", plain(row))),
        );
    }
    found
}

/// A type's own name; a function's behind those of its modules.
fn name(root: &Path, path: &Path, item: &str) -> String {
    let words: Vec<&str> = item.split_whitespace().collect();
    let kinds = ["struct", "enum", "fn"];
    let kind = words.iter().position(|word| kinds.contains(word));
    let kind = kind.unwrap_or_else(|| panic!("no item: {item}"));
    let end = |c: char| !c.is_alphanumeric() && c != '_';
    let own = words[kind + 1].split(end).next().expect("a name");
    if words[kind] != "fn" {
        return own.to_owned();
    }
    let module = path.strip_prefix(root).unwrap().with_extension("");
    let parts = module.iter().map(|part| part.to_str().unwrap());
    let parts = parts.skip(1).filter(|part| *part != "mod");
    let parts: Vec<&str> = parts.chain([own]).collect();
    parts.join("::")
}

/// Links of the documentation as plain code.
fn plain(row: &str) -> String {
    let mut text = String::new();
    let mut rest = row;
    while let Some(start) = rest.find("[`") {
        text.push_str(&rest[..start]);
        let end = start + rest[start..].find("`]").expect("the end of a link");
        text.push_str(&rest[start + 1..=end]);
        rest = &rest[end + 2..];
        if rest.starts_with('(') {
            rest = &rest[rest.find(')').expect("the end of a path") + 1..];
        }
    }
    text + rest
}

fn page_rows() -> Vec<&'static str> {
    let mut rows = vec![];
    let mut inside = false;
    for line in PAGE.lines() {
        inside = line == PAGE_HEAD || inside && line.starts_with('|');
        if inside && line.starts_with("| `") {
            rows.push(line);
        }
    }
    rows
}

#[test]
fn the_page_says_what_binds_each_private_witness() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let wanted: Vec<String> = (sources(&root).iter())
        .flat_map(|path| lines(&root, path))
        .collect();
    assert!(wanted.len() > 60, "the tables are found: {}", wanted.len());
    let page = page_rows();
    let missing: Vec<_> = (wanted.iter())
        .filter(|line| !page.contains(&line.as_str()))
        .collect();
    let stale: Vec<_> = (page.iter())
        .filter(|line| !wanted.iter().any(|wanted| wanted == *line))
        .collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "docs/circuits.md lacks {missing:#?}\nand has what no table in the code says: {stale:#?}"
    );
}
