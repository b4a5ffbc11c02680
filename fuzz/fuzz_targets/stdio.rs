#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| truestep_fuzz::stdio(data));
