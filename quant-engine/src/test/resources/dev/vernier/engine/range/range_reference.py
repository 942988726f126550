"""Prints the numbers that EntropyRangeTest, OctavRangeTest and QuantizationTheoryTest expect, by plain NumPy.

Run: python3 range_reference.py
"""
import numpy as np


def entropy_bins(counts, groups):
    """Of how many bins to keep: the least KL divergence, the smallest number of bins if there are several."""
    counts = np.asarray(counts, float)
    best = None
    for kept in range(len(counts), groups - 1, -1):
        p = counts[:kept].copy()
        p[-1] += counts[kept:].sum()
        q = np.zeros(kept)
        for g in range(groups):
            group = slice(g * kept // groups, (g + 1) * kept // groups)
            filled = p[group] > 0
            if filled.any():
                q[group][filled] = counts[group].sum() / filled.sum()
        p = p / p.sum()
        q = q / q.sum() if q.sum() > 0 else q
        there = p > 0
        divergence = np.inf if np.any(there & (q == 0)) else np.sum(p[there] * np.log(p[there] / q[there]))
        if best is None or divergence <= best[1]:
            best = (kept, divergence)
    return best


def octav(x, density, e):
    """The fixed point of OCTAV's iteration for magnitudes x of a density."""
    s = 0.0
    for _ in range(200):
        above = x >= s
        s = (x * density)[above].sum() / (e * density[~above].sum() + density[above].sum())
    return s


def gaussian_mse(clip, q_max, clipping_weight=1):
    """Mean squared error of a symmetric grid -q_max..q_max on a unit Gaussian."""
    x = (np.arange(400_000) + 0.5) / 400_000 * 9
    step = clip / q_max
    y = np.clip(np.rint(x / step), -q_max, q_max) * step
    weight = np.where(x > clip, clipping_weight, 1)
    return 2 * np.sum(weight * (x - y) ** 2 * np.exp(-x * x / 2) / np.sqrt(2 * np.pi)) * 9 / 400_000


BINS = 64
COUNTS = {
    "geometric": [int(100000 * 0.85**i) for i in range(BINS)],
    "gaussian": [int(100000 * np.exp(-((i / 16) ** 2) / 2)) for i in range(BINS)],
    "outlier": [int(100000 * np.exp(-((i / 8) ** 2) / 2)) for i in range(BINS - 1)] + [20],
    "scattered": [((i * 37 + 11) % 23) * 50 for i in range(BINS)],
}

if __name__ == "__main__":
    for name, counts in COUNTS.items():
        for groups in (4, 8, 16):
            print("entropy", name, groups, *entropy_bins(counts, groups))
    x = (np.arange(4_000_000) + 0.5) / 4_000_000 * 9
    for bits in (4, 8):
        for sides, e in ((2, 4**-bits / 3), (1, 4**-bits / 12)):
            print("octav", bits, "bits", sides, "sides", octav(x, np.exp(-x * x / 2), e))
    for bits in range(2, 9):
        for weight in (1, 3):
            q_max = 2 ** (bits - 1) - 1
            clips = np.arange(0.8, 4.8, 0.02)
            for finer in (0.02, 0.002):
                errors = [gaussian_mse(c, q_max, weight) for c in clips]
                least = clips[int(np.argmin(errors))]
                clips = np.arange(least - finer, least + finer, finer / 10)
            mse = gaussian_mse(least, q_max)
            print("gaussian", bits, "bits, clipping x", weight, "clip", least, "mse", mse, "dB", -10 * np.log10(mse))
