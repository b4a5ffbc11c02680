;; A pack in WebAssembly text: one tool, which counts how often it was called in a row of the host's table `counters`.
(module
  (import "truestep" "get" (func $get (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "truestep" "put" (func $put (param i32 i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (data (i32.const 16) "counters")
  (data (i32.const 32) "bumps")
  (data (i32.const 64) "{\"tools\":[{\"name\":\"bump\",\"description\":\"Count one more.\",\"inputSchema\":{\"type\":\"object\"}}]}")
  (data (i32.const 256) "{\"content\":[{\"type\":\"text\",\"text\":\"bumped\"}]}")
  ;; A request is never read here, so any place will do for it.
  (func (export "pack_alloc") (param i32) (result i32) i32.const 65536)
  (func (export "pack_list") (result i64)
    (i64.or (i64.shl (i64.const 64) (i64.const 32)) (i64.const 91)))
  (func (export "pack_call") (param i32 i32) (result i64)
    ;; the count is eight bytes at 0, and 0 if there is no row yet
    (drop (call $get (i32.const 16) (i32.const 8) (i32.const 32) (i32.const 5) (i32.const 0) (i32.const 8)))
    (i64.store (i32.const 0) (i64.add (i64.load (i32.const 0)) (i64.const 1)))
    (drop (call $put (i32.const 16) (i32.const 8) (i32.const 32) (i32.const 5) (i32.const 0) (i32.const 8)))
    (i64.or (i64.shl (i64.const 256) (i64.const 32)) (i64.const 45))))
