#include "join-heads.h"

#include <cstring>

#include "lanes.h"
#include "thread-pool.h"

namespace parasample {

void joinHeads(Run &run) {
  constexpr int64_t parts = 3, leastNumbersPerThread = 1 << 14;
  const int64_t groups = run.shape(0)[0], heads = run.shape(0)[1], tokens = run.shape(0)[2], width = run.shape(0)[3];
  float *out = run.output(0, {groups, tokens, parts * heads * width});
  const int64_t rows = groups * heads * tokens;
  inParallel(rows, leastNumbersPerThread / width + 1, [&](int64_t first, int64_t last) {
    for (int64_t part = 0; part < parts; part += 1)
      for (int64_t row = first; row < last; row += 1)
        std::memcpy(out + placeBesideHeads(row * width, part, parts, heads, tokens, width),
                    run.floats(static_cast<int>(part)) + row * width, width * sizeof(float));
  });
}

}  // namespace parasample
