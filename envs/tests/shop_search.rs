//! Search against a second, plain implementation of the formula, and its laws.

#![cfg(feature = "shop")]

use proptest::prelude::*;
use std::collections::BTreeMap;
use truestep_envs::shop::search::{
    Bm25, Hit, LengthNorm, MAX_QUERY_TERMS, SearchIndex, has_too_many_terms,
};

/// Words that neither stop-word removal nor stemming touches, so that a plain split gives the terms.
const WORDS: [&str; 14] = [
    "lamp", "sofa", "oak", "red", "blue", "rug", "desk", "mug", "tent", "silk", "wool", "cork",
    "jar", "zinc",
];

fn build(documents: &[String], bm25: Bm25) -> SearchIndex {
    let count = u32::try_from(documents.len()).expect("few documents");
    SearchIndex::build(count, bm25, |document, text| {
        text.push_str(&documents[document as usize])
    })
}

/// The length Lucene's one-byte code keeps: exact up to 40, then the four leading bits of what exceeds 24.
fn kept_length(length: u32, norm: LengthNorm) -> f64 {
    if norm == LengthNorm::Exact || length <= 40 {
        return f64::from(length);
    }
    let mut unit = 1;
    while (length - 24) / unit >= 16 {
        unit *= 2;
    }
    f64::from(24 + (length - 24) / unit * unit)
}

/// Scores of all documents by the textbook formula, one document and one word at a time.
fn plain_scores(documents: &[String], query: &str, k1: f64, b: f64, norm: LengthNorm) -> Vec<f64> {
    let split: Vec<Vec<&str>> = documents
        .iter()
        .map(|text| text.split(' ').filter(|word| !word.is_empty()).collect())
        .collect();
    let total: usize = split.iter().map(Vec::len).sum();
    // Documents without a word count for nothing.
    let filled = split.iter().filter(|words| !words.is_empty()).count() as f64;
    let mean = total as f64 / filled;
    let mut scores = vec![0.0; documents.len()];
    for word in query.split(' ').filter(|word| !word.is_empty()) {
        let holding = split
            .iter()
            .filter(|document| document.contains(&word))
            .count() as f64;
        let rarity = ((filled - holding + 0.5) / (holding + 0.5)).ln_1p();
        for (document, score) in split.iter().zip(&mut scores) {
            let length = kept_length(document.len() as u32, norm);
            let count = document.iter().filter(|&&other| other == word).count() as f64;
            *score += rarity * count / (count + k1 * (1.0 - b + b * length / mean));
        }
    }
    scores
}

/// Documents of seeded lengths and words, the early words of the list far more common.
fn documents(count: u32) -> Vec<String> {
    let mut state = 1u64;
    let mut below = |n: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    (0..count)
        .map(|_| {
            let length = 1 + below(120);
            let words: Vec<&str> = (0..length)
                .map(|_| {
                    let high = 1 + below(WORDS.len() as u64);
                    WORDS[below(high) as usize]
                })
                .collect();
            words.join(" ")
        })
        .collect()
}

#[test]
fn thirty_scores_equal_the_plain_formula() {
    let documents = documents(400);
    for norm in [LengthNorm::Lucene, LengthNorm::Exact] {
        for (k1, b) in [(0.9, 0.4), (1.2, 0.75)] {
            let index = build(
                &documents,
                Bm25::new(k1, b, norm).expect("valid parameters"),
            );
            for query in [
                "sofa",
                "zinc lamp",
                "oak red desk cork jar",
                "wool wool silk",
            ] {
                let plain = plain_scores(&documents, query, k1, b, norm);
                let hits = index.search(query, 30);
                assert_eq!(hits.len(), 30, "{query}");
                for hit in hits {
                    let expected = plain[hit.document as usize];
                    assert!(
                        (f64::from(hit.score) - expected).abs() < 1e-5,
                        "{query}: {hit:?}, expected {expected}"
                    );
                }
            }
        }
    }
}

/// Scores every document by asking for all of them, which leaves nothing to prune, then cuts.
fn exhaustive(index: &SearchIndex, query: &str, limit: usize) -> Vec<Hit> {
    let mut hits = index.search(query, index.documents() as usize);
    hits.truncate(limit);
    hits
}

#[test]
fn pruned_results_equal_exhaustive_ones() {
    // More documents than three windows, every list longer than a block, and many equal scores.
    let documents = documents(14_000);
    let index = build(&documents, Bm25::default());
    for number in 0..400usize {
        let words: Vec<&str> = (0..1 + number % 6)
            .map(|place| WORDS[(number * 7 + place * (1 + number % 5)) % WORDS.len()])
            .collect();
        let query = words.join(" ");
        for limit in [1, 7, 50] {
            assert_eq!(
                index.search(&query, limit),
                exhaustive(&index, &query, limit),
                "{query}, {limit}"
            );
        }
    }
}

#[test]
fn the_exhaustive_order_is_that_of_the_plain_formula() {
    let documents = documents(9_000);
    let index = build(&documents, Bm25::default());
    let query = "lamp cork zinc";
    let plain = plain_scores(&documents, query, 0.9, 0.4, LengthNorm::Lucene);
    let hits = exhaustive(&index, query, 9_000);
    assert_eq!(
        hits.len(),
        plain.iter().filter(|&&score| score > 0.0).count()
    );
    for pair in hits.windows(2) {
        let (a, b) = (
            plain[pair[0].document as usize],
            plain[pair[1].document as usize],
        );
        assert!(
            a > b - 1e-5 && (pair[0].score > pair[1].score || pair[0].document < pair[1].document)
        );
    }
}

#[test]
fn equal_documents_come_in_order() {
    let documents = vec!["red lamp".to_owned(); 10_000];
    let index = build(&documents, Bm25::default());
    let found: Vec<u32> = index
        .search("lamp", 50)
        .iter()
        .map(|hit| hit.document)
        .collect();
    assert_eq!(found, (0..50).collect::<Vec<_>>());
}

#[test]
fn the_index_does_not_depend_on_threads() {
    let documents = documents(3_000);
    let results = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("a pool of threads");
        pool.install(|| build(&documents, Bm25::default()).search("oak zinc sofa", 50))
    };
    assert_eq!(results(1), results(5));
}

#[test]
fn queries_of_too_many_terms_are_refused_whole() {
    let documents = vec!["lamp".to_owned(), "last".to_owned()];
    let index = build(&documents, Bm25::default());
    let filler = |count: usize| {
        let words: Vec<String> = (0..count).map(|number| format!("x{number}")).collect();
        words.join(" ")
    };
    let most = format!("{} last last", filler(MAX_QUERY_TERMS - 1));
    assert!(!has_too_many_terms(&most));
    assert_eq!(index.search(&most, 9).len(), 1);
    let more = format!("lamp {}", filler(MAX_QUERY_TERMS));
    assert!(has_too_many_terms(&more));
    assert!(index.search(&more, 9).is_empty());
    // Occurrences do not count, and a cut inside a character moves to its start.
    assert!(!has_too_many_terms(&"lamp ".repeat(5_000)));
    assert_eq!(
        index
            .search(&format!("lamp {}", "é".repeat(600_000)), 9)
            .len(),
        1
    );
}

#[test]
fn equal_scores_follow_the_order_asked_for() {
    let mut documents = vec!["red lamp".to_owned(); 9_000];
    documents[7_000] = "red red lamp".to_owned();
    let index = build(&documents, Bm25::default());
    let backwards = |document: u32| u64::from(u32::MAX - document);
    let found: Vec<u32> = index
        .search_ordered("red lamp", 4, &backwards)
        .iter()
        .map(|hit| hit.document)
        .collect();
    assert_eq!(found, [7_000, 8_999, 8_998, 8_997]);
}

#[test]
fn documents_without_terms_count_for_nothing() {
    let documents: Vec<String> = ["red lamp", "blue lamp", "tent"]
        .map(str::to_owned)
        .to_vec();
    let mut with_blanks = documents.clone();
    with_blanks.extend(["".to_owned(), "the of".to_owned()]);
    let (plain, blank) = (
        build(&documents, Bm25::default()),
        build(&with_blanks, Bm25::default()),
    );
    assert_eq!(plain.search("red lamp", 9), blank.search("red lamp", 9));
    assert!((plain.mean_length() - blank.mean_length()).abs() < 1e-12);
}

#[test]
fn nothing_to_find_is_found() {
    let empty = build(&[], Bm25::default());
    assert!(empty.search("lamp", 50).is_empty());
    let blank = build(&vec![String::new(); 3], Bm25::default());
    assert!(blank.search("lamp", 50).is_empty());
    let some = build(&documents(20), Bm25::default());
    assert!(some.search("lamp", 0).is_empty());
    assert!(some.search("unheard", 50).is_empty());
}

#[test]
fn parameters_outside_their_ranges_are_refused() {
    for (k1, b) in [
        (-0.1, 0.4),
        (f64::NAN, 0.4),
        (0.9, 1.1),
        (0.9, f64::NAN),
        (f64::INFINITY, 0.5),
    ] {
        assert_eq!(Bm25::new(k1, b, LengthNorm::Exact), None, "{k1} {b}");
    }
    let extreme = build(
        &documents(300),
        Bm25::new(0.0, 1.0, LengthNorm::Lucene).expect("valid parameters"),
    );
    assert_eq!(
        extreme.search("lamp oak", 50),
        exhaustive(&extreme, "lamp oak", 50)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_collection_is_searched_exactly(
        texts in prop::collection::vec(prop::collection::vec(0..WORDS.len(), 0..9), 1..700),
        query in prop::collection::vec(0..WORDS.len(), 1..7),
        limit in 1usize..60,
    ) {
        let say = |words: &Vec<usize>| words.iter().map(|&word| WORDS[word]).collect::<Vec<_>>().join(" ");
        let documents: Vec<String> = texts.iter().map(say).collect();
        let query = say(&query);
        let index = build(&documents, Bm25::default());
        let hits = index.search(&query, limit);
        prop_assert_eq!(&hits, &exhaustive(&index, &query, limit));
        let plain = plain_scores(&documents, &query, 0.9, 0.4, LengthNorm::Lucene);
        let by_document: BTreeMap<u32, f64> = hits.iter().map(|hit| (hit.document, f64::from(hit.score))).collect();
        let worst = hits.last().map_or(0.0, |hit| f64::from(hit.score));
        for (document, score) in (0u32..).zip(plain) {
            match by_document.get(&document) {
                Some(found) => prop_assert!((found - score).abs() < 1e-5),
                None => prop_assert!(score <= worst + 1e-5 && (hits.len() == limit || score == 0.0)),
            }
        }
    }

    #[test]
    fn any_query_is_answered(query in "\\PC{0,60}") {
        let index = build(&documents(50), Bm25::default());
        prop_assert!(index.search(&query, 50).len() <= 50);
    }
}
