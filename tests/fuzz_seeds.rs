//! The fuzz targets' bodies over the committed seeds, so that they hold without a fuzzer.

#[path = "../fuzz/bodies.rs"]
mod bodies;

use std::fs;
use std::path::Path;

#[test]
fn every_seed_holds_in_every_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    for entry in fs::read_dir(folder).expect("the folder of seeds") {
        let path = entry.expect("a folder entry").path();
        let seed = fs::read(&path).expect("a seed");
        println!("{}", path.display());
        bodies::html(&seed);
        bodies::text(&seed);
        bodies::outputs(&seed);
        bodies::cutting(&seed);
        bodies::archive(&seed);
        bodies::lines(&seed);
        bodies::tables(&seed);
        bodies::selectors(&seed);
        // These two read a document and one byte that chooses chunks: 0, 16 and 32 are one byte at
        // a time in each of the formats.
        for choice in [0, 16, 32, 4, 47] {
            let input = [&seed[..], &[choice]].concat();
            bodies::chunking(&input);
            bodies::differential(&input);
        }
    }
}
