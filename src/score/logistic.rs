//! The logistic function, the same to the bit on every machine.

use std::f64::consts::{LN_2, LOG2_E};

/// `1 / (1 + exp(-x))`.
///
/// The system's `exp` differs between platforms in its last bit; this one is made of operations
/// that IEEE 754 defines exactly. Its error is below that of a 32-bit float.
pub(super) fn logistic(x: f64) -> f32 {
    (1.0 / (1.0 + exp(-x))) as f32
}

fn exp(x: f64) -> f64 {
    // Beyond this the logistic function is 0 or 1 in 32 bits.
    let x = x.clamp(-100.0, 100.0);
    let doublings = (x * LOG2_E).round();
    let rest = x - doublings * LN_2;
    // Taylor series: |rest| <= ln(2)/2, so that the 11th term is below 1e-12.
    let series = (1..=11).rev().fold(1.0, |sum, n| 1.0 + sum * rest / f64::from(n));
    series * f64::from_bits(((1023 + doublings as i64) as u64) << 52)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_logistic_function() {
        for step in -3000..=3000 {
            let x = f64::from(step) / 100.0;
            let expected = (1.0 / (1.0 + (-x).exp())) as f32;
            assert!((logistic(x) - expected).abs() <= f32::EPSILON * expected, "{x}");
        }
        assert_eq!((logistic(-1e9), logistic(1e9)), (logistic(-100.0), 1.0));
    }
}
