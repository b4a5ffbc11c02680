/* The tools of a parcel shop in C, without a library: `track` and `release`, over the table `parcels`, whose rows are texts such
 * as `for Ada, held`. */
typedef unsigned int u32;
typedef unsigned long long u64;

#define IMPORT(name) __attribute__((import_module("truestep"), import_name(#name)))
#define EXPORT(name) __attribute__((export_name(#name)))

IMPORT(get) int get(const char *, u32, const char *, u32, void *, u32);
IMPORT(put) int put(const char *, u32, const char *, u32, const void *, u32);

static const char TOOLS[] =
    "{\"tools\":["
    "{\"name\":\"track\",\"description\":\"Say whom a parcel is for and where it stands.\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"parcel\":{\"type\":\"string\",\"description\":\"number of the parcel, such as p1\"}},\"required\":[\"parcel\"],\"additionalProperties\":false},\"annotations\":{\"readOnlyHint\":true}},"
    "{\"name\":\"release\",\"description\":\"Hand a parcel that is held to whom it is for.\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"parcel\":{\"type\":\"string\",\"description\":\"number of the parcel, such as p1\"}},\"required\":[\"parcel\"],\"additionalProperties\":false}}"
    "]}";
static const char TABLE[] = "parcels";
static const char PARCEL[] = "\"parcel\":\"";

enum { MOST_KEY = 64, MOST_ROW = 256 };
static char request[65536];
static char reply[1024];

static u64 hand_over(const char *text, u32 bytes) { return (u64)(u32)text << 32 | bytes; }

static char *append(char *to, const char *from, u32 bytes) {
    while (bytes--) *to++ = *from++;
    return to;
}

/* A tool result of MCP with one text, which stands here and needs no escapes. */
static char *begin(void) {
    static const char HEAD[] = "{\"content\":[{\"type\":\"text\",\"text\":\"";
    return append(reply, HEAD, sizeof HEAD - 1);
}

static u64 end(char *at, int failed) {
    static const char DONE[] = "\"}]}", FAILED[] = "\"}],\"isError\":true}";
    at = failed ? append(at, FAILED, sizeof FAILED - 1) : append(at, DONE, sizeof DONE - 1);
    return hand_over(reply, (u32)(at - reply));
}

static u64 refuse(const char *why) {
    u32 bytes = 0;
    while (why[bytes]) bytes++;
    return end(append(begin(), why, bytes), 1);
}

static int same(const char *a, const char *b, u32 bytes) {
    while (bytes--)
        if (*a++ != *b++) return 0;
    return 1;
}

EXPORT(pack_alloc) char *pack_alloc(u32 bytes) { return bytes <= sizeof request ? request : (char *)-1; }

EXPORT(pack_list) u64 pack_list(void) { return hand_over(TOOLS, sizeof TOOLS - 1); }

/* A request is compact JSON with the name first: {"name":"track","arguments":{"parcel":"p1"}}. */
EXPORT(pack_call) u64 pack_call(const char *at, u32 bytes) {
    static const char NONE[] = "not_found: there is no such parcel";
    const u32 name = 9, mark = sizeof PARCEL - 1;
    const char *last = at + bytes, *key = at;
    while (key + mark < last && !same(key, PARCEL, mark)) key++;
    key += mark;
    u32 length = 0;
    while (key + length < last && key[length] != '"') length++;
    if (length == 0 || length > MOST_KEY) return refuse(NONE);

    char row[MOST_ROW];
    int found = get(TABLE, sizeof TABLE - 1, key, length, row, MOST_ROW);
    if (found < 4 || found > MOST_ROW) return refuse(NONE);
    if (at[name] == 'r') {
        char *state = row + found - 4;
        if (!same(state, "held", 4)) return refuse("precondition: only a parcel that is held can be released");
        append(state, "sent", 4);
        put(TABLE, sizeof TABLE - 1, key, length, row, (u32)found);
    }
    char *out = append(begin(), key, length);
    out = append(out, ": ", 2);
    return end(append(out, row, (u32)found), 0);
}
