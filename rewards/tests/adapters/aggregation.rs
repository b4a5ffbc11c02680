use super::{Case, nodes, numbers, refused, total, truth};
use serde_json::{Value as Json, json};
use truestep_rewards::{
    function::{
        BetaScore, ConfidentAnswer, GradedAnswer, HeronRule, ParShaping, RubricWeights,
        SelfAligned, area_under_roc, brier, calibration_error, drpo_coefficients,
        factor_deviations, par_shape, rlcr_reward, rubric_reward,
    },
    signal::{Ensemble, directional, rounded_weights},
    transform::{
        Prof, Rates, ScoredRollout, backward, clip_below, consistency, delta, forward, group_flip,
        renormed,
    },
};

pub(crate) fn clip_delta(case: &Case<'_>) -> Json {
    let (scores, eta) = (case.fs("prm_scores"), case.f("eta"));
    let clip: Vec<f64> = scores.iter().map(|&r| clip_below(r, &eta)).collect();
    let (keep, drop) = (delta(&scores, false), delta(&scores, true));
    json!({
        "sum_clip": total(&clip), "sum_delta_keep_last": total(&keep), "sum_delta_drop_last": total(&drop),
        "clip_then_delta_drop_last": delta(&clip, true), "clip": clip,
        "delta_keep_last": keep, "delta_drop_last": drop,
    })
}

pub(crate) fn ppr(case: &Case<'_>) -> Json {
    let (process, outcome, centre) = (
        case.fs("process_scores"),
        case.f("outcome"),
        case.f("centre"),
    );
    let renorm: Vec<f64> = process
        .iter()
        .map(|&p| renormed(p, outcome, &centre))
        .collect();
    let half: Vec<f64> = process.iter().map(|p| p - centre).collect();
    json!({ "renorm_process": renorm, "renorm_outcome_minus_half": outcome - centre, "process_minus_half": half })
}

pub(crate) fn noisy_verifier(case: &Case<'_>) -> Json {
    let rates = Rates {
        false_positive: case.f("fp_rate_rho0"),
        false_negative: case.f("fn_rate_rho1"),
    };
    if backward(0.0, &rates).is_none() {
        return refused(case);
    }
    let back = |x: f64| backward(x, &rates).unwrap();
    let fore = |x: f64| forward(x > 0.5, &rates);
    let expected = |f: &dyn Fn(f64) -> f64, one: f64| one * f(1.0) + (1.0 - one) * f(0.0);
    let both = |f: &dyn Fn(f64) -> f64| {
        [
            expected(f, 1.0 - rates.false_negative),
            expected(f, rates.false_positive),
        ]
    };
    let observed = case.fs("observed_rewards");
    json!({
        "backward": observed.iter().map(|&x| back(x)).collect::<Vec<f64>>(),
        "forward_weights": observed.iter().map(|&x| fore(x)).collect::<Vec<f64>>(),
        "mean_backward_given_true_1_and_0": both(&back), "mean_forward_given_true_1_and_0": both(&fore),
    })
}

pub(crate) fn flip(case: &Case<'_>) -> Json {
    let groups = case.ffs("true_rewards_by_prompt_group");
    let draws = case.fs("uniform_draws");
    let rate = case.f("flip_prob");
    let out: Vec<Vec<f64>> = groups
        .iter()
        .zip(draws)
        .map(|(g, d)| group_flip(g, rate, d))
        .collect();
    json!({ "noisy_rewards": out })
}

pub(crate) fn prof(case: &Case<'_>) -> Json {
    let groups: Vec<Vec<ScoredRollout>> = case
        .list("groups")
        .iter()
        .map(|g| {
            let rollout = |r: &Json| ScoredRollout {
                solved: truth(&r["outcome"]),
                scores: numbers(&r["prm"]),
            };
            g.as_array().unwrap().iter().map(rollout).collect()
        })
        .collect();
    let all: Vec<f64> = groups
        .iter()
        .flatten()
        .flat_map(|r| r.scores.clone())
        .collect();
    let centre = total(&all) / all.len() as f64;
    let rule = Prof {
        remove: case.n("n_remove_per_group"),
        length_penalty: case.f("len_step_reward_coef"),
    };
    let scores: Vec<f64> = groups
        .iter()
        .flatten()
        .map(|r| consistency(r, centre))
        .collect();
    let (mut kept, mut before) = (Vec::new(), 0);
    for group in &groups {
        kept.extend(rule.kept(group, centre).into_iter().map(|i| i + before));
        before += group.len();
    }
    json!({ "consistency_scores": scores, "kept_indices": kept })
}

pub(crate) fn pow3r(case: &Case<'_>) -> Json {
    let scores = case.ffs("criterion_scores");
    let human = case.fs("human_weights");
    let weights = RubricWeights::adapt(&scores, &human, &nodes(case.list("category")));
    let rate = |j: usize| scores.iter().map(|s| s[j]).sum::<f64>() / scores.len() as f64;
    let reward = |w: &[f64]| {
        scores
            .iter()
            .map(|s| rubric_reward(s, w))
            .collect::<Vec<f64>>()
    };
    json!({
        "pass_rate": (0..human.len()).map(rate).collect::<Vec<f64>>(),
        "training_reward": reward(&weights.adapted), "evaluation_reward": reward(&human),
        "contrast": weights.contrast, "adapted_weights": weights.adapted,
    })
}

pub(crate) fn beta_binomial(case: &Case<'_>) -> Json {
    let score = BetaScore {
        mean: case.f("mean"),
        concentration: case.f("concentration"),
    };
    let (k, n) = (case.f("successes"), case.f("rollouts"));
    let likelihood = score.log_likelihood(k, n);
    json!({
        "log_likelihood": likelihood, "nll": -likelihood,
        "log_likelihood_without_binomial_coefficient": score.log_kernel(k, n),
        "beta_variance": score.variance(), "beta_std": score.variance().sqrt(),
    })
}

pub(crate) fn rlcr(case: &Case<'_>) -> Json {
    if case.has("completion") {
        let read = ConfidentAnswer::parse(case.s("completion"));
        let (format, accuracy, brier) = match read {
            None => (0, 0.0, 0.0),
            Some(a) => {
                let right = f64::from(u8::from(a.answer == case.s("answer")));
                (
                    1,
                    right,
                    1.0 - (right - a.confidence) * (right - a.confidence),
                )
            }
        };
        return json!({ "format": format, "accuracy": accuracy, "brier_term": brier });
    }
    let (c, q) = (case.fs("correctness"), case.fs("confidence"));
    let rewards: Vec<f64> = c.iter().zip(&q).map(|(&c, &q)| rlcr_reward(c, q)).collect();
    json!({
        "brier": brier(&c, &q), "ece": calibration_error(&c, &q, case.n("ece_bins")),
        "auroc": area_under_roc(&c, &q), "rlcr_reward_paper": rewards,
    })
}

pub(crate) fn heron(case: &Case<'_>) -> Json {
    let factors = case.ffs("factors");
    let sigma = case.fs("sigma");
    let rule = HeronRule {
        order: case.ns("order"),
        sigma: [sigma[0], *sigma.get(1).unwrap_or(&sigma[0])],
    };
    let deviations = factor_deviations(&factors);
    let mut pairs = Vec::new();
    for i in 0..factors.len() {
        for j in (0..factors.len()).filter(|&j| j != i) {
            let found = rule.preference(&factors[i], &factors[j], &deviations);
            pairs.push(json!({
                "i": i, "j": j, "preference": found.map_or(0, |f| f.0), "level": found.map(|f| f.1),
            }));
        }
    }
    // One row has no deviation.
    let shown: Vec<Option<f64>> = deviations
        .iter()
        .map(|&d| (factors.len() > 1).then_some(d))
        .collect();
    json!({ "factor_std": shown, "pairwise": pairs })
}

pub(crate) fn par(case: &Case<'_>) -> Json {
    let slope = if case.has("sigmoid_k") {
        case.f("sigmoid_k")
    } else {
        1.0
    };
    let shaping = match case.s("variant") {
        "par_sigmoid_relative" | "par_sigmoid_relative_ceil" => {
            ParShaping::SigmoidRelative { slope }
        }
        "tanh_relative" => ParShaping::TanhRelative,
        "sigmoid_uncentered" => ParShaping::SigmoidUncentred { slope },
        "centered_linear" => ParShaping::CentredLinear,
        "slow_growth_fast_converge" => ParShaping::SlowGrowth { slope },
        "running_meanstd" => ParShaping::Standardised,
        "running_clip_1std" => ParShaping::Clipped,
        "running_minmax" => ParShaping::MinMax,
        "lsc_logsigmoid_p85" => ParShaping::LogSigmoid,
        other => panic!("{other}"),
    };
    let ceiling = case.get("reward_ceil").as_f64();
    let most = if case.has("max_refs") {
        case.n("max_refs")
    } else {
        usize::MAX
    };
    let shaped = par_shape(
        shaping,
        &case.fs("rewards"),
        &case.ffs("reference_rewards"),
        most,
        ceiling,
    );
    json!({ "shaped": shaped })
}

pub(crate) fn sar(case: &Case<'_>) -> Json {
    let rule = SelfAligned {
        logarithm: case.b("use_log"),
        cap: case.f("clip_value"),
        denominator: case.b("use_denominator").then(|| case.f("denominator_eps")),
    };
    let reward = rule.reward(case.f("perplexity_given_query"), case.f("perplexity_alone"));
    json!({ "self_aligned_reward": reward, "total_reward": case.f("correctness") + case.f("factor") * reward })
}

pub(crate) fn drpo(case: &Case<'_>) -> Json {
    let (lengths, scores) = (case.fs("lengths"), case.fs("mean_logprob_scores"));
    let (correct, questions) = (case.bs("correct"), nodes(case.list("question_id")));
    let answers: Vec<GradedAnswer> = (0..lengths.len())
        .map(|i| GradedAnswer {
            question: questions[i],
            correct: correct[i],
            length: lengths[i],
            score: scores[i],
        })
        .collect();
    let out = drpo_coefficients(
        &answers,
        case.f("max_length"),
        case.f("tau"),
        case.f("lambda"),
    );
    json!({ "score_coefficients": out })
}

pub(crate) fn ensemble(case: &Case<'_>) -> Json {
    let scores = case.fs("ensemble_scores");
    let coefficient = case.f("uwo_coefficient");
    let uwo = |ddof| Ensemble::Uncertain { coefficient, ddof }.of(&scores);
    json!({
        "mean": total(&scores) / scores.len() as f64, "wco": Ensemble::Worst.of(&scores),
        "uwo_ppo_sample_variance": uwo(1), "uwo_bon_population_variance": uwo(0),
    })
}

pub(crate) fn dpa(case: &Case<'_>) -> Json {
    let (h, v, angle) = (
        case.f("helpfulness"),
        case.f("verbosity"),
        case.f("angle_degrees"),
    );
    let (wh, wv) = rounded_weights(angle);
    json!({
        "directional_reward": directional(h, v, angle), "prompt_weight_helpfulness": wh,
        "prompt_weight_verbosity": wv, "rounded_weight_reward": (wh as f64 * h + wv as f64 * v) / 100.0,
    })
}
