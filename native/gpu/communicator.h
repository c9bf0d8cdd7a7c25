// Sums over the GPUs of a run's workers, one GPU a process, by NCCL. A thread of its own speaks to NCCL, so that neither
// TensorFlow's threads nor JavaScript's wait where another worker is late, hangs or has ended.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "device-streams.h"
#include "nccl.h"

namespace parasample {

class Communicator {
 public:
  // `count` floats from `from`, summed over the workers, go to `into`.
  struct Sum {
    const float *from;
    float *into;
    int64_t count;
  };

  enum class State { waiting, done, failed };

  // Joins the other workers, and goes on doing so afterwards. Throws std::runtime_error where there is no NCCL.
  Communicator(const std::string &library, const Nccl::Id &id, int rank, int workers);
  // Ends what is not done, here and without the others.
  ~Communicator();
  Communicator(const Communicator &) = delete;
  Communicator &operator=(const Communicator &) = delete;

  // Asks for sums, to be taken together once `ready` is reached. All workers ask for the same in the same order.
  void add(std::vector<Sum> sums, std::shared_ptr<DeviceEvent> ready);

  // Waits at most so long until everything is done that was asked for, joining included.
  State wait(int64_t microseconds) const;
  std::string failure() const;

  // The stream goes on only once everything is done that was asked for before.
  void holdUp(void *stream) const;

  // Gives up: whatever still runs on the device stops.
  void abandon();

 private:
  struct Task {
    std::vector<Sum> sums;
    std::shared_ptr<DeviceEvent> ready;
  };

  void work();
  void join();
  void sum(const Task &task);
  void untilSettled();
  void watch();
  bool isOver() const { return isAbandoned_ || !failure_.empty(); }
  State state() const;

  const Nccl nccl_;
  const Nccl::Id id_;
  const int rank_, workers_;
  DeviceStream stream_;
  DeviceEvent done_;
  Nccl::Handle communicator_ = nullptr;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  // Tasks, with joining as the first: what was asked for, and what NCCL has taken into its stream.
  int64_t asked_ = 1, taken_ = 0;
  mutable std::string failure_;
  bool isAbandoned_ = false;
  std::thread thread_;
};

}  // namespace parasample
