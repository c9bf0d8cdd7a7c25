// The softmax of a row whose scores come part by part and are not kept (Milakov and Gimelshein, arXiv 1805.02867), and its
// gradient.
#pragma once

#include "lanes.h"

namespace parasample {

constexpr float lowestScore = -3.402823466e38f;

struct OnlineSoftmax {
  float most = lowestScore, sum = 0;

  // Takes in the largest score of a further part. What was summed until then is to be multiplied by the result.
  float raise(float mostOfPart) {
    const float before = most;
    most = mostOfPart > before || mostOfPart != mostOfPart ? mostOfPart : before;
    const float kept = exponential(before - most);
    sum *= kept;
    return kept;
  }
};

// The larger of two scores; a NaN stays one.
inline float largerScore(float a, float b) { return a > b || a != a ? a : b; }

// The part that a score has in its row, before all are divided by their sum.
inline float weightOfScore(float score, float most) { return exponential(score - most); }

// The gradient of a score: p is its probability, ofProbability that one's gradient, and meanOfRow the sum of both's products
// over the row (Dao et al., arXiv 2205.14135, appendix B.2).
inline float scoreSlope(float p, float ofProbability, float meanOfRow) { return p * (ofProbability - meanOfRow); }

}  // namespace parasample
