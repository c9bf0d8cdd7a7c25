#include "communicator.h"

#include <chrono>
#include <stdexcept>

namespace parasample {
namespace {

using Clock = std::chrono::steady_clock;

// Between two looks at what NCCL still does by itself, and at whether it has failed.
constexpr auto briefly = std::chrono::microseconds(50);
constexpr auto betweenLooks = std::chrono::milliseconds(20);

}  // namespace

Communicator::Communicator(const std::string &library, const Nccl::Id &id, int rank, int workers)
    : nccl_(library), id_(id), rank_(rank), workers_(workers), thread_([this] { work(); }) {}

Communicator::~Communicator() {
  abandon();
  thread_.join();
}

void Communicator::add(std::vector<Sum> sums, std::shared_ptr<DeviceEvent> ready) {
  std::lock_guard<std::mutex> lock(mutex_);
  tasks_.push_back({std::move(sums), std::move(ready)});
  asked_ += 1;
  changed_.notify_all();
}

Communicator::State Communicator::state() const {
  std::lock_guard<std::mutex> lock(mutex_);
  if (isOver()) return State::failed;
  try {
    return taken_ == asked_ && done_.isReached() ? State::done : State::waiting;
  } catch (const std::runtime_error &error) {
    // Who asks is JavaScript, which no exception of ours may reach.
    failure_ = error.what();
    return State::failed;
  }
}

Communicator::State Communicator::wait(int64_t microseconds) const {
  const auto end = Clock::now() + std::chrono::microseconds(microseconds);
  for (;;) {
    const State now = state();
    if (now != State::waiting || Clock::now() >= end) return now;
    std::this_thread::yield();
  }
}

std::string Communicator::failure() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return failure_;
}

void Communicator::holdUp(void *stream) const { done_.holdUp(stream); }

void Communicator::abandon() {
  std::lock_guard<std::mutex> lock(mutex_);
  isAbandoned_ = true;
  changed_.notify_all();
}

// The only thread that speaks to NCCL.
void Communicator::work() {
  try {
    join();
    for (;;) {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait_for(lock, betweenLooks, [this] { return isOver() || !tasks_.empty(); });
      if (isOver()) break;
      if (tasks_.empty()) {
        lock.unlock();
        watch();
        continue;
      }
      const Task task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      sum(task);
    }
  } catch (const std::runtime_error &error) {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!isAbandoned_) failure_ = error.what();
  }
  // Needs no other worker, as ending in peace would; what all have summed is with all by now.
  if (communicator_) nccl_.abort(communicator_);
}

void Communicator::join() {
  nccl_.check(nccl_.join(&communicator_, workers_, id_, rank_));
  untilSettled();
  done_.record(stream_.handle());
  std::lock_guard<std::mutex> lock(mutex_);
  taken_ += 1;
}

void Communicator::sum(const Task &task) {
  task.ready->holdUp(stream_.handle());
  nccl_.check(nccl_.beginGroup());
  for (const Sum &sum : task.sums)
    nccl_.check(nccl_.allReduce(sum.from, sum.into, sum.count, Nccl::float32, Nccl::sum, communicator_, stream_.handle()),
                communicator_);
  nccl_.check(nccl_.endGroup(), communicator_);
  untilSettled();
  std::lock_guard<std::mutex> lock(mutex_);
  done_.record(stream_.handle());
  taken_ += 1;
}

// Until NCCL has taken what it was asked for. Throws where it fails, or this worker gives up.
void Communicator::untilSettled() {
  for (;;) {
    Nccl::Result state = Nccl::success;
    nccl_.check(nccl_.stateOf(communicator_, &state), communicator_);
    nccl_.check(state, communicator_);
    if (state == Nccl::success) return;
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait_for(lock, briefly, [this] { return isOver(); });
    if (isOver()) throw std::runtime_error("given up");
  }
}

void Communicator::watch() {
  Nccl::Result state = Nccl::success;
  nccl_.check(nccl_.stateOf(communicator_, &state), communicator_);
  nccl_.check(state, communicator_);
}

}  // namespace parasample
