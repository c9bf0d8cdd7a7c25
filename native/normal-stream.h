// Standard normal numbers of one stream, the very ones that TensorFlow's StatelessRandomNormal draws for the same
// seeds (up to the last bits of logarithm and sine): Philox4x32-10 (Salmon et al., SC11), 23-bit uniforms, Box-Muller.
// src-workers/random/stateless-noise.ts is the same in JavaScript. On GPUs the same text is compiled for the device.
#pragma once

#include <cstdint>

#include "lanes.h"

namespace parasample {

class NormalStream {
 public:
  // Numbers are drawn in blocks of this many.
  static constexpr int block = 256;

  NormalStream() = default;

  NormalStream(int32_t seed0, int32_t seed1) {
    // An int32 seed widens to 64 bits with its sign.
    uint32_t words[4] = {static_cast<uint32_t>(seed0), seed0 < 0 ? ~0u : 0u, static_cast<uint32_t>(seed1),
                         seed1 < 0 ? ~0u : 0u};
    philox(0x3ec8f720u, 0x02461e29u, words[0], words[1], words[2], words[3]);
    key0_ = words[0];
    key1_ = words[1];
    counter2_ = words[2];
    counter3_ = words[3];
  }

  // The numbers at positions 4 * index, ..., 4 * index + 3 of the stream.
  void four(uint64_t index, float *out) const {
    uint32_t w0 = static_cast<uint32_t>(index), w1 = static_cast<uint32_t>(index >> 32), w2 = counter2_, w3 = counter3_;
    philox(key0_, key1_, w0, w1, w2, w3);
    boxMuller(w0, w1, out[0], out[1]);
    boxMuller(w2, w3, out[2], out[3]);
  }

  // The numbers at positions index * block, ..., (index + 1) * block - 1 of the stream.
  void draw(int64_t index, float *__restrict out) const {
    constexpr int lanes = block / 4;
    alignas(64) uint32_t words[4][lanes];
    const uint64_t first = static_cast<uint64_t>(index) * lanes;
    const uint32_t low = static_cast<uint32_t>(first), high = static_cast<uint32_t>(first >> 32);
    for (int lane = 0; lane < lanes; lane += 1) {
      uint32_t w0 = low + lane, w1 = high, w2 = counter2_, w3 = counter3_;
      philox(key0_, key1_, w0, w1, w2, w3);
      words[0][lane] = w0;
      words[1][lane] = w1;
      words[2][lane] = w2;
      words[3][lane] = w3;
    }
    for (int lane = 0; lane < lanes; lane += 1) {
      boxMuller(words[0][lane], words[1][lane], out[4 * lane], out[4 * lane + 1]);
      boxMuller(words[2][lane], words[3][lane], out[4 * lane + 2], out[4 * lane + 3]);
    }
  }

 private:
  static inline void philox(uint32_t key0, uint32_t key1, uint32_t &c0, uint32_t &c1, uint32_t &c2, uint32_t &c3) {
#pragma GCC unroll 10
    for (int round = 0; round < 10; round += 1) {
      const uint64_t a = static_cast<uint64_t>(0xd2511f53u) * c0;
      const uint64_t b = static_cast<uint64_t>(0xcd9e8d57u) * c2;
      c0 = static_cast<uint32_t>(b >> 32) ^ c1 ^ key0;
      c2 = static_cast<uint32_t>(a >> 32) ^ c3 ^ key1;
      c1 = static_cast<uint32_t>(b);
      c3 = static_cast<uint32_t>(a);
      key0 += 0x9e3779b9u;
      key1 += 0xbb67ae85u;
    }
  }

  static inline void boxMuller(uint32_t word0, uint32_t word1, float &first, float &second) {
    const float uniform = asFloat((word0 & 0x7fffffu) | 0x3f800000u) - 1.0f;
    const float bounded = uniform < 1e-7f ? 1e-7f : uniform;
    const float radius = std::sqrt(-2.0f * logarithm(bounded));
    float sine, cosine;
    sineAndCosine(word1 & 0x7fffffu, sine, cosine);
    first = sine * radius;
    second = cosine * radius;
  }

  uint32_t key0_, key1_, counter2_, counter3_;
};

}  // namespace parasample
