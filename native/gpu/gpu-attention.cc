#include <cmath>

#include "gpu-operations.h"
#include "kernels.h"

namespace parasample::gpu {
namespace {

// As in tiles.cuh.
constexpr int64_t tileSide = 64;

HeadSizes headSizes(const Shape &x, int64_t heads) {
  const int64_t width = x[2] / 3 / heads;
  return {x[1], heads, width, 1.0f / std::sqrt(static_cast<float>(width))};
}

struct Heads {
  HeadSizes sizes;
  int64_t count;

  Heads(const Run &run, int input, int numberOfHeads)
      : sizes(headSizes(run.shape(input), run.ints(numberOfHeads)[0])), count(run.shape(input)[0] * sizes.heads) {}

  int64_t rows() const { return count * sizes.tokens; }
  // A block for each tile of tokens of each head.
  Blocks blocks() const { return {count * ((sizes.tokens + tileSide - 1) / tileSide)}; }
  // Which of the kernels is for heads so wide.
  int kernel() const { return sizes.width > tileSide ? 1 : 0; }
};

}  // namespace

void attention(Run &run) {
  const Heads heads(run, 0, 1);
  const HeadSizes &sizes = heads.sizes;
  float *result = run.output(0, {run.shape(0)[0], sizes.tokens, sizes.heads * sizes.width});
  float *statistics = run.output(1, {heads.rows(), 2});
  attentionKernels[heads.kernel()](run, heads.blocks(), run.floats(0), result, statistics, sizes);
}

void attentionGradient(Run &run) {
  constexpr int64_t lanesOfWarp = 32;
  const Heads heads(run, 1, 4);
  const HeadSizes &sizes = heads.sizes;
  const float *gradients = run.floats(0), *x = run.floats(1), *statistics = run.floats(3);
  float *result = run.output(0, run.shape(1));
  if (sizes.tokens <= tileSide) {
    attentionToKeysGradientKernels[heads.kernel()](run, heads.blocks(), gradients, x, statistics, nullptr, result, sizes);
    return;
  }
  float *means = run.scratch(heads.rows());
  attentionMeansKernel(run, {blocksFor(heads.rows() * lanesOfWarp)}, gradients, run.floats(2), means, heads.rows(),
                       sizes);
  attentionToKeysGradientKernels[heads.kernel()](run, heads.blocks(), gradients, x, statistics, means, result, sizes);
  attentionFromQueriesGradientKernels[heads.kernel()](run, heads.blocks(), gradients, x, statistics, means, result,
                                                      sizes);
}

}  // namespace parasample::gpu
