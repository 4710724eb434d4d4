//! Writes what the page fetches.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::Content;
use crate::index::{INDEX_FILE, LessonFile};

/// Writes the index and the lessons into a folder, and takes away what is there from before. Files
/// that hold what they are to hold already stay untouched, so that `trunk serve` doesn't wake up.
pub fn write(content: &Content, folder: &Path) -> Result<()> {
    let mut files = BTreeMap::new();
    let mut names = BTreeMap::new();
    for file in &content.lessons {
        let text = serde_json::to_string(file)?;
        let name = format!("{}-{:016x}.json", file.lesson.id, fnv1a(text.as_bytes()));
        names.insert(file.lesson.id.clone(), name.clone());
        files.insert(name, text);
    }
    let name_of = |file: &LessonFile| names.get(&file.lesson.id).cloned().unwrap_or_default();
    let mut index = content.index(name_of);
    if !content.agendas.is_empty() {
        let text = serde_json::to_string(&content.agendas)?;
        index.agendas = format!("agendas-{:016x}.json", fnv1a(text.as_bytes()));
        files.insert(index.agendas.clone(), text);
    }
    files.insert(INDEX_FILE.to_owned(), serde_json::to_string(&index)?);

    fs::create_dir_all(folder).with_context(|| format!("{} can't be made", folder.display()))?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if !name.is_some_and(|name| files.contains_key(&name)) {
            fs::remove_file(&path)
                .with_context(|| format!("{} can't be removed", path.display()))?;
        }
    }
    for (name, text) in files {
        let path = folder.join(&name);
        if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            fs::write(&path, text)
                .with_context(|| format!("{} can't be written", path.display()))?;
        }
    }
    Ok(())
}

/// FNV-1a of 64 bits: names change with contents; nobody attacks them.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
