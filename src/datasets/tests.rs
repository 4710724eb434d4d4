//! What every dataset must hold to, in every size.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::model::size::item_size;
use crate::model::{Number, Value};

fn recipes() -> impl Iterator<Item = Recipe> {
    let sizes = |dataset| Size::ALL.into_iter().map(move |size| Recipe::new(dataset, size));
    DatasetId::ALL.into_iter().flat_map(sizes)
}

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    item.get(name).and_then(|value| value.as_text()).unwrap_or_default()
}

#[test]
fn the_same_recipe_makes_the_same_bytes_for_ever() {
    let made: Vec<_> = recipes().map(|r| (r.dataset, r.size, fingerprint(&r))).collect();
    assert_eq!(made, FINGERPRINTS, "{made:#X?}");
}

#[test]
fn another_seed_makes_other_rows_but_for_the_articles() {
    for recipe in recipes().filter(|recipe| recipe.items() <= 1_000) {
        let other = Recipe { seed: 1, ..recipe };
        let same = fingerprint(&recipe) == fingerprint(&other);
        assert_eq!(same, recipe.size == Size::Article, "{recipe:?}");
    }
}

#[test]
fn sizes_are_exact_and_keys_unique_for_any_seed() {
    let seeds = [0, 1, 2, u64::MAX];
    let small = DatasetId::ALL
        .into_iter()
        .flat_map(|dataset| seeds.map(|seed| Recipe { dataset, size: Size::Thousand, seed }));
    for recipe in recipes().chain(small) {
        let mut keys = BTreeSet::new();
        let mut stream = items(&recipe);
        assert_eq!(stream.len(), recipe.items());
        for item in &mut stream {
            let key = recipe.dataset.keys().map(|name| text(&item, name).to_owned());
            assert!(keys.insert(key.clone()), "{recipe:?} makes {key:?} twice");
        }
        assert_eq!(keys.len(), recipe.size.items().unwrap_or(keys.len()), "{recipe:?}");
    }
}

#[test]
fn every_size_begins_with_the_article_and_leaves_its_collections_alone() {
    for dataset in DatasetId::ALL {
        let article: Vec<Item> = items(&Recipe::new(dataset, Size::Article)).collect();
        let [partition, _] = dataset.keys();
        let collections: BTreeSet<&str> =
            article.iter().map(|item| text(item, partition)).collect();
        let mut large = items(&Recipe::new(dataset, Size::TenThousand));
        assert!(article.iter().all(|item| large.next().as_ref() == Some(item)));
        assert!(large.all(|item| !collections.contains(text(&item, partition))), "{dataset}");
    }
}

#[test]
fn the_articles_have_the_rows_that_lessons_name() {
    let count = |dataset, partition: &str, prefix: &str| {
        let [partition_key, sort_key] = DatasetId::keys(dataset);
        items(&Recipe::new(dataset, Size::HundredThousand))
            .filter(|i| text(i, partition_key) == partition)
            .filter(|i| text(i, sort_key).starts_with(prefix))
            .count()
    };
    assert_eq!(count(DatasetId::Medical, "PATIENT#123", ""), 6);
    assert_eq!(count(DatasetId::Medical, "PATIENT#123", "BOOKING#"), 5);
    assert_eq!(count(DatasetId::Clinic, "CLINIC#CLN-001", "APPT#"), 4);
    assert_eq!(count(DatasetId::Clinic, "PATIENT#PAT-456", "APPT#"), 3);
    assert_eq!(count(DatasetId::Orders, "CUSTOMER#CUST-42", ""), 9);
    assert_eq!(count(DatasetId::Orders, "CUSTOMER#CUST-42", "ORDER#2026-03"), 2);
    assert_eq!(count(DatasetId::Sensors, "DEV-7", "2026-04-16"), 9);
    assert_eq!(count(DatasetId::Sensors, "DEV-7", ""), 12);
    let sizes = DatasetId::ALL.map(|dataset| Recipe::new(dataset, Size::Article).items());
    assert_eq!(sizes, [25, 18, 22, 21]);
}

#[test]
fn booking_001_belongs_to_two_patients_in_every_size_and_no_other_booking_does() {
    for size in Size::ALL {
        let mut patients: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for item in items(&Recipe::new(DatasetId::Medical, size)) {
            if entity_of(DatasetId::Medical, &item).letter == 'B' {
                let patient = text(&item, "PK").to_owned();
                patients.entry(text(&item, "SK").to_owned()).or_default().insert(patient);
            }
        }
        let shared: Vec<_> = patients.iter().filter(|(_, of)| of.len() > 1).collect();
        assert_eq!(shared.len(), 1, "{size:?}");
        assert_eq!(shared[0].0, "BOOKING#001");
    }
}

#[test]
fn the_stated_skew_is_true() {
    for recipe in recipes().filter(|recipe| recipe.size != Size::Article) {
        let hottest = recipe.hottest().unwrap();
        let letter = match recipe.dataset {
            DatasetId::Medical => 'B',
            DatasetId::Clinic => 'A',
            DatasetId::Orders => 'O',
            DatasetId::Sensors => 'R',
        };
        let [partition, _] = recipe.dataset.keys();
        let article = items(&Recipe { size: Size::Article, ..recipe }).len();
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        items(&recipe)
            .skip(article)
            .filter(|item| entity_of(recipe.dataset, item).letter == letter)
            .for_each(|item| *counts.entry(text(&item, partition).to_owned()).or_default() += 1);
        let total: u32 = counts.values().sum();
        let share = counts[&hottest.key] * 1000 / total;
        assert!(share.abs_diff(hottest.permille) <= 40, "{recipe:?}: {share} {hottest:?}");
        assert_eq!(counts.values().max(), counts.get(&hottest.key), "{recipe:?}");
        assert!(hottest.permille >= 100, "{hottest:?}");
    }
}

#[test]
fn some_rows_are_over_one_and_over_four_kilobytes() {
    for recipe in recipes() {
        let sizes: Vec<usize> = items(&recipe).map(|item| item_size(&item)).collect();
        let over = |bytes| sizes.iter().filter(|&&size| size > bytes).count();
        assert!(over(1024) > over(4096) && over(4096) > 0, "{recipe:?}");
        assert_eq!(over(16 * 1024), 0, "{recipe:?}");
        let mean = sizes.iter().sum::<usize>() / sizes.len();
        assert!((90..700).contains(&mean), "{recipe:?}: {mean}");
    }
}

/// A quiz question states the write units of the first.
#[test]
fn the_articles_large_notes_have_the_sizes_that_texts_state() {
    let size = |dataset, sort: &str| {
        let mut rows = items(&Recipe::new(dataset, Size::Article));
        item_size(&rows.find(|item| text(item, "SK") == sort).unwrap())
    };
    let result = size(DatasetId::Medical, "BOOKING#004#TEST#D1#RESULT");
    assert!((5_121..6_100).contains(&result), "{result}");
    let appointment = size(DatasetId::Clinic, "APPT#2026-04-17#APT-3");
    assert!((4_097..5_120).contains(&appointment), "{appointment}");
}

#[test]
fn every_row_is_an_entity_and_each_entity_occurs() {
    for recipe in recipes() {
        let mut seen = BTreeMap::new();
        for item in items(&recipe) {
            let entity = entity_of(recipe.dataset, &item);
            assert_ne!(entity, OTHER, "{item:?}");
            *seen.entry(entity.letter).or_insert(0) += 1;
        }
        let legend: BTreeSet<char> = recipe.dataset.entities().iter().map(|e| e.letter).collect();
        assert_eq!(seen.into_keys().collect::<BTreeSet<_>>(), legend, "{recipe:?}");
    }
}

#[test]
fn index_attributes_repeat_what_the_keys_say() {
    for item in items(&Recipe::new(DatasetId::Medical, Size::Thousand)) {
        let is_test = entity_of(DatasetId::Medical, &item).letter == 'T';
        let pending = text(&item, "Status") == "Pending";
        assert_eq!(item.contains("GSI1PK") && item.contains("GSI2PK"), is_test);
        assert_eq!(item.contains("GSI3PK"), pending);
        if is_test {
            let sort = format!("{}#{}", text(&item, "GSI1PK"), text(&item, "GSI1SK"));
            assert_eq!(sort, text(&item, "SK"));
            assert_eq!(text(&item, "GSI2PK"), format!("TESTTYPE#{}", text(&item, "TestType")));
        }
        if pending {
            assert_eq!(
                text(&item, "GSI3SK"),
                format!("{}#{}", text(&item, "PK"), text(&item, "SK"))
            );
        }
    }
}

#[test]
fn appointments_and_links_come_in_pairs() {
    let mut links = BTreeSet::new();
    let mut appointments = BTreeSet::new();
    for item in items(&Recipe::new(DatasetId::Clinic, Size::TenThousand)) {
        match entity_of(DatasetId::Clinic, &item).letter {
            'A' => appointments
                .insert((text(&item, "GSI1PK").to_owned(), text(&item, "GSI1SK").to_owned())),
            'L' => links.insert((text(&item, "PK").to_owned(), text(&item, "SK").to_owned())),
            _ => continue,
        };
    }
    assert!(appointments.len() > 3_000);
    assert_eq!(appointments, links);
}

/// What the two indexes on the status are for: one holds every order, the other the open ones.
#[test]
fn every_order_has_what_its_indexes_need_and_only_a_pending_one_is_open() {
    for item in items(&Recipe::new(DatasetId::Orders, Size::TenThousand)) {
        let is_order = entity_of(DatasetId::Orders, &item).letter == 'O';
        let pending = text(&item, "status") == "pending";
        assert_eq!(item.contains("total") && item.contains("created_at"), is_order);
        assert_eq!(item.contains("status"), is_order);
        assert_eq!(item.contains("open_status"), pending);
        if is_order {
            let key = format!("#{}#{}", &text(&item, "created_at")[..10], text(&item, "order_id"));
            assert_eq!(text(&item, "SK"), format!("ORDER{key}"));
        }
        assert_eq!(item.contains("expires_at"), entity_of(DatasetId::Orders, &item).letter == 'K');
    }
}

/// A total is the sum of its lines, so a learner who adds it up gets it.
#[test]
fn totals_are_what_the_lines_cost() {
    let rows: Vec<Item> = items(&Recipe::new(DatasetId::Orders, Size::Thousand)).collect();
    let number = |item: &Item, name: &str| match item.get(name) {
        Some(Value::N(number)) => *number,
        other => panic!("{other:?}"),
    };
    let price = |id: &str| {
        let key = format!("PRODUCT#{id}");
        number(rows.iter().find(|item| text(item, "PK") == key).unwrap(), "price")
    };
    for order in rows.iter().filter(|item| item.contains("total")) {
        let Some(Value::L(lines)) = order.get("order_lines") else { panic!("{order:?}") };
        let mut sum = Number::from(0);
        for line in lines {
            let Value::M(line) = line else { panic!("{line:?}") };
            let Some(Value::N(quantity)) = line.get("quantity") else { panic!("{line:?}") };
            let price = price(line.get("product_id").unwrap().as_text().unwrap());
            for _ in 0..quantity.to_string().parse::<u32>().unwrap() {
                sum = sum.checked_add(price).unwrap();
            }
        }
        assert_eq!(sum, number(order, "total"), "{order:?}");
    }
}

/// Time to Live counts seconds, and a device's clock only rises.
#[test]
fn readings_come_in_the_order_of_time_and_expire_after_ninety_days() {
    let mut last = String::new();
    let generated = items(&Recipe::new(DatasetId::Sensors, Size::TenThousand)).skip(21);
    for item in generated.filter(|item| entity_of(DatasetId::Sensors, item).letter == 'R') {
        let taken = text(&item, "taken_at").to_owned();
        assert!(taken > last, "{taken} after {last}");
        last = taken;
    }
    let article: Vec<Item> = items(&Recipe::new(DatasetId::Sensors, Size::Article)).collect();
    let noon =
        article.iter().find(|item| text(item, "taken_at") == "2026-04-16T12:00:00Z").unwrap();
    assert_eq!(noon.get("expires_at"), Some(&Value::N(Number::from(1_784_116_800))));
}

#[test]
fn ids_are_unique_and_read_back() {
    for dataset in DatasetId::ALL {
        assert_eq!(dataset.to_string().parse(), Ok(dataset));
        let patterns = access_patterns(dataset);
        let ids: BTreeSet<_> = patterns.iter().map(|pattern| pattern.id).collect();
        assert_eq!(ids.len(), patterns.len());
    }
    assert_eq!("order".parse::<DatasetId>(), Err(UnknownDataset));
}
