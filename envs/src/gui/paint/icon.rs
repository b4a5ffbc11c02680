//! Icons: glyphs of a font of their own, and which one goes with a word.

use super::{
    canvas::{Canvas, Colour, Rect},
    font::{Font, PART},
    labels::LABELS,
    text::Style,
};

/// The glyphs of the icon font, in the order of `font/icons.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Icon {
    Settings,
    Schedule,
    StickyNote,
    TaskAlt,
    Chat,
    CalendarMonth,
    Apps,
    Wifi,
    Bluetooth,
    Bars,
    WifiTethering,
    DarkMode,
    RotateAuto,
    Brightness,
    Timer,
    FormatSize,
    Quiet,
    Vibrate,
    VolumeUp,
    MusicNote,
    Place,
    PhotoCamera,
    Mic,
    Lock,
    Phone,
    Folder,
    Work,
    Lightbulb,
    Archive,
    Person,
    Add,
    Edit,
    Delete,
    Check,
    CheckCircle,
    Send,
    ChevronRight,
    ExpandMore,
    Keyboard,
    Backspace,
    KeyboardReturn,
    Shift,
    Mail,
    Call,
    Repeat,
    Label,
    Today,
    PriorityHigh,
    Battery,
    Signal,
    Airplane,
    Info,
    Alarm,
    Description,
    Event,
    ReceiptLong,
    Restaurant,
    Star,
    Reply,
    Forward,
    CallMissed,
    Group,
    FileMove,
    Copy,
    Report,
    Favourite,
    Bus,
    House,
    Medical,
    Celebration,
    Payments,
    Outbox,
    ListAlt,
    Drive,
    NewFolder,
    Dialpad,
    LibraryMusic,
    QueueMusic,
    Run,
    Bike,
    Hiking,
    Pool,
    Straighten,
    Landscape,
    Wallet,
    Savings,
    RequestQuote,
    History,
    Speed,
    Basket,
    Lunch,
    Cafe,
    Park,
    Museum,
    Hall,
    Map,
    Route,
    Flag,
    Signpost,
    Taxi,
    Walk,
    Car,
    Upward,
    Downward,
    Price,
    Tip,
    Tune,
    Public,
    PhotoLibrary,
    GraphicEq,
    Inbox,
}

/// The first private character: the icon font begins there.
const FIRST: u32 = 0xE000;

impl Icon {
    /// Its character in the icon font.
    pub(super) fn letter(self) -> char {
        char::from_u32(FIRST + self as u32).expect("invariant: private characters are characters")
    }

    /// Whether it points to where reading goes, and so the other way where left and right are exchanged.
    fn points(self) -> bool {
        matches!(
            self,
            Icon::ChevronRight | Icon::Send | Icon::Reply | Icon::Forward | Icon::CallMissed
        )
    }

    /// Paint it into the middle of a room, with sides of so many pixels.
    pub(super) fn paint(self, canvas: &mut Canvas<'_>, room: Rect, side: i32, colour: Colour) {
        let square = room.centred(side, side);
        if canvas.is_mirrored() && self.points() {
            let glyph = Font::Icons.find(self.letter());
            let glyph = glyph.map(|glyph| Font::Icons.glyph(glyph, side * PART, 0));
            let Some(glyph) = glyph else { return };
            let left = canvas.placed(square).left + side - glyph.left - glyph.mask.width;
            let mask = glyph.mask.mirrored();
            canvas.mask(left, square.bottom + glyph.top, &mask, colour);
            return;
        }
        let style = Style::new(Font::Icons, side * PART);
        let mut bytes = [0; 4];
        let text = self.letter().encode_utf8(&mut bytes);
        // The font's box is a square on its base line.
        style.set(canvas, text, square.left * PART, square.bottom, colour);
    }
}

/// The icon and the colour of an app.
pub(super) fn of_app(name: &str) -> (Icon, Colour) {
    let known = APPS.iter().find(|(app, ..)| *app == name);
    known.map_or_else(
        || (Icon::Apps, tint(name)),
        |&(_, icon, colour)| (icon, colour),
    )
}

const APPS: &[(&str, Icon, Colour)] = &[
    ("Settings", Icon::Settings, [84, 96, 116]),
    ("Contacts", Icon::Person, [37, 118, 214]),
    ("Clock", Icon::Schedule, [46, 52, 92]),
    ("Notes", Icon::StickyNote, [222, 150, 16]),
    ("Tasks", Icon::TaskAlt, [92, 86, 214]),
    ("Messages", Icon::Chat, [26, 140, 88]),
    ("Calendar", Icon::CalendarMonth, [206, 68, 62]),
    ("Phone", Icon::Call, [22, 128, 60]),
    ("Email", Icon::Mail, [190, 60, 92]),
    ("Files", Icon::Folder, [184, 92, 20]),
    ("Expenses", Icon::ReceiptLong, [20, 132, 144]),
    ("Recipes", Icon::Restaurant, [150, 66, 40]),
    ("Music", Icon::LibraryMusic, [124, 77, 200]),
    ("Activity", Icon::Run, [200, 84, 16]),
    ("Wallet", Icon::Wallet, [16, 110, 120]),
    ("Food", Icon::Lunch, [176, 48, 48]),
    ("Maps", Icon::Map, [30, 132, 70]),
    ("Rides", Icon::Taxi, [64, 64, 72]),
    ("Browser", Icon::Public, [30, 100, 180]),
    ("Gallery", Icon::PhotoLibrary, [124, 77, 200]),
    ("Recorder", Icon::GraphicEq, [96, 84, 140]),
    ("Mail", Icon::Mail, [190, 60, 92]),
    ("Editor", Icon::Edit, [37, 118, 214]),
    ("Sheets", Icon::ListAlt, [30, 132, 70]),
    ("Camera", Icon::PhotoCamera, [72, 80, 92]),
    ("Shop", Icon::Basket, [176, 76, 20]),
    ("Timer", Icon::Timer, [30, 96, 140]),
];

/// The icon that goes with a label, if one does.
pub(super) fn of_label(label: &str) -> Option<Icon> {
    LABELS
        .iter()
        .find(|(word, _)| *word == label)
        .map(|&(_, icon)| icon)
}

/// A colour that goes with a name, always the same.
pub(super) fn tint(name: &str) -> Colour {
    let sum = name
        .bytes()
        .fold(7_u32, |sum, byte| sum * 31 % 65_521 + u32::from(byte));
    TINTS[sum as usize % TINTS.len()]
}

/// Dark enough for white letters.
const TINTS: [Colour; 8] = [
    [37, 118, 214],
    [26, 140, 88],
    [184, 92, 20],
    [124, 77, 200],
    [190, 60, 92],
    [20, 132, 144],
    [92, 106, 40],
    [96, 84, 140],
];

/// The first letters of the first two words of a name.
pub(super) fn initials(name: &str) -> String {
    let firsts = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    firsts.take(2).collect()
}

/// The icon of a kind of record.
pub(super) fn of_table(table: &str) -> Icon {
    match table {
        "event" => Icon::Event,
        "note" => Icon::Description,
        "alarm" => Icon::Alarm,
        "task" => Icon::TaskAlt,
        "contact" | "thread" => Icon::Person,
        "message" => Icon::Chat,
        "mail" | "sent mail" => Icon::Mail,
        "call" => Icon::Call,
        "folder" => Icon::Folder,
        "file" => Icon::Description,
        "expense" => Icon::ReceiptLong,
        "recipe" => Icon::Restaurant,
        "song" | "playlist entry" | "queue entry" => Icon::MusicNote,
        "playlist" => Icon::LibraryMusic,
        "activity" => Icon::Run,
        "payee" => Icon::Person,
        "payment" | "owed sum" | "request" => Icon::Payments,
        "pot" | "transfer" => Icon::Savings,
        "restaurant" => Icon::Restaurant,
        "dish" | "basket item" => Icon::Lunch,
        "order" => Icon::ReceiptLong,
        "place" | "stop" => Icon::Place,
        "route" => Icon::Route,
        "marker" => Icon::Flag,
        "tour" => Icon::Signpost,
        "ride" => Icon::Taxi,
        "photo" => Icon::PhotoLibrary,
        "recording" => Icon::GraphicEq,
        "sheet" => Icon::ListAlt,
        "row" => Icon::ReceiptLong,
        _ => Icon::Inbox,
    }
}
