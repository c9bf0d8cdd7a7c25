// What the workers that share a batch tell each other in the middle of a graph's run: in memory that all of them map, since
// JavaScript waits for the run meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "mapping.h"
#include "operation.h"

namespace parasample {

// A descriptor of our own of a file that stays open elsewhere, or not.
class OpenFile {
 public:
  explicit OpenFile(int descriptor);
  ~OpenFile();
  OpenFile(const OpenFile &) = delete;
  OpenFile &operator=(const OpenFile &) = delete;

  // Holds the file until this process ends, however it does.
  bool hold() const;
  bool isHeldElsewhere() const;

 private:
  int descriptor_;
};

// Each worker's file: how often it has come, and what it brought the last two times.
class Gathering {
 public:
  // Beside twice the numbers that a worker brings at most.
  static size_t headBytes();

  // Maps every worker's file, the own one to be written. `turns` is counted up while this worker waits.
  void join(const std::vector<int> &files, int rank, int64_t mostNumbers, int32_t *turns);
  void leave();

  bool isJoined() const { return !files_.empty(); }
  int64_t workers() const { return static_cast<int64_t>(files_.size()); }

  // Brings these numbers and waits for the others; out = everybody's, in rank order. `place` tells this time from others of a
  // run. Null, or why there is nothing.
  const char *gather(const float *numbers, int64_t count, int32_t place, float *out);

  // The rank of a worker that ended where others waited for it, or -1.
  int lost() const { return lost_; }

 private:
  bool haveAllCome() const;
  bool hasCome(size_t worker) const;
  bool wait();
  int missing() const;

  std::vector<std::unique_ptr<Mapping>> files_;
  std::vector<std::unique_ptr<OpenFile>> descriptors_;
  int rank_ = 0;
  int64_t mostNumbers_ = 0;
  int32_t *turns_ = nullptr;
  uint32_t times_ = 0;
  int lost_ = -1;
};

// Known by its number before the workers have met, since graphs hold it.
int32_t addGathering();
std::shared_ptr<Gathering> gatheringOf(int32_t number);
void removeGathering(int32_t number);

// The operation: values, [number of the gathering, place in a run] -> [workers, ...]: everybody's values, in rank order. Waits
// for the others, who must come to the same places in the same order.
void gather(Run &run);

}  // namespace parasample
