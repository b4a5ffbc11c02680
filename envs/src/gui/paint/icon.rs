//! Icons: glyphs of a font of their own, and which one goes with a word.

use super::{
    canvas::{Canvas, Colour, Rect},
    font::{Font, PART},
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
    Inbox,
}

/// The first private character: the icon font begins there.
const FIRST: u32 = 0xE000;

impl Icon {
    /// Its character in the icon font.
    pub(super) fn letter(self) -> char {
        char::from_u32(FIRST + self as u32).expect("invariant: private characters are characters")
    }

    /// Paint it into the middle of a room, with sides of so many pixels.
    pub(super) fn paint(self, canvas: &mut Canvas<'_>, room: Rect, side: i32, colour: Colour) {
        let square = room.centred(side, side);
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
];

/// The icon that goes with a label, if one does.
pub(super) fn of_label(label: &str) -> Option<Icon> {
    LABELS
        .iter()
        .find(|(word, _)| *word == label)
        .map(|&(_, icon)| icon)
}

const LABELS: &[(&str, Icon)] = &[
    ("Network", Icon::Wifi),
    ("Wi-Fi", Icon::Wifi),
    ("Bluetooth", Icon::Bluetooth),
    ("Airplane mode", Icon::Airplane),
    ("Mobile data", Icon::Bars),
    ("Hotspot", Icon::WifiTethering),
    ("Display", Icon::Phone),
    ("Dark theme", Icon::DarkMode),
    ("Auto-rotate", Icon::RotateAuto),
    ("Brightness", Icon::Brightness),
    ("Screen timeout", Icon::Timer),
    ("Font size", Icon::FormatSize),
    ("Sound", Icon::VolumeUp),
    ("Do not disturb", Icon::Quiet),
    ("Vibrate on ring", Icon::Vibrate),
    ("Ring volume", Icon::VolumeUp),
    ("Ringtone", Icon::MusicNote),
    ("Privacy", Icon::Lock),
    ("Location", Icon::Place),
    ("Camera access", Icon::PhotoCamera),
    ("Microphone access", Icon::Mic),
    ("Personal", Icon::Person),
    ("Work", Icon::Work),
    ("Ideas", Icon::Lightbulb),
    ("Archive", Icon::Archive),
    ("Finished tasks", Icon::CheckCircle),
    ("Edit", Icon::Edit),
    ("Delete", Icon::Delete),
    ("Save", Icon::Check),
    ("Send", Icon::Send),
    ("Message", Icon::Chat),
    ("Move to archive", Icon::Archive),
    ("Phone", Icon::Call),
    ("Label", Icon::Label),
    ("Email", Icon::Mail),
    ("Repeat", Icon::Repeat),
    ("Alarm", Icon::Alarm),
    ("Folder", Icon::Folder),
    ("Text", Icon::Description),
    ("Due", Icon::Today),
    ("Date", Icon::Today),
    ("Time", Icon::Schedule),
    ("Place", Icon::Place),
    ("Guest", Icon::Person),
    ("Priority", Icon::PriorityHigh),
    ("Finished", Icon::CheckCircle),
];

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
        _ => Icon::Inbox,
    }
}
