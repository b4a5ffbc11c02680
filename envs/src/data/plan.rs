//! From a draft to a task: what every choice of ways comes to on both folders, and what is offered.

use super::{
    answer::Answer,
    folder::{Folder, Manner},
    schema::Table,
    steps::{Fault, Made, Rows, Step},
    tasks::Draft,
    types::{Cells, Def, Stage, code, meaning},
};
use std::sync::Arc;
use truestep_core::{
    digest::Digest,
    model::{Goal, Subgoal},
    truth::FactSet,
};

/// Steps a run is given beyond twice the distance.
const SPARE_STEPS: u32 = 6;
/// Wrong ways a stage offers at most.
const MOST_WRONG: usize = 2;

/// What all choices of ways come to.
struct Tried<'a> {
    manner: Manner,
    folders: &'a [Folder; 2],
    answers: [Answer; 2],
}

/// The answer of a program; nothing if it raises or is not clear.
pub(super) fn answer(manner: Manner, folder: &Folder, program: &[Step]) -> Result<Answer, Fault> {
    let mut rows = Rows {
        strip: true,
        rows: vec![],
    };
    for step in program {
        match step.apply(manner, folder, rows)? {
            Made::Rows(made) => rows = made,
            Made::Answer(answer) => return Ok(answer),
        }
    }
    Err(Fault::Raises)
}

impl Tried<'_> {
    /// Whether a program comes to the right answer on both folders.
    ///
    /// # Errors
    /// [`Fault::Unclear`] where that hangs on rounding.
    fn is_right(&self, program: &[Step]) -> Result<bool, Fault> {
        for (folder, right) in self.folders.iter().zip(&self.answers) {
            match answer(self.manner, folder, program) {
                Err(Fault::Raises) => return Ok(false),
                Err(Fault::Unclear) => return Err(Fault::Unclear),
                Ok(found) => match right.same(&found) {
                    Some(true) => {}
                    Some(false) => return Ok(false),
                    None => return Err(Fault::Unclear),
                },
            }
        }
        Ok(true)
    }

    /// Every choice of ways that is right: the ways so far, the rows they make on the shown folder, the stages left.
    fn right(
        &self,
        stages: &[Vec<Step>],
        chosen: &mut Vec<usize>,
        rows: &Rows,
        out: &mut Vec<Vec<usize>>,
    ) -> Result<(), Fault> {
        let Some(stage) = stages.get(chosen.len()) else {
            return Ok(());
        };
        for (way, step) in stage.iter().enumerate() {
            chosen.push(way);
            match step.apply(self.manner, &self.folders[0], rows.clone()) {
                Err(Fault::Raises) => {}
                Err(Fault::Unclear) => return Err(Fault::Unclear),
                Ok(Made::Rows(made)) => self.right(stages, chosen, &made, out)?,
                Ok(Made::Answer(answer)) => match self.answers[0].same(&answer) {
                    None => return Err(Fault::Unclear),
                    Some(false) => {}
                    Some(true) => {
                        if self.is_right(&program(stages, chosen))? {
                            out.push(chosen.clone());
                        }
                    }
                },
            }
            chosen.pop();
        }
        Ok(())
    }
}

/// The steps of a choice of ways.
pub(super) fn program(stages: &[Vec<Step>], chosen: &[usize]) -> Vec<Step> {
    let each = stages.iter().zip(chosen);
    each.map(|(stage, way)| stage[*way].clone()).collect()
}

/// A task from a draft; nothing where the folders do not tell right from wrong, or numbers may round either way.
pub(super) fn made(manner: Manner, folders: [Folder; 2], draft: Draft) -> Option<Def> {
    let mut stages = draft.stages;
    let gold = program(&stages, &vec![0; stages.len()]);
    let answers = folders
        .each_ref()
        .map(|folder| answer(manner, folder, &gold));
    let [Ok(shown), Ok(other)] = answers else {
        return None;
    };
    let is_told = shown.is_clear() && other.is_clear() && shown.same(&other) == Some(false);
    (is_told && !is_nothing(&shown)).then_some(())?;
    let tried = Tried {
        manner,
        folders: &folders,
        answers: [shown, other],
    };
    tells_edges(&tried, &gold)?;
    keep_mistakes(&tried, &mut stages)?;
    let mut right = vec![];
    let nothing = Rows {
        strip: true,
        rows: vec![],
    };
    tried
        .right(&stages, &mut vec![], &nothing, &mut right)
        .ok()?;
    // Where two mistakes cancel, what is best to do would be no way that anybody should learn.
    let [right] = &right[..] else {
        return None;
    };
    let answers = tried.answers;
    let task = Digest::of(draft.instruction.as_bytes());
    let (stages, right) = written(manner, task, &stages, right);
    let start = given(&stages, &right, &draft.wrong_at_start)?;
    let evidence = evidence(&draft.tables, &start);
    let mut def = Def {
        goal: goal(manner, draft.instruction, &draft.tables, &start),
        forms: super::text::forms(),
        manner,
        folders,
        answers,
        stages,
        right,
        start,
        evidence,
        remembered: super::guest::Remembered::default(),
    };
    let start = super::rules::initial(&def);
    (!start.right).then_some(())?;
    let steps = super::planner::distance(&def, &start).steps()?;
    def.goal.max_steps = 2 * steps + SPARE_STEPS;
    Some(def)
}

/// Whether an answer says nothing: a list or dictionary of nothing, or 0.
fn is_nothing(answer: &Answer) -> bool {
    match answer {
        Answer::List(list) => list.is_empty(),
        Answer::Named(named) => named.is_empty(),
        Answer::Csv(lines) => lines.len() < 2,
        Answer::Text(text) => text.is_empty(),
        Answer::Number { exact, .. } => *exact == super::answer::Exact::from_integer(0),
    }
}

/// That a program with any one step next to the right one is wrong; nothing if one is not.
fn tells_edges(tried: &Tried<'_>, gold: &[Step]) -> Option<()> {
    for (place, step) in gold.iter().enumerate() {
        for edge in step.edges() {
            let mut program = gold.to_vec();
            program[place] = edge;
            (!tried.is_right(&program).ok()?).then_some(())?;
        }
    }
    Some(())
}

/// Leaves those wrong ways that make a difference by themselves, at most two a stage; nothing if a stage has none, reading
/// aside.
fn keep_mistakes(tried: &Tried<'_>, stages: &mut [Vec<Step>]) -> Option<()> {
    for place in 0..stages.len() {
        let gold: Vec<usize> = vec![0; stages.len()];
        let mut kept = vec![stages[place][0].clone()];
        for way in 1..stages[place].len() {
            let mut chosen = gold.clone();
            chosen[place] = way;
            let is_right = tried.is_right(&program(stages, &chosen)).ok()?;
            if !is_right && kept.len() <= MOST_WRONG {
                kept.push(stages[place][way].clone());
            }
        }
        (kept.len() > 1 || place == 0).then_some(())?;
        stages[place] = kept;
    }
    Some(())
}

/// The cells, those of a stage in an order that says nothing - another in every task -, and the right choice as places in it.
fn written(
    manner: Manner,
    task: Digest,
    stages: &[Vec<Step>],
    right: &[usize],
) -> (Vec<Stage>, Vec<usize>) {
    let (mut written, mut places) = (vec![], vec![]);
    let mut before = String::new();
    for stage in stages {
        let texts: Vec<String> = stage
            .iter()
            .map(|step| step.python(manner, &before))
            .collect();
        let mut sorted = texts.clone();
        sorted.sort_by_key(|text| task.chain(text.as_bytes()));
        let place = |text: &String| sorted.iter().position(|other| other == text);
        let place: Vec<usize> = texts.iter().filter_map(place).collect();
        places.push(place);
        written.push(Stage {
            name: stage[0].stage(),
            ways: sorted.iter().map(|text| text.as_str().into()).collect(),
        });
        before = stage[0].call(manner);
    }
    let right = right.iter().zip(&places);
    (written, right.map(|(way, places)| places[*way]).collect())
}

/// The notebook at the start: empty, or every cell, those with these numbers written in a wrong way.
fn given(stages: &[Stage], right: &[usize], wrong: &[usize]) -> Option<Cells> {
    let mut cells = Cells::new();
    if wrong.is_empty() {
        return Some(cells);
    }
    for (place, stage) in stages.iter().enumerate() {
        let right = right[place];
        let way = match wrong.contains(&place) {
            true => (0..stage.ways.len()).find(|&way| way != right)?,
            false => right,
        };
        cells.insert(place as u8 + 1, Arc::clone(&stage.ways[way]));
    }
    Some(cells)
}

/// What the right end rests on: what the columns of the tables mean, and what the notebook held.
fn evidence(tables: &[Table], start: &Cells) -> FactSet {
    let meanings = tables.iter().map(|&table| meaning(table));
    let codes = start.keys().map(|&cell| code(cell));
    meanings
        .chain(codes)
        .fold(FactSet::default(), FactSet::with)
}

fn goal(manner: Manner, instruction: String, tables: &[Table], start: &Cells) -> Goal {
    let meanings = tables
        .iter()
        .map(|&table| format!("meaning_of_{}", manner.theme.file(table)));
    let cells = start.keys().map(|cell| format!("cell_{cell}_seen"));
    let names = meanings
        .chain(cells)
        .chain(["program_right".to_owned(), "answered".to_owned()]);
    Goal {
        instruction,
        subgoals: names
            .map(|name| Subgoal {
                name,
                requires: vec![],
            })
            .collect(),
        evidence: Def::fact_names(manner, start.len() as u8),
        max_steps: 0,
        feasible: true,
    }
}
