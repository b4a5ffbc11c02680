//! What a pack in Rust needs of its side of the ABI: memory, the host's imports as safe functions, the three entry points.
//!
//! Plain Rust 1.63 without crates, so that any toolchain with `wasm32-unknown-unknown` builds it. A pack says
//! `#[path = "../kit/mod.rs"] mod kit;`, writes its tools as `fn(&str, &Json) -> Result<Reply, String>`, and calls
//! [`pack!`]. Every call runs in a fresh instance, so memory is only ever taken, never given back.

#![allow(dead_code)]

pub mod json;

use json::Json;
use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

const PAGE: usize = 65_536;

struct Bump;

#[global_allocator]
static BUMP: Bump = Bump;
static NEXT: AtomicUsize = AtomicUsize::new(0);

extern "C" {
    /// Where the linker says that the heap begins.
    static __heap_base: u8;
}

// SAFETY: a block lies above every block given before it and within the memory, which only grows; there is one thread.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let next = NEXT.load(Relaxed).max(&__heap_base as *const u8 as usize);
        let start = (next + layout.align() - 1) & !(layout.align() - 1);
        let end = match start.checked_add(layout.size()) {
            Some(end) => end,
            None => return std::ptr::null_mut(),
        };
        let have = core::arch::wasm32::memory_size(0) * PAGE;
        if end > have {
            let pages = (end - have + PAGE - 1) / PAGE;
            if core::arch::wasm32::memory_grow(0, pages) == usize::MAX {
                return std::ptr::null_mut();
            }
        }
        NEXT.store(end, Relaxed);
        start as *mut u8
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // The last block grows where it is: what is written to the end of a text is not copied each time.
        let last = old as usize + layout.size() == NEXT.load(Relaxed);
        if last {
            NEXT.store(old as usize, Relaxed);
        }
        let new = self.alloc(Layout::from_size_align_unchecked(size, layout.align()));
        if !new.is_null() && new != old {
            std::ptr::copy_nonoverlapping(old, new, layout.size().min(size));
        }
        new
    }
}

mod host {
    #[link(wasm_import_module = "truestep")]
    extern "C" {
        pub fn get(
            t: *const u8,
            tn: usize,
            k: *const u8,
            kn: usize,
            out: *mut u8,
            cap: usize,
        ) -> i32;
        pub fn put(
            t: *const u8,
            tn: usize,
            k: *const u8,
            kn: usize,
            v: *const u8,
            vn: usize,
        ) -> i32;
        pub fn delete(t: *const u8, tn: usize, k: *const u8, kn: usize) -> i32;
        pub fn scan(
            t: *const u8,
            tn: usize,
            prefix: *const u8,
            pn: usize,
            after: *const u8,
            an: usize,
            out: *mut u8,
            cap: usize,
        ) -> i32;
        pub fn clock() -> i64;
        pub fn random() -> i64;
    }
}

/// The value of a row, if there is one.
pub fn get(table: &str, key: &str) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::with_capacity(256);
    loop {
        // SAFETY: the host checks every pointer and writes at most `capacity` bytes.
        let n = unsafe {
            host::get(
                table.as_ptr(),
                table.len(),
                key.as_ptr(),
                key.len(),
                out.as_mut_ptr(),
                out.capacity(),
            )
        };
        if n < 0 {
            return None;
        }
        let n = n as usize;
        if n <= out.capacity() {
            // SAFETY: the host wrote these bytes.
            unsafe { out.set_len(n) };
            return Some(out);
        }
        out = Vec::with_capacity(n);
    }
}

/// The value of a row of a JSON table, if there is one.
pub fn get_json(table: &str, key: &str) -> Option<Json> {
    let bytes = get(table, key)?;
    Json::parse(std::str::from_utf8(&bytes).ok()?).ok()
}

/// Write a row; says whether there was one.
pub fn put(table: &str, key: &str, value: &[u8]) -> bool {
    // SAFETY: the host checks every pointer and only reads.
    unsafe {
        host::put(
            table.as_ptr(),
            table.len(),
            key.as_ptr(),
            key.len(),
            value.as_ptr(),
            value.len(),
        ) == 1
    }
}

/// Write a row of a JSON table; says whether there was one.
pub fn put_json(table: &str, key: &str, value: &Json) -> bool {
    put(table, key, value.to_string().as_bytes())
}

/// Delete a row; says whether there was one.
pub fn delete(table: &str, key: &str) -> bool {
    // SAFETY: the host checks every pointer and only reads.
    unsafe { host::delete(table.as_ptr(), table.len(), key.as_ptr(), key.len()) == 1 }
}

/// The rows whose keys begin with `prefix`, after the key `after` (empty: from the first), in order: at most `most`.
pub fn scan(table: &str, prefix: &str, after: &str, most: usize) -> Vec<(String, Vec<u8>)> {
    let mut rows = vec![];
    let mut after = after.to_owned();
    let mut page: Vec<u8> = vec![0; 2_048];
    while rows.len() < most {
        // SAFETY: the host checks every pointer and writes at most `page.len()` bytes.
        let n = unsafe {
            host::scan(
                table.as_ptr(),
                table.len(),
                prefix.as_ptr(),
                prefix.len(),
                after.as_ptr(),
                after.len(),
                page.as_mut_ptr(),
                page.len(),
            )
        };
        if n == 0 {
            break;
        }
        if n < 0 {
            page = vec![0; n.unsigned_abs() as usize];
            continue;
        }
        let mut rest = &page[..n as usize];
        while rows.len() < most && rest.len() >= 8 {
            let length = |at: usize| {
                u32::from_le_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]) as usize
            };
            let (key, value) = (length(0), length(4));
            let text = String::from_utf8_lossy(&rest[8..8 + key]).into_owned();
            rows.push((text, rest[8 + key..8 + key + value].to_vec()));
            rest = &rest[8 + key + value..];
        }
        after = rows.last().map(|(key, _)| key.clone()).unwrap_or_default();
    }
    rows
}

/// The virtual time of the call, in milliseconds.
pub fn clock() -> i64 {
    // SAFETY: takes and gives a number.
    unsafe { host::clock() }
}

/// The next number of the call's seeded generator.
pub fn random() -> u64 {
    // SAFETY: takes and gives a number.
    unsafe { host::random() as u64 }
}

/// What a tool says: a text, and the same as data.
pub struct Reply {
    pub text: String,
    pub data: Option<Json>,
}

/// Packs a pointer and a length into the one number an entry point returns.
pub fn hand_over(text: String) -> i64 {
    let text = std::mem::ManuallyDrop::new(text);
    ((text.as_ptr() as u64) << 32 | text.len() as u64) as i64
}

/// Runs a request: `{"name": ..., "arguments": {...}}` in, a tool result of MCP out.
pub fn serve(request: &[u8], call: fn(&str, &Json) -> Result<Reply, String>) -> String {
    let (text, data, failed) = match answer(request, call) {
        Ok(reply) => (reply.text, reply.data, false),
        Err(why) => (why, None, true),
    };
    let content = Json::object(vec![("type", Json::of("text")), ("text", Json::Text(text))]);
    let mut result = vec![("content", Json::List(vec![content]))];
    if let Some(data) = data {
        result.push(("structuredContent", data));
    }
    if failed {
        result.push(("isError", Json::Bool(true)));
    }
    Json::object(result).to_string()
}

fn answer(request: &[u8], call: fn(&str, &Json) -> Result<Reply, String>) -> Result<Reply, String> {
    let text = std::str::from_utf8(request).map_err(|_| "the request is not UTF-8".to_owned())?;
    let request =
        Json::parse(text).map_err(|why| format!("the arguments cannot be read: {why}"))?;
    let name = request.field("name").and_then(Json::text).unwrap_or("");
    let nothing = Json::Object(vec![]);
    call(name, request.field("arguments").unwrap_or(&nothing))
}

/// The three entry points of a pack: `pack!(TOOLS, call)`, with the tool list as JSON text.
#[macro_export]
macro_rules! pack {
    ($tools:expr, $call:path) => {
        #[no_mangle]
        pub extern "C" fn pack_alloc(bytes: usize) -> *mut u8 {
            std::mem::ManuallyDrop::new(Vec::<u8>::with_capacity(bytes)).as_mut_ptr()
        }

        #[no_mangle]
        pub extern "C" fn pack_list() -> i64 {
            kit::hand_over(String::from($tools))
        }

        /// # Safety
        /// The host passes what it wrote into a block of `pack_alloc`.
        #[no_mangle]
        pub unsafe extern "C" fn pack_call(request: *const u8, bytes: usize) -> i64 {
            // SAFETY: see above.
            let request = std::slice::from_raw_parts(request, bytes);
            kit::hand_over(kit::serve(request, $call))
        }
    };
}
