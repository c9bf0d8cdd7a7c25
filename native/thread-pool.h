// Threads for kernels: TensorFlow's C interface does not lend its own.
#pragma once

#include <cstdint>
#include <functional>

namespace parasample {

// Calls body(first, last) over parts of [0, count) on as many threads as TensorFlow was told to use
// (TF_NUM_INTRAOP_THREADS, else one per core), the caller's included; returns when all are done. Each part has at
// least `grain` elements, so small work stays on the caller's thread. Several kernels may call it at once.
void inParallel(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)> &body);

}  // namespace parasample
