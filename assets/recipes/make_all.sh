#!/bin/sh
# Makes every bundled sample again, from scikit-learn's digits to the table of known scores (a few minutes).
set -e
cd "$(dirname "$0")"
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
for step in make_digits_data train_digits_dw train_digits_mlp make_digits_outlier write_golden simulate_quantization; do
    echo "== $step"
    "${PYTHON:-python3}" "$step.py"
done
