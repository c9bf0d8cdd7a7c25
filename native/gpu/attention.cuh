// Attention of tokens to each other that never stores their scores (Dao et al., arXiv 2205.14135): a block of threads takes 64
// queries of a head of a sample's item, or backwards 64 keys, and goes through the others in tiles. x is what the layer before
// gives, [groups, tokens, 3, heads, width of a head].
#pragma once

#include "head-sizes.h"
#include "online-softmax.cuh"
#include "tiles.cuh"

namespace parasample {

// Where the head of this block lies, and which tile of its tokens is this block's.
struct OwnHead {
  const HeadSizes &sizes;
  int64_t head, firstToken;

  explicit OwnHead(const HeadSizes &of) : sizes(of) {
    const int64_t tiles = (of.tokens + tileSide - 1) / tileSide;
    head = blockIdx.x / tiles;
    firstToken = blockIdx.x % tiles * tileSide;
  }

  // Of numbers with `parts` for each head and token: where those of one part begin, and how far the next token's are.
  int64_t stride(int parts) const { return parts * sizes.heads * sizes.width; }
  int64_t start(int parts, int part) const {
    const int64_t group = head / sizes.heads, inGroup = head % sizes.heads;
    return group * sizes.tokens * stride(parts) + (part * sizes.heads + inGroup) * sizes.width;
  }
  Matrix matrix(const float *numbers, int parts, int part) const {
    return {numbers + start(parts, part), stride(parts), sizes.tokens, sizes.width};
  }
  int64_t row(int64_t token) const { return head * sizes.tokens + token; }

  template <int chunks>
  void store(const OwnSums *sums, float *numbers, int parts, int part) const {
    float *own = numbers + start(parts, part);
    for (int chunk = 0; chunk < chunks; chunk += 1)
      for (int i = 0; i < ownRows; i += 1)
        for (int j = 0; j < ownColumns; j += 1) {
          const int64_t token = firstToken + ownRow(i), column = chunk * tileSide + ownColumn(j);
          if (token < sizes.tokens && column < sizes.width) own[token * stride(parts) + column] = sums[chunk].of[i][j];
        }
  }
};

// statistics: of each head and token the largest score and 1 / the sum of the weights.
template <int chunks>
inline void attend(const float *x, float *result, float *statistics, const HeadSizes &sizes) {
  __shared__ float tiles[tileSide * tilePitch], weights[tileSide * tilePitch];
  const OwnHead own(sizes);
  const Matrix queries = own.matrix(x, 3, 0), keys = own.matrix(x, 3, 1), values = own.matrix(x, 3, 2);
  OnlineSoftmax softmax[ownRows];
  OwnSums out[chunks] = {}, scores;
  for (int64_t firstKey = 0; firstKey < sizes.tokens; firstKey += tileSide) {
    multiplyRows(queries, own.firstToken, keys, firstKey, tiles, scores);
    for (int i = 0; i < ownRows; i += 1) {
      float most = lowestScore;
      for (int j = 0; j < ownColumns; j += 1) {
        scores.of[i][j] *= sizes.scale;
        if (firstKey + ownColumn(j) < sizes.tokens) most = largerScore(scores.of[i][j], most);
      }
      const float kept = softmax[i].raise(foldOwnRow(most, largerScore));
      float sum = 0;
      for (int j = 0; j < ownColumns; j += 1) {
        const bool isThere = firstKey + ownColumn(j) < sizes.tokens;
        scores.of[i][j] = isThere ? weightOfScore(scores.of[i][j], softmax[i].most) : 0.0f;
        sum += scores.of[i][j];
      }
      softmax[i].sum += foldOwnRow(sum, [](float a, float b) { return a + b; });
      for (int chunk = 0; chunk < chunks; chunk += 1)
        for (int j = 0; j < ownColumns; j += 1) out[chunk].of[i][j] *= kept;
    }
    keepTransposed(scores, weights);
    addTimesRows<chunks>(weights, values, firstKey, tiles, out);
  }
  for (int i = 0; i < ownRows; i += 1) {
    const float inverse = 1.0f / softmax[i].sum;
    for (int chunk = 0; chunk < chunks; chunk += 1)
      for (int j = 0; j < ownColumns; j += 1) out[chunk].of[i][j] *= inverse;
    const int64_t token = own.firstToken + ownRow(i);
    if (threadIdx.x % threadsOfTile != 0 || token >= sizes.tokens) continue;
    statistics[2 * own.row(token)] = softmax[i].most;
    statistics[2 * own.row(token) + 1] = inverse;
  }
  own.store<chunks>(out, result, 1, 0);
}

// What the gradient of a head's scores is computed from.
struct OfScores {
  Matrix queries, keys, values, gradients;
  const float *statistics, *means;
};

// The probabilities of a tile of queries and keys, and the gradients of its scores before they were scaled. Where all tokens are
// one tile the means over rows are taken here, else they are given.
inline void gradientOfScores(const OwnHead &own, const OfScores &of, int64_t firstQuery, int64_t firstKey, float *tiles,
                             OwnSums &probabilities, OwnSums &slopes) {
  const int64_t tokens = own.sizes.tokens;
  multiplyRows(of.queries, firstQuery, of.keys, firstKey, tiles, probabilities);
  multiplyRows(of.gradients, firstQuery, of.values, firstKey, tiles, slopes);
  for (int i = 0; i < ownRows; i += 1) {
    const int64_t query = firstQuery + ownRow(i), row = own.row(query < tokens ? query : tokens - 1);
    const float most = of.statistics[2 * row], inverse = of.statistics[2 * row + 1];
    float mean = 0;
    for (int j = 0; j < ownColumns; j += 1) {
      const bool isThere = query < tokens && firstKey + ownColumn(j) < tokens;
      float &p = probabilities.of[i][j];
      p = isThere ? weightOfScore(p * own.sizes.scale, most) * inverse : 0.0f;
      mean += p * slopes.of[i][j];
    }
    mean = tokens > tileSide ? of.means[row] : foldOwnRow(mean, [](float a, float b) { return a + b; });
    for (int j = 0; j < ownColumns; j += 1)
      slopes.of[i][j] = scoreSlope(probabilities.of[i][j], slopes.of[i][j], mean) * own.sizes.scale;
  }
}

// The gradients of 64 keys and values. Where all tokens are one tile also those of the queries.
template <int chunks>
inline void attendToKeysGradient(const float *gradients, const float *x, const float *statistics, const float *means,
                                 float *result, const HeadSizes &sizes) {
  __shared__ float tiles[tileSide * tilePitch], factors[tileSide * tilePitch];
  const OwnHead own(sizes);
  const OfScores of = {own.matrix(x, 3, 0), own.matrix(x, 3, 1), own.matrix(x, 3, 2), own.matrix(gradients, 1, 0),
                       statistics, means};
  OwnSums ofKeys[chunks] = {}, ofValues[chunks] = {}, probabilities, slopes;
  for (int64_t firstQuery = 0; firstQuery < sizes.tokens; firstQuery += tileSide) {
    gradientOfScores(own, of, firstQuery, own.firstToken, tiles, probabilities, slopes);
    keepTile(probabilities, factors);
    addTimesRows<chunks>(factors, of.gradients, firstQuery, tiles, ofValues);
    keepTile(slopes, factors);
    addTimesRows<chunks>(factors, of.queries, firstQuery, tiles, ofKeys);
  }
  own.store<chunks>(ofKeys, result, 3, 1);
  own.store<chunks>(ofValues, result, 3, 2);
  if (sizes.tokens > tileSide) return;
  OwnSums ofQueries[chunks] = {};
  keepTransposed(slopes, factors);
  addTimesRows<chunks>(factors, of.keys, 0, tiles, ofQueries);
  own.store<chunks>(ofQueries, result, 3, 0);
}

// The gradients of 64 queries.
template <int chunks>
inline void attendFromQueriesGradient(const float *gradients, const float *x, const float *statistics,
                                      const float *means, float *result, const HeadSizes &sizes) {
  __shared__ float tiles[tileSide * tilePitch], factors[tileSide * tilePitch];
  const OwnHead own(sizes);
  const OfScores of = {own.matrix(x, 3, 0), own.matrix(x, 3, 1), own.matrix(x, 3, 2), own.matrix(gradients, 1, 0),
                       statistics, means};
  OwnSums ofQueries[chunks] = {}, probabilities, slopes;
  for (int64_t firstKey = 0; firstKey < sizes.tokens; firstKey += tileSide) {
    gradientOfScores(own, of, own.firstToken, firstKey, tiles, probabilities, slopes);
    keepTransposed(slopes, factors);
    addTimesRows<chunks>(factors, of.keys, firstKey, tiles, ofQueries);
  }
  own.store<chunks>(ofQueries, result, 3, 0);
}

// Heads of up to 64 columns and of up to 128 have kernels of their own: more sums a thread need more registers.
extern "C" __global__ void parasampleAttention64(const float *x, float *result, float *statistics, HeadSizes sizes) {
  attend<1>(x, result, statistics, sizes);
}
extern "C" __global__ void parasampleAttention128(const float *x, float *result, float *statistics, HeadSizes sizes) {
  attend<2>(x, result, statistics, sizes);
}

// means: of each head and token the sum of the result's gradient times the result, a warp each.
extern "C" __global__ void parasampleAttentionMeans(const float *gradients, const float *result, float *means,
                                                    int64_t rows, HeadSizes sizes) {
  const int64_t own = rowOfWarp(), row = own < rows ? own : rows - 1;
  const int64_t head = row / sizes.tokens % sizes.heads, group = row / sizes.tokens / sizes.heads;
  const int64_t start = ((group * sizes.tokens + row % sizes.tokens) * sizes.heads + head) * sizes.width;
  const float mean = sumOfRow(sizes.width, [=](int64_t i) { return gradients[start + i] * result[start + i]; });
  if (own < rows && threadIdx.x % lanesOfWarp == 0) means[row] = mean;
}

extern "C" __global__ void parasampleAttentionToKeysGradient64(const float *gradients, const float *x,
                                                               const float *statistics, const float *means,
                                                               float *result, HeadSizes sizes) {
  attendToKeysGradient<1>(gradients, x, statistics, means, result, sizes);
}
extern "C" __global__ void parasampleAttentionToKeysGradient128(const float *gradients, const float *x,
                                                                const float *statistics, const float *means,
                                                                float *result, HeadSizes sizes) {
  attendToKeysGradient<2>(gradients, x, statistics, means, result, sizes);
}
extern "C" __global__ void parasampleAttentionFromQueriesGradient64(const float *gradients, const float *x,
                                                                    const float *statistics, const float *means,
                                                                    float *result, HeadSizes sizes) {
  attendFromQueriesGradient<1>(gradients, x, statistics, means, result, sizes);
}
extern "C" __global__ void parasampleAttentionFromQueriesGradient128(const float *gradients, const float *x,
                                                                     const float *statistics, const float *means,
                                                                     float *result, HeadSizes sizes) {
  attendFromQueriesGradient<2>(gradients, x, statistics, means, result, sizes);
}

}  // namespace parasample
