"""Prints the numbers that MovingAverageRangeTest expects, by PyTorch's own observer, a sample a batch.

Run: python3 moving_average_reference.py
"""
import torch
from torch.ao.quantization import MovingAverageMinMaxObserver


def samples():
    return [
        torch.tensor([((s * 37 + i * 11) % 23 - 9) * (1 + s % 5) / 8 for i in range(16)], dtype=torch.float32)
        for s in range(200)
    ]


for constant in (0.01, 0.1, 1.0):
    observer = MovingAverageMinMaxObserver(averaging_constant=constant)
    for sample in samples():
        observer(sample)
    print(constant, observer.min_val.item(), observer.max_val.item())
