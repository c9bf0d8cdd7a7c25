#include "ivon.h"

#include <algorithm>

#include "thread-pool.h"

namespace parasample {
namespace {

// Two of these, of means and of log standard deviations, and what they change stay in a core's own cache.
constexpr int64_t blockFloats = 1 << 11;
// Below this a thread costs more to wake than it saves.
constexpr int64_t leastBlocksPerThread = 8;

struct Block {
  const IvonPart *part;
  int64_t first, count;
  // From means to their log standard deviations; 0 where the part is no Gaussian.
  int64_t partner;
};

std::vector<Block> blocksOf(const std::vector<IvonPart> &parts) {
  std::vector<Block> blocks;
  int64_t start = 0;
  for (const IvonPart &part : parts) {
    const int64_t partner = part.precision > 0 ? (part.part.end - start) / 2 : 0;
    const int64_t end = part.part.end - partner;
    for (int64_t first = start; first < end; first += blockFloats)
      blocks.push_back({&part, first, std::min(blockFloats, end - first), partner});
    start = part.part.end;
  }
  return blocks;
}

// As `ivonAt` names them.
void step(const IvonUpdate &update, float delta, int64_t count, const float *__restrict g, const float *__restrict gs,
          float *__restrict p, float *__restrict logStd, float *__restrict m, float *__restrict h) {
  const IvonUpdate u = update;
  for (int64_t i = 0; i < count; i += 1) {
    // Copies tell compilers that no vector overlaps another.
    float value = p[i], moment = m[i], hessian = h[i];
    ivonAt(u, delta, g[i], gs[i], value, logStd[i], moment, hessian);
    p[i] = value, m[i] = moment, h[i] = hessian;
  }
}

}  // namespace

bool takeIvonStep(const TrainedParameters &parameters, const SharedGradients &gradients, int half, Source source,
                  const IvonUpdate &update, const Update &others, const std::vector<IvonPart> &parts) {
  if (parameters.size() != gradients.size() || parts.empty() || parts.back().part.end != parameters.size()) return false;
  const std::vector<Block> blocks = blocksOf(parts);
  float *values = parameters.vector(0), *moments = parameters.vector(1);
  inParallel(static_cast<int64_t>(blocks.size()), leastBlocksPerThread, [&](int64_t firstBlock, int64_t lastBlock) {
    alignas(64) float own[blockFloats], partners[blockFloats];
    for (int64_t block = firstBlock; block < lastBlock; block += 1) {
      const auto [part, first, count, partner] = blocks[block];
      sumGradients(gradients, half, source, first, first + count, own);
      if (partner == 0) {
        updateStretch(parameters, others, part->part, 1, first, count, own);
        continue;
      }
      const int64_t there = first + partner;
      sumGradients(gradients, half, source, there, there + count, partners);
      step(update, part->precision / update.effectiveItems, count, own, partners, values + first, values + there,
           moments + first, moments + there);
    }
  });
  return true;
}

}  // namespace parasample
