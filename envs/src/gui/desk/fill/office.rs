//! Text files, sheets and settings.

use crate::gui::case::Desk;

/// What text files say.
const TEXTS: &[&str] = &[
    "Ask the mason about the wall",
    "Bring both ladders on Friday",
    "Call the office before noon",
    "Carry on with chapter four",
    "Check the figures once more",
    "Dinner is at the harbour",
    "Feed the cat twice a day",
    "Keys are under the blue pot",
    "Leave the window open a little",
    "Measure the shelf again",
    "Order more of the grey paint",
    "Return the drill to the neighbour",
    "Sow the beans in the second week",
    "Take the long road by the mill",
    "Thank the choir for the song",
    "Water the ferns every evening",
];
const SHEETS: &[&str] = &[
    "Choir", "Garden", "Holiday", "House", "Kitchen", "Party", "Roof", "School",
];
const ITEMS: &[&str] = &[
    "bricks", "candles", "chairs", "cups", "curtains", "flowers", "glue", "hooks", "lamps",
    "nails", "paint", "paper", "plates", "ribbons", "rope", "seeds", "shelves", "soil", "stamps",
    "tiles", "tickets", "timber", "wire",
];

/// Three or four text files.
pub(super) fn texts(desk: &mut Desk) {
    let folders = desk.column("folder", "name");
    let count = 3 + desk.below(2);
    let stems = desk.new_stems(count);
    for (stem, text) in stems.iter().zip(desk.some(TEXTS, count)) {
        let folder = desk.some_of(&folders, 1).remove(0);
        let at = desk.put_file(&format!("{stem}.txt"), "text", &folder);
        desk.rewrite(at, "text", text);
    }
}

/// Three sheets with three or four rows each; no two rows are of one item.
pub(super) fn sheets(desk: &mut Desk) {
    let sheets = desk.some(SHEETS, 3);
    let mut items = desk.some(ITEMS, 12);
    for sheet in sheets {
        desk.add("sheet", &[("name", sheet)]);
        for _ in 0..3 + desk.below(2) {
            let Some(item) = items.pop() else { break };
            let halves = 5 + desk.below(600);
            let amount = format!("{}.{} EUR", halves / 2, ["00", "50"][halves % 2]);
            let state = desk.one(&["open", "open", "paid"]);
            desk.add(
                "row",
                &[
                    ("item", item),
                    ("amount", &amount),
                    ("state", state),
                    ("sheet", sheet),
                ],
            );
        }
    }
}

/// Every switch and choice drawn.
pub(super) fn settings(desk: &mut Desk) {
    for name in ["display", "sound", "defaults", "power"] {
        desk.add_drawn(name);
    }
}

impl Desk {
    fn free(&mut self, list: &[&'static str], at: (&str, &str), count: usize) -> Vec<&'static str> {
        let taken = self.column(at.0, at.1);
        let is_free = |word: &&&str| !taken.iter().any(|other| other == **word);
        let free: Vec<&str> = list.iter().filter(is_free).copied().collect();
        self.some(&free, count)
    }

    /// Texts that no file has.
    pub(in crate::gui::desk) fn new_texts(&mut self, count: usize) -> Vec<&'static str> {
        self.free(TEXTS, ("file", "text"), count)
    }

    /// Names that no sheet has.
    pub(in crate::gui::desk) fn new_sheets(&mut self, count: usize) -> Vec<&'static str> {
        self.free(SHEETS, ("sheet", "name"), count)
    }

    /// Items that no row has.
    pub(in crate::gui::desk) fn new_items(&mut self, count: usize) -> Vec<&'static str> {
        self.free(ITEMS, ("row", "item"), count)
    }
}
