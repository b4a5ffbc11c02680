;; The tools of a parcel shop in WebAssembly text: `track` and `release`, over the table `parcels`, whose rows are texts such
;; as `for Ada, held`. A request is compact JSON with the name first: `{"name":"track","arguments":{"parcel":"p1"}}`.
(module
  (import "truestep" "get" (func $get (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "truestep" "put" (func $put (param i32 i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (data (i32.const 16) "parcels")
  ;; what an answer begins and ends with, and the two refusals
  (data (i32.const 64) "{\"content\":[{\"type\":\"text\",\"text\":\"")
  (data (i32.const 112) "\"}]}")
  (data (i32.const 128) "{\"content\":[{\"type\":\"text\",\"text\":\"not_found: there is no such parcel\"}],\"isError\":true}")
  (data (i32.const 256) "{\"content\":[{\"type\":\"text\",\"text\":\"precondition: only a parcel that is held can be released\"}],\"isError\":true}")
  (data (i32.const 1024) "{\"tools\":[{\"name\":\"track\",\"description\":\"Say whom a parcel is for and where it stands.\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"parcel\":{\"type\":\"string\",\"description\":\"number of the parcel, such as p1\"}},\"required\":[\"parcel\"],\"additionalProperties\":false},\"annotations\":{\"readOnlyHint\":true}},{\"name\":\"release\",\"description\":\"Hand a parcel that is held to whom it is for.\",\"inputSchema\":{\"type\":\"object\",\"properties\":{\"parcel\":{\"type\":\"string\",\"description\":\"number of the parcel, such as p1\"}},\"required\":[\"parcel\"],\"additionalProperties\":false}}]}")

  ;; Rows and answers are written at 4096 and 8192; a request lies at 65536, and one that does not fit gets no room.
  (func (export "pack_alloc") (param $bytes i32) (result i32)
    (select (i32.const 65536) (i32.const -1) (i32.le_u (local.get $bytes) (i32.const 65536))))

  (func $text (param $at i32) (param $bytes i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get $at)) (i64.const 32)) (i64.extend_i32_u (local.get $bytes))))

  (func (export "pack_list") (result i64) (call $text (i32.const 1024) (i32.const 555)))

  ;; copies to $to and gives the place behind
  (func $append (param $to i32) (param $from i32) (param $bytes i32) (result i32)
    (memory.copy (local.get $to) (local.get $from) (local.get $bytes))
    (i32.add (local.get $to) (local.get $bytes)))

  (func (export "pack_call") (param $at i32) (param $bytes i32) (result i64)
    (local $release i32) (local $key i32) (local $length i32) (local $row i32) (local $end i32)
    ;; the tools' names begin with different letters; the rest of a request has one form, so the key's place is known
    (local.set $release (i32.eq (i32.load8_u offset=9 (local.get $at)) (i32.const 114)))
    (local.set $key (i32.add (local.get $at) (select (i32.const 41) (i32.const 39) (local.get $release))))
    (local.set $length (i32.sub (i32.sub (i32.add (local.get $at) (local.get $bytes)) (i32.const 3)) (local.get $key)))
    ;; keys have 1 to 64 bytes here
    (if (i32.gt_u (i32.sub (local.get $length) (i32.const 1)) (i32.const 63))
      (then (return (call $text (i32.const 128) (i32.const 88)))))
    (local.set $row (call $get (i32.const 16) (i32.const 7) (local.get $key) (local.get $length) (i32.const 4096) (i32.const 256)))
    (if (i32.gt_u (i32.sub (local.get $row) (i32.const 4)) (i32.const 252))
      (then (return (call $text (i32.const 128) (i32.const 88)))))
    (if (local.get $release) (then
      ;; a row ends with `held`, or nothing can be released
      (local.set $end (i32.add (i32.const 4092) (local.get $row)))
      (if (i32.ne (i32.load align=1 (local.get $end)) (i32.const 0x646c6568))
        (then (return (call $text (i32.const 256) (i32.const 110)))))
      (i32.store align=1 (local.get $end) (i32.const 0x746e6573)) ;; `sent`
      (drop (call $put (i32.const 16) (i32.const 7) (local.get $key) (local.get $length) (i32.const 4096) (local.get $row)))))
    ;; the key, a colon, a blank, the row
    (local.set $end (call $append (i32.const 8192) (i32.const 64) (i32.const 35)))
    (local.set $end (call $append (local.get $end) (local.get $key) (local.get $length)))
    (i32.store16 align=1 (local.get $end) (i32.const 0x203a))
    (local.set $end (call $append (i32.add (local.get $end) (i32.const 2)) (i32.const 4096) (local.get $row)))
    (local.set $end (call $append (local.get $end) (i32.const 112) (i32.const 4)))
    (call $text (i32.const 8192) (i32.sub (local.get $end) (i32.const 8192)))))
