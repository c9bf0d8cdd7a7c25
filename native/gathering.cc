#include "gathering.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>

#include "numbered.h"

namespace parasample {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::milliseconds;

// Turns of a loop that looks again before it lets others have the processor.
constexpr int turnsBetweenYields = 64;
// Workers that step alike come within this time; for whoever comes later the processor is left to others.
constexpr microseconds watchedTime(300), nap(50);
// How often somebody who waits looks whether the others are still there, and says that it is itself.
constexpr milliseconds betweenLooks(10), betweenTurns(100);

struct Head {
  alignas(64) std::atomic<uint32_t> times;
  // Of the last two times.
  alignas(64) int32_t places[2];
  int64_t counts[2];
};
static_assert(std::atomic<uint32_t>::is_always_lock_free, "Processes share the counter.");

Head &headIn(const Mapping &file) { return *static_cast<Head *>(file.address()); }

float *numbersIn(const Mapping &file) { return file.floats() + sizeof(Head) / sizeof(float); }

Numbered<Gathering> &table() {
  // Never destroyed: threads of TensorFlow may outlive static objects.
  static auto &gatherings = *new Numbered<Gathering>;
  return gatherings;
}

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

OpenFile::OpenFile(int descriptor) : descriptor_(fcntl(descriptor, F_DUPFD_CLOEXEC, 0)) {}

OpenFile::~OpenFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

bool OpenFile::hold() const { return flock(descriptor_, LOCK_EX | LOCK_NB) == 0; }

bool OpenFile::isHeldElsewhere() const {
  if (flock(descriptor_, LOCK_SH | LOCK_NB) != 0) return true;
  flock(descriptor_, LOCK_UN);
  return false;
}

size_t Gathering::headBytes() { return sizeof(Head); }

void Gathering::join(const std::vector<int> &files, int rank, int64_t mostNumbers, int32_t *turns) {
  rank_ = rank;
  mostNumbers_ = mostNumbers;
  turns_ = turns;
  const size_t bytes = headBytes() + 2 * mostNumbers * sizeof(float);
  for (size_t worker = 0; worker < files.size(); worker += 1) {
    const bool isOwn = static_cast<int>(worker) == rank;
    files_.push_back(std::make_unique<Mapping>(files[worker], bytes, isOwn));
    descriptors_.push_back(std::make_unique<OpenFile>(files[worker]));
    if (!files_.back()->isThere() || (isOwn && !descriptors_.back()->hold())) return leave();
  }
}

void Gathering::leave() {
  files_.clear();
  descriptors_.clear();
}

const char *Gathering::gather(const float *numbers, int64_t count, int32_t place, float *out) {
  if (!isJoined() || count > mostNumbers_) return "The workers that share a batch have not met for it.";
  times_ += 1;
  // Whoever writes a half again has met everybody once more, and they had read it by then.
  const int half = times_ % 2;
  Head &own = headIn(*files_[rank_]);
  std::memcpy(numbersIn(*files_[rank_]) + half * mostNumbers_, numbers, count * sizeof(float));
  own.places[half] = place;
  own.counts[half] = count;
  own.times.store(times_, std::memory_order_release);
  if (!wait()) return "A worker that shares the batch ended.";
  for (size_t worker = 0; worker < files_.size(); worker += 1) {
    const Head &head = headIn(*files_[worker]);
    if (head.places[half] != place || head.counts[half] != count)
      return "The workers that share a batch came to different places of it.";
    std::memcpy(out + worker * count, numbersIn(*files_[worker]) + half * mostNumbers_, count * sizeof(float));
  }
  return nullptr;
}

bool Gathering::hasCome(size_t worker) const {
  // Also right once the counters begin anew at 0: nobody is ahead by more than one.
  return static_cast<int32_t>(headIn(*files_[worker]).times.load(std::memory_order_acquire) - times_) >= 0;
}

bool Gathering::haveAllCome() const {
  for (size_t worker = 0; worker < files_.size(); worker += 1)
    if (!hasCome(worker)) return false;
  return true;
}

bool Gathering::wait() {
  const auto start = Clock::now();
  auto nextLook = start + betweenLooks, nextTurn = start + betweenTurns;
  for (;;) {
    for (int turn = 0; turn < turnsBetweenYields; turn += 1) {
      if (haveAllCome()) return true;
      pause();
    }
    const auto now = Clock::now();
    if (now >= nextLook) {
      lost_ = missing();
      if (lost_ >= 0) return false;
      nextLook = now + betweenLooks;
    }
    if (turns_ && now >= nextTurn) {
      __atomic_fetch_add(turns_, 1, __ATOMIC_SEQ_CST);
      nextTurn = now + betweenTurns;
    }
    if (now - start < watchedTime) sched_yield();
    else std::this_thread::sleep_for(nap);
  }
}

int Gathering::missing() const {
  for (size_t worker = 0; worker < files_.size(); worker += 1) {
    if (static_cast<int>(worker) == rank_ || hasCome(worker)) continue;
    // It may have come between the two looks, and ended then.
    if (!descriptors_[worker]->isHeldElsewhere() && !hasCome(worker)) return static_cast<int>(worker);
  }
  return -1;
}

int32_t addGathering() { return table().add(std::make_shared<Gathering>()); }

std::shared_ptr<Gathering> gatheringOf(int32_t number) { return table().find(number); }

void removeGathering(int32_t number) { table().remove(number); }

void gather(Run &run) {
  const int32_t *place = run.ints(1);
  const auto gathering = gatheringOf(place[0]);
  if (!gathering || !gathering->isJoined()) return run.fail("The workers that share a batch have not met.");
  Shape shape = run.shape(0);
  const int64_t count = sizeOf(shape);
  shape.insert(shape.begin(), gathering->workers());
  const char *failure = gathering->gather(run.floats(0), count, place[1], run.output(0, shape));
  if (failure) run.fail(failure);
}

}  // namespace parasample
