// Where the worker processes of a run wait for each other and add up a few numbers: in memory that all of them map, so
// that those who come at about the same time need no system call.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "mapping.h"

namespace parasample {

// Each worker's file: how often it has come, and the numbers it brought the last two times.
class Meeting {
 public:
  static constexpr int mostNumbers = 256;
  static size_t fileBytes();

  Meeting(const std::vector<int> &files, int rank);

  bool isThere() const;

  // Says that this worker has come once more, with these numbers.
  void arrive(const float *numbers, int count);

  // Waits at most so long until every worker has come as often as this one; true where they have.
  bool wait(int64_t microseconds) const;

  // The sums of what all brought, in rank order. Only once all have come, and before this worker comes again.
  void sum(float *numbers, int count) const;

 private:
  bool haveAllCome() const;

  std::vector<std::unique_ptr<Mapping>> files_;
  int rank_;
  uint32_t times_ = 0;
};

// Returns the meeting's number, or -1 where the memory could not be had.
int32_t openMeeting(const std::vector<int> &files, int rank);
std::shared_ptr<Meeting> meetingOf(int32_t number);
void closeMeeting(int32_t number);

}  // namespace parasample
