//! Maps: places with their facts, routes between them, favourites, markers and tours of places in an order.

use crate::gui::author::{
    Act, App, Field, Kind, Only, Place, Rows, Screen, Submit, Table, Then, Title, Unit, Widget,
    list,
};
use bevy_ecs::prelude::{Entity, World, children};

pub(in crate::gui) const KINDS: &[&str] = &["Cafe", "Park", "Museum", "Hall"];
const MINUTES: Kind = Kind::Amount(Unit::new(0, "min"));

const fn table(name: &'static str, rows: Rows, order: &'static [&'static str]) -> Table {
    Table { name, rows, order }
}

/// Author the app.
pub(super) fn author(world: &mut World) -> Entity {
    let routes_from = Widget::List {
        of: "route",
        only: Only::Same("from", "name"),
        shows: &["to", "distance"],
        opens: Some("route"),
        turns: None,
        empty: "No routes from here",
    };
    let marker_form = Screen {
        name: "marker/form",
        title: Title::Words("Marker form"),
        of: Some("place"),
        drafts: Some("marker"),
    };
    let mark = Submit {
        from: &[("place", "name")],
        ..Submit::PLAIN
    };
    let stops = Widget::List {
        of: "stop",
        only: Only::Same("tour", "name"),
        shows: &["number", "place"],
        opens: Some("stop"),
        turns: None,
        empty: "No stops in this tour",
    };
    world
        .spawn((
            App { name: "Maps" },
            children![
                (
                    table("place", Rows::Many, &["name"]),
                    children![
                        Field::needed("name", "Name", Kind::Text),
                        Field::new("kind", "Kind", Kind::Choice(KINDS)),
                        Field::new("street", "Street", Kind::Text),
                        Field::new("closes", "Closes", Kind::Time),
                        Field::new("favourite", "Favourite", Kind::Flag),
                    ]
                ),
                (
                    table("route", Rows::Log, &["from", "to"]),
                    children![
                        Field::needed("from", "From", Kind::Text),
                        Field::needed("to", "To", Kind::Text),
                        Field::new("distance", "Distance", Kind::Amount(Unit::new(1, "km"))),
                        Field::new("walk", "On foot", MINUTES),
                        Field::new("bus", "By bus", MINUTES),
                        Field::new("car", "By car", MINUTES),
                    ]
                ),
                (
                    table("marker", Rows::Many, &["label"]),
                    children![
                        Field::needed("place", "Place", Kind::Text),
                        Field::needed("label", "Label", Kind::Text),
                    ]
                ),
                (
                    table("tour", Rows::Many, &["name"]),
                    children![Field::needed("name", "Name", Kind::Text)]
                ),
                (
                    table("stop", Rows::Ranked("tour", "number"), &["tour", "number"]),
                    children![
                        Field::needed("tour", "Tour", Kind::Text),
                        Field::new("number", "Number", Kind::Amount(Unit::new(0, ""))),
                        Field::needed("place", "Place", Kind::Text),
                    ]
                ),
                (
                    Screen::page("maps", "Maps"),
                    children![
                        Widget::Link("Cafes", "maps/cafes"),
                        Widget::Link("Parks", "maps/parks"),
                        Widget::Link("Museums", "maps/museums"),
                        Widget::Link("Halls", "maps/halls"),
                        Widget::Link("Favourites", "maps/favourites"),
                        Widget::Link("Markers", "markers"),
                        Widget::Link("Tours", "tours"),
                    ]
                ),
                (
                    Screen::page("maps/cafes", "Cafes"),
                    children![places("Cafe")]
                ),
                (
                    Screen::page("maps/parks", "Parks"),
                    children![places("Park")]
                ),
                (
                    Screen::page("maps/museums", "Museums"),
                    children![places("Museum")]
                ),
                (
                    Screen::page("maps/halls", "Halls"),
                    children![places("Hall")]
                ),
                (
                    Screen::page("maps/favourites", "Favourites"),
                    children![Widget::List {
                        of: "place",
                        only: Only::Flag("favourite", true),
                        shows: &["name", "kind"],
                        opens: Some("place"),
                        turns: None,
                        empty: "No favourites",
                    }]
                ),
                (
                    Screen::record("place", "place", "name"),
                    children![
                        Widget::Show("kind"),
                        Widget::Show("street"),
                        Widget::Show("closes"),
                        Widget::Live("favourite"),
                        Widget::Button(
                            "Routes",
                            Place::Floating,
                            Act::Find("routes", "name", "name")
                        ),
                        Widget::Button("Mark", Place::Floating, Act::Edit("marker/form")),
                    ]
                ),
                (
                    Screen {
                        title: Title::Words("Routes from here"),
                        ..Screen::record("routes", "place", "name")
                    },
                    children![Widget::Show("name"), routes_from]
                ),
                (
                    Screen::record("route", "route", "to"),
                    children![
                        Widget::Show("from"),
                        Widget::Show("distance"),
                        Widget::Show("walk"),
                        Widget::Show("bus"),
                        Widget::Show("car"),
                    ]
                ),
                (
                    marker_form,
                    children![
                        Widget::Show("name"),
                        Widget::Fill("label"),
                        Widget::Button("Set marker", Place::Floating, Act::Submit(mark)),
                    ]
                ),
                (
                    Screen::page("markers", "Markers"),
                    children![list("marker", &["label", "place"], "marker", "No markers")]
                ),
                (
                    Screen::record("marker", "marker", "label"),
                    children![
                        Widget::Button("Delete", Place::Bar, Act::Delete),
                        Widget::Show("place"),
                    ]
                ),
                (
                    Screen::page("tours", "Tours"),
                    children![
                        list("tour", &["name"], "tour", "No tours"),
                        Widget::Button("New tour", Place::Floating, Act::New("tour/form")),
                    ]
                ),
                (
                    Screen::form("tour/form", "tour", "Tour form"),
                    children![
                        Widget::Button("Save", Place::Bar, Act::Save),
                        Widget::Fill("name"),
                    ]
                ),
                (
                    Screen::record("tour", "tour", "name"),
                    children![
                        Widget::Button(
                            "Delete",
                            Place::Bar,
                            Act::DeleteWith(&[("stop", "tour", "name")])
                        ),
                        stops,
                        Widget::Button(
                            "Add stops",
                            Place::Floating,
                            Act::Find("tour/add", "name", "name")
                        ),
                    ]
                ),
                (
                    Screen::record("tour/add", "tour", "name"),
                    children![Widget::Adds {
                        of: "place",
                        only: Only::All,
                        shows: &["name", "kind"],
                        to: "stop",
                        from: &[("tour", "name")],
                        line: &[("place", "name")],
                        then: Then::Stay,
                        empty: "No places",
                    }]
                ),
                (
                    Screen::record("stop", "stop", "place"),
                    children![
                        Widget::Button("Remove", Place::Bar, Act::Delete),
                        Widget::Show("number"),
                        Widget::Button("Earlier", Place::Floating, Act::Earlier),
                        Widget::Button("Later", Place::Floating, Act::Later),
                    ]
                ),
            ],
        ))
        .id()
}

/// The places of a kind.
const fn places(kind: &'static str) -> Widget {
    Widget::List {
        of: "place",
        only: Only::Choice("kind", kind),
        shows: &["name"],
        opens: Some("place"),
        turns: None,
        empty: "No such places",
    }
}
