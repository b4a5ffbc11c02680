/* A pack in C: one tool, which counts how often it was called in a row of the host's table `counters`. No library. */
typedef unsigned int u32;
typedef unsigned long long u64;

#define IMPORT(name) __attribute__((import_module("truestep"), import_name(#name)))
#define EXPORT(name) __attribute__((export_name(#name)))

IMPORT(get) int get(const char *, u32, const char *, u32, void *, u32);
IMPORT(put) int put(const char *, u32, const char *, u32, const void *, u32);

static const char TOOLS[] =
    "{\"tools\":[{\"name\":\"bump\",\"description\":\"Count one more.\",\"inputSchema\":{\"type\":\"object\"}}]}";
static const char REPLY[] = "{\"content\":[{\"type\":\"text\",\"text\":\"bumped\"}]}";
static char request[65536];

static u64 hand_over(const char *text, u32 bytes) { return (u64)(u32)text << 32 | bytes; }

EXPORT(pack_alloc) char *pack_alloc(u32 bytes) { return bytes <= sizeof request ? request : (char *)-1; }

EXPORT(pack_list) u64 pack_list(void) { return hand_over(TOOLS, sizeof TOOLS - 1); }

EXPORT(pack_call) u64 pack_call(const char *at, u32 bytes) {
    u64 bumps = 0;
    (void)at, (void)bytes;
    get("counters", 8, "bumps", 5, &bumps, sizeof bumps);
    bumps++;
    put("counters", 8, "bumps", 5, &bumps, sizeof bumps);
    return hand_over(REPLY, sizeof REPLY - 1);
}
