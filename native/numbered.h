// Things of this process that JavaScript and graphs know by a number. A thing that is closed while it is used stays until
// its last user is done.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace parasample {

template <typename Thing>
class Numbered {
 public:
  int32_t add(std::shared_ptr<Thing> thing) {
    std::lock_guard<std::mutex> lock(mutex_);
    things_[++last_] = std::move(thing);
    return last_;
  }

  // Null where the number is not known, or no longer.
  std::shared_ptr<Thing> find(int32_t number) {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = things_.find(number);
    return found == things_.end() ? nullptr : found->second;
  }

  void remove(int32_t number) {
    std::lock_guard<std::mutex> lock(mutex_);
    things_.erase(number);
  }

 private:
  std::mutex mutex_;
  std::map<int32_t, std::shared_ptr<Thing>> things_;
  int32_t last_ = 0;
};

}  // namespace parasample
