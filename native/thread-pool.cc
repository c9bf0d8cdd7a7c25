#include "thread-pool.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

namespace parasample {
namespace {

int threadCount() {
  const char *wanted = std::getenv("TF_NUM_INTRAOP_THREADS");
  const int number = wanted ? std::atoi(wanted) : 0;
  return number > 0 ? number : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

struct Job {
  int64_t count, part;
  const std::function<void(int64_t, int64_t)> *body;
  std::atomic<int64_t> next{0}, finished{0};
  std::mutex mutex;
  std::condition_variable whenFinished;

  bool exhausted() const { return next.load() >= count; }

  void work() {
    for (int64_t first = next.fetch_add(part); first < count; first = next.fetch_add(part)) {
      const int64_t last = std::min(count, first + part);
      (*body)(first, last);
      if (finished.fetch_add(last - first) + last - first < count) continue;
      std::lock_guard<std::mutex> lock(mutex);
      whenFinished.notify_all();
    }
  }

  void wait() {
    std::unique_lock<std::mutex> lock(mutex);
    whenFinished.wait(lock, [this] { return finished.load() == count; });
  }
};

class Pool {
 public:
  explicit Pool(int threads) {
    // Never joined: they sleep until the process ends.
    for (int index = 0; index < threads; index += 1) std::thread([this] { serve(); }).detach();
  }

  void run(const std::shared_ptr<Job> &job) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      jobs_.push_back(job);
    }
    wake_.notify_all();
    job->work();
    job->wait();
  }

 private:
  [[noreturn]] void serve() {
    for (;;) take()->work();
  }

  std::shared_ptr<Job> take() {
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      while (!jobs_.empty() && jobs_.front()->exhausted()) jobs_.pop_front();
      if (!jobs_.empty()) return jobs_.front();
      wake_.wait(lock);
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::shared_ptr<Job>> jobs_;
};

}  // namespace

void inParallel(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)> &body) {
  static const int threads = threadCount();
  if (threads == 1 || count <= grain) {
    if (count > 0) body(0, count);
    return;
  }
  // Leaked on purpose: its threads outlive static destructors.
  static Pool &pool = *new Pool(threads - 1);
  auto job = std::make_shared<Job>();
  job->count = count;
  // Several parts a thread, so that one that is disturbed does not keep the others waiting.
  job->part = std::max(grain, (count + 4 * threads - 1) / (4 * threads));
  job->body = &body;
  pool.run(job);
}

}  // namespace parasample
