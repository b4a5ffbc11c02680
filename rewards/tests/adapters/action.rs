use super::{Case, number, strings};
use serde_json::{Value as Json, json};
use truestep_rewards::function::{
    Canonical, GuiAction, GuiR1, MobileAction, ReSeek, TabularReward, TabularWorld,
    WebShopPurchase, categories_match, mobile_r1, normalised_distance, pearson_distance, search_r1,
    search_steps, similarities, step_search_outcome, title_score, token_set_f1, ui_r1, well_formed,
};

pub(crate) fn reseek(case: &Case<'_>) -> Json {
    let rule = ReSeek {
        threshold: case.f("threshold"),
        matched: case.f("r_match"),
        mismatched: case.f("r_mismatch"),
    };
    let utility = case.f("utility_score");
    let ideal = if rule.is_good(utility) { "good" } else { "bad" };
    json!({
        "ideal": ideal, "judge_reward": rule.reward(case.s("judgement") == "good", utility),
        "outcome_reward": case.f("outcome_em"),
    })
}

pub(crate) fn search_r1_outcome(case: &Case<'_>) -> Json {
    let targets = texts(case.get("targets"));
    let r = search_r1(
        case.s("sequence_text"),
        &targets,
        case.f("score"),
        case.f("format_score"),
    );
    json!({ "em": r.exact, "sub_em": r.contained })
}

/// A list of texts, or one text alone.
fn texts(json: &Json) -> Vec<String> {
    json.as_str()
        .map_or_else(|| strings(json), |one| vec![one.to_owned()])
}

pub(crate) fn stepsearch_steps(case: &Case<'_>) -> Json {
    let gold = case.strings("gold_docs");
    let retrieved: Vec<Vec<String>> = case
        .list("retrieved_docs_per_step")
        .iter()
        .map(strings)
        .collect();
    // The recorded similarities are an input of the case; ours must be the same.
    for (step, documents) in retrieved.iter().enumerate() {
        for (d, document) in documents.iter().enumerate() {
            let recorded = &case.get("similarity_per_step_doc_gold")[step][d];
            let given = !recorded.is_null();
            for (g, s) in similarities(document, &gold)
                .iter()
                .enumerate()
                .filter(|_| given)
            {
                assert!((s - number(&recorded[g])).abs() < 1e-12, "{document}");
            }
        }
    }
    let r = search_steps(&retrieved, &gold);
    json!({ "information_gain": r.gain, "redundancy_penalty": r.penalty, "step_reward": r.reward })
}

pub(crate) fn stepsearch_outcome(case: &Case<'_>) -> Json {
    let groups: Vec<Vec<String>> = match case.has("search_key_groups") {
        true => case.list("search_key_groups").iter().map(texts).collect(),
        false => vec![],
    };
    let r = step_search_outcome(
        case.s("solution_text"),
        &texts(case.get("targets")),
        &groups,
        &case.strings("gold_docs"),
        case.f("search_key_weight"),
    );
    json!({
        "score": r.score, "answer_correct": r.answer, "step_scores": r.steps, "search_key_score": r.keys,
    })
}

pub(crate) fn webshop(case: &Case<'_>) -> Json {
    let (product, goal) = (case.get("product"), case.get("goal"));
    let text = |json: &Json, key: &str| json[key].as_str().unwrap().to_owned();
    let count = |key: &str| match &goal[key] {
        Json::Object(named) => named.len(),
        other => other.as_array().map_or(0, Vec::len),
    };
    let (attributes, options) = (count("attributes"), count("goal_options"));
    let met = |key: &str| if case.has(key) { case.n(key) } else { 0 };
    let purchase = WebShopPurchase {
        attributes: (met("attr_matches"), attributes),
        options: (met("option_matches"), options),
        price_ok: case.has("price_ok") && case.b("price_ok"),
        query_match: text(product, "query") == text(goal, "query"),
        category_match: categories_match(
            &text(product, "product_category"),
            &text(goal, "product_category"),
        ),
        title_score: title_score(&text(product, "name"), &text(goal, "name")),
    };
    let whole = (attributes + options + 1) as f64;
    let mut info = json!({
        "r_type": purchase.type_factor(), "r_att": met("attr_matches") as f64 / attributes as f64,
        "w_att": attributes as f64 / whole, "query_match": purchase.query_match,
        "category_match": purchase.category_match, "title_score": purchase.title_score,
        "r_price": purchase.price_ok, "w_price": 1.0 / whole,
    });
    if options > 0 {
        info["r_option"] = json!(met("option_matches") as f64 / options as f64);
        info["w_option"] = json!(options as f64 / whole);
    }
    json!({ "reward": purchase.reward(), "info": info })
}

pub(crate) fn gui_r1(case: &Case<'_>) -> Json {
    if case.has("f1_pred") {
        return json!({ "token_set_f1": token_set_f1(case.s("f1_pred"), case.s("f1_true")) });
    }
    let action = |json: &Json, place: &str, text: &str| GuiAction {
        action: json["action"].as_str().unwrap_or("no action").to_owned(),
        place: match json[place].is_null() {
            true => vec![],
            false => super::numbers(&json[place]),
        },
        text: json[text].as_str().unwrap_or("").to_owned(),
    };
    let rule = GuiR1 {
        accuracy_weight: case.f("accuracy_weight"),
        format_weight: case.f("format_weight"),
        radius: case.f("point_radius"),
        f1_threshold: case.f("f1_threshold"),
    };
    let predicted = action(case.get("predicted"), "point", "text");
    let accuracy = rule.accuracy(
        &predicted,
        &action(case.get("truth"), "gt_bbox", "input_text"),
    );
    let format = f64::from(u8::from(well_formed(case.s("raw"))));
    json!({ "overall": rule.reward(accuracy, format), "format": format, "accuracy": accuracy })
}

pub(crate) fn ui_r1_reward(case: &Case<'_>) -> Json {
    let scale = case.fs("scale");
    let r = ui_r1(
        case.s("completion"),
        case.s("solution"),
        [scale[0], scale[1]],
    );
    json!({ "action_type": r.action_type, "coordinate": r.coordinate, "format": r.format })
}

pub(crate) fn mobile(case: &Case<'_>) -> Json {
    let action = MobileAction {
        correct: case.b("action_correct"),
        format: case.b("format_ok"),
    };
    json!({ "action_level_reward": mobile_r1(action) })
}

pub(crate) fn starc(case: &Case<'_>) -> Json {
    let table = |key: &str| -> Vec<Vec<Vec<f64>>> {
        let rows = case.list(key).iter();
        rows.map(|s| s.as_array().unwrap().iter().map(super::numbers).collect())
            .collect()
    };
    let (a, b) = (
        TabularReward {
            reward: table("reward_1"),
        },
        TabularReward {
            reward: table("reward_2"),
        },
    );
    let world = TabularWorld {
        transition: table("transition"),
        gamma: case.f("gamma"),
    };
    let distance = |how| normalised_distance(&world, &a, &b, how);
    let all = json!({
        "value_canon_R1": world.canonical(&a, Canonical::Value),
        "value_canon_R2": world.canonical(&b, Canonical::Value),
        "value_potential_canon_R1": world.canonical(&a, Canonical::ValuePotential),
        "value_potential_canon_R2": world.canonical(&b, Canonical::ValuePotential),
        "minimal_potential_canon_R1": world.canonical(&a, Canonical::MinimalPotential),
        "minimal_potential_canon_R2": world.canonical(&b, Canonical::MinimalPotential),
        "minimal_canon_R1": world.canonical(&a, Canonical::Minimal),
        "minimal_canon_R2": world.canonical(&b, Canonical::Minimal),
        "epic_canon_R1": world.canonical(&a, Canonical::Epic),
        "epic_canon_R2": world.canonical(&b, Canonical::Epic),
        "dard_canon_R1": world.canonical(&a, Canonical::Dard),
        "dard_canon_R2": world.canonical(&b, Canonical::Dard),
        "value_distance_l2": distance(Canonical::Value),
        "value_potential_distance_l2": distance(Canonical::ValuePotential),
        "minimal_potential_distance_l2": distance(Canonical::MinimalPotential),
        "minimal_distance_l2": distance(Canonical::Minimal),
        "epic_pearson_distance": pearson_distance(&world, &a, &b),
        "epic_direct_l2_distance": distance(Canonical::Epic) / 2.0,
        "authors_value_l2_distance": distance(Canonical::Value),
        "authors_value_potential_l2_distance": distance(Canonical::ValuePotential),
        "authors_epic_l2_distance": distance(Canonical::Epic),
        "authors_dard_l2_distance": distance(Canonical::Dard),
    });
    // A field that is undefined or noise for a case is absent from what it expects.
    let expected = case.0["expected"].as_object().unwrap();
    let kept = expected.keys().map(|k| (k.clone(), all[k].clone()));
    Json::Object(kept.collect())
}
