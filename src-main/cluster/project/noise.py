"""
Random numbers by name. A stream belongs to (run seed, purpose, step, tensor, sample) and to nothing else, so that sample
7 of a step is the same whichever process draws it, and however many processes there are.
"""

import numpy as np

PURPOSES = {"initialisation": 1, "training": 2, "validation": 3, "test": 4, "order": 5, "split": 6, "augmentation": 8}

_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_WORD = np.uint64(0xFFFFFFFF)
_HIGH = np.uint64(32)


def philox(key, counter):
    """
    Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC11) of many counters at once.

    key: two 32-bit words; counter: four; numbers or arrays of one length. Returns four arrays of 32-bit words (uint64).
    """
    k0, k1 = (np.uint64(word) for word in key)
    c0, c1, c2, c3 = np.broadcast_arrays(*(np.asarray(word, dtype=np.uint64) for word in counter))
    for _ in range(10):
        a, b = _MULTIPLIERS[0] * c0, _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (b >> _HIGH) ^ c1 ^ k0, b & _WORD, (a >> _HIGH) ^ c3 ^ k1, a & _WORD
        k0, k1 = (k0 + _WEYL[0]) & _WORD, (k1 + _WEYL[1]) & _WORD
    return c0, c1, c2, c3


def seed_pair(run_seed, purpose, step, tensor, sample):
    """Two 32-bit words that name a stream; any of the last three may be an array."""
    return philox((run_seed, PURPOSES[purpose]), (step, tensor, sample, 0))[:2]


def stream_seed(run_seed, purpose, step, sample):
    """The seed of PyTorch's generator for one weight sample."""
    high, low = seed_pair(run_seed, purpose, step, 0, sample)
    return (int(high) << 31) ^ int(low)


def shuffled(count, run_seed, purpose, epoch):
    """The numbers 0 to count - 1 in an order of (run seed, purpose, epoch) alone (Fisher and Yates)."""
    last = np.arange(count)
    words = philox([int(word) for word in seed_pair(run_seed, purpose, epoch, 0, 0)], (last, 0, 0, 0))[0]
    chosen = np.floor(words.astype(np.float64) / 2.0**32 * (last + 1)).astype(np.int64)
    order = last.copy()
    for at in range(count - 1, 0, -1):
        order[at], order[chosen[at]] = order[chosen[at]], order[at]
    return order
