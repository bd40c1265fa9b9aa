//! The program computes what the training library computed: the probabilities of the corpus's
//! blocks as `train/run.sh` wrote them down.

use std::fs;
use std::path::Path;

use dechaff::stages::{content_kept, read_arena};
use dechaff::{Favor, Options, SourceFormat};

/// Leaves are rounded to 1e-4; hundreds of them are summed.
const TOLERANCE: f32 = 0.003;

#[test]
fn probabilities_are_those_of_the_training_library() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixture = fs::read_to_string(root.join("tests/fixtures/model.tsv")).expect("fixture");
    let options = Options::new().format(SourceFormat::Html);
    for line in fixture.lines() {
        let (case, values) = line.split_once('\t').expect("a tab");
        let page = fs::read(root.join("corpus/cases").join(case).join("page.html")).expect(case);
        let found = content_kept(&read_arena(&page, &options), Favor::Balanced);
        let expected: Vec<f32> = values.split(' ').map(|p| p.parse().expect("a number")).collect();
        assert_eq!(found.len(), expected.len(), "{case}");
        for (block, ((found, _), expected)) in found.iter().zip(&expected).enumerate() {
            // Whether it is filtered out is decided by the rounding, which the library does not do.
            let is_close = (found - expected).abs() <= TOLERANCE || expected.is_nan();
            assert!(is_close, "{case}, block {block}: {found} instead of {expected}");
        }
    }
    assert!(fixture.lines().count() >= 20);
}
