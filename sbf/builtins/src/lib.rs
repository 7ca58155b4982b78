//! `u128` multiplication, division and remainder for SBPF.
//!
//! LLVM lowers 128-bit arithmetic to the libcalls `__multi3`, `__udivti3` and `__umodti3`, and expects
//! their result in registers. rustc 1.96 returns a `u128` through a hidden pointer on this target, both
//! in its own compiler-builtins and in `solana-compiler-builtins`, so every such call would write
//! through a wrong pointer (seen: "Access violation writing 8 bytes at address 0x0"). The
//! `"unadjusted"` ABI hands the value to LLVM as it is.
#![allow(unexpected_cfgs)]
#![cfg_attr(all(target_os = "solana", target_arch = "bpf"), no_std, feature(abi_unadjusted))]

#[cfg(all(target_os = "solana", target_arch = "bpf"))]
mod libcalls {
    use solana_compiler_builtins as _;

    const LOW: u64 = 0xffff_ffff;

    /// 64 × 64 → (high, low), from four 32-bit products.
    #[inline(always)]
    fn widening_mul(a: u64, b: u64) -> (u64, u64) {
        let (a1, a0, b1, b0) = (a >> 32, a & LOW, b >> 32, b & LOW);
        let (p00, p01, p10, p11) = (a0 * b0, a0 * b1, a1 * b0, a1 * b1);
        let mid = (p00 >> 32) + (p01 & LOW) + (p10 & LOW);
        (p11 + (p01 >> 32) + (p10 >> 32) + (mid >> 32), (mid << 32) | (p00 & LOW))
    }

    /// (high, low) ÷ d → (quotient, remainder), for `high < d` (Knuth D in base 2^32).
    #[inline(always)]
    fn div_2by1(high: u64, low: u64, d: u64) -> (u64, u64) {
        let s = d.leading_zeros();
        let d = d << s;
        let (d1, d0) = (d >> 32, d & LOW);
        let n32 = if s == 0 { high } else { (high << s) | (low >> (64 - s)) };
        let n10 = low << s;
        let (n1, n0) = (n10 >> 32, n10 & LOW);
        let digit = |n: u64, next: u64| {
            let (mut q, mut r) = (n / d1, n % d1);
            while q > LOW || q * d0 > ((r << 32) | next) {
                q -= 1;
                r += d1;
                if r > LOW {
                    break;
                }
            }
            (q, ((n << 32) | next).wrapping_sub(q.wrapping_mul(d)))
        };
        let (q1, r) = digit(n32, n1);
        let (q0, r) = digit(r, n0);
        ((q1 << 32) | q0, r >> s)
    }

    /// n ÷ d → [quotient high, quotient low, remainder high, remainder low].
    #[inline(never)]
    fn div_rem(nh: u64, nl: u64, dh: u64, dl: u64, out: &mut [u64; 4]) {
        if dh == 0 {
            let (qh, rem) = if nh >= dl { (nh / dl, nh % dl) } else { (0, nh) };
            let (ql, rem) = div_2by1(rem, nl, dl);
            *out = [qh, ql, 0, rem];
            return;
        }
        // The quotient fits 64 bits: estimate it from the leading bits, then correct by at most one.
        let s = dh.leading_zeros();
        let top = if s == 0 { dh } else { (dh << s) | (dl >> (64 - s)) };
        let (n2, n1) = (nh >> 1, (nh << 63) | (nl >> 1));
        let (q, _) = div_2by1(n2, n1, top);
        let mut q = (q >> (63 - s)).saturating_sub(1);
        let (mh, ml) = widening_mul(q, dl);
        let mh = mh.wrapping_add(q.wrapping_mul(dh));
        let (mut rl, borrow) = nl.overflowing_sub(ml);
        let mut rh = nh.wrapping_sub(mh).wrapping_sub(borrow as u64);
        while rh > dh || (rh == dh && rl >= dl) {
            let (low, borrow) = rl.overflowing_sub(dl);
            rl = low;
            rh = rh.wrapping_sub(dh).wrapping_sub(borrow as u64);
            q += 1;
        }
        *out = [0, q, rh, rl];
    }

    #[inline(always)]
    fn split(x: u128) -> (u64, u64) {
        ((x >> 64) as u64, x as u64)
    }

    #[inline(always)]
    fn join(high: u64, low: u64) -> u128 {
        ((high as u128) << 64) | low as u128
    }

    #[no_mangle]
    pub unsafe extern "unadjusted" fn __multi3(a: u128, b: u128) -> u128 {
        let ((ah, al), (bh, bl)) = (split(a), split(b));
        let (high, low) = widening_mul(al, bl);
        join(high.wrapping_add(ah.wrapping_mul(bl)).wrapping_add(al.wrapping_mul(bh)), low)
    }

    #[no_mangle]
    pub unsafe extern "unadjusted" fn __udivti3(n: u128, d: u128) -> u128 {
        let ((nh, nl), (dh, dl), mut out) = (split(n), split(d), [0; 4]);
        div_rem(nh, nl, dh, dl, &mut out);
        join(out[0], out[1])
    }

    #[no_mangle]
    pub unsafe extern "unadjusted" fn __umodti3(n: u128, d: u128) -> u128 {
        let ((nh, nl), (dh, dl), mut out) = (split(n), split(d), [0; 4]);
        div_rem(nh, nl, dh, dl, &mut out);
        join(out[2], out[3])
    }
}
