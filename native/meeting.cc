#include "meeting.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>

#include "numbered.h"

namespace parasample {
namespace {

using Clock = std::chrono::steady_clock;

// Turns of a loop that looks again before it lets others have the processor.
constexpr int turnsBetweenYields = 64;

struct Place {
  alignas(64) std::atomic<uint32_t> times;
  // Whoever writes a half again has met everybody once more, and they had read it by then.
  alignas(64) float numbers[2][Meeting::mostNumbers];
};
static_assert(std::atomic<uint32_t>::is_always_lock_free, "Processes share the counter.");

Place &placeIn(const Mapping &file) { return *static_cast<Place *>(file.address()); }

Numbered<Meeting> &table() {
  static auto &meetings = *new Numbered<Meeting>;
  return meetings;
}

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

size_t Meeting::fileBytes() { return sizeof(Place); }

Meeting::Meeting(const std::vector<int> &files, int rank) : rank_(rank) {
  for (size_t worker = 0; worker < files.size(); worker += 1)
    files_.push_back(std::make_unique<Mapping>(files[worker], fileBytes(), static_cast<int>(worker) == rank));
}

bool Meeting::isThere() const {
  return std::all_of(files_.begin(), files_.end(), [](const auto &file) { return file->isThere(); });
}

void Meeting::arrive(const float *numbers, int count) {
  Place &own = placeIn(*files_[rank_]);
  times_ += 1;
  std::memcpy(own.numbers[times_ % 2], numbers, std::min(count, mostNumbers) * sizeof(float));
  own.times.store(times_, std::memory_order_release);
}

bool Meeting::haveAllCome() const {
  return std::all_of(files_.begin(), files_.end(), [this](const auto &file) {
    // Also right once the counters begin anew at 0: nobody is ahead by more than one.
    return static_cast<int32_t>(placeIn(*file).times.load(std::memory_order_acquire) - times_) >= 0;
  });
}

bool Meeting::wait(int64_t microseconds) const {
  const auto end = Clock::now() + std::chrono::microseconds(microseconds);
  for (;;) {
    for (int turn = 0; turn < turnsBetweenYields; turn += 1) {
      if (haveAllCome()) return true;
      pause();
    }
    if (Clock::now() >= end) return false;
    sched_yield();
  }
}

void Meeting::sum(float *numbers, int count) const {
  std::fill(numbers, numbers + count, 0.0f);
  for (const auto &file : files_) {
    const float *terms = placeIn(*file).numbers[times_ % 2];
    for (int i = 0; i < std::min(count, mostNumbers); i += 1) numbers[i] += terms[i];
  }
}

int32_t openMeeting(const std::vector<int> &files, int rank) {
  auto meeting = std::make_shared<Meeting>(files, rank);
  return meeting->isThere() ? table().add(std::move(meeting)) : -1;
}

std::shared_ptr<Meeting> meetingOf(int32_t number) { return table().find(number); }

void closeMeeting(int32_t number) { table().remove(number); }

}  // namespace parasample
