// Memory that is mapped: a file's, shared with other processes, or this process's own.
#pragma once

#include <sys/mman.h>

#include <cstddef>

namespace parasample {

class Mapping {
 public:
  // Of a file that is open, or without one (-1) fresh memory of zeros.
  Mapping(int file, size_t bytes, bool isWritten) : bytes_(bytes) {
    const int access = isWritten ? PROT_READ | PROT_WRITE : PROT_READ;
    const int kind = file < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
#if defined(MAP_POPULATE)
    address_ = mmap(nullptr, bytes_, access, kind | MAP_POPULATE, file, 0);
#else
    address_ = mmap(nullptr, bytes_, access, kind, file, 0);
#endif
  }
  ~Mapping() {
    if (isThere()) munmap(address_, bytes_);
  }
  Mapping(const Mapping &) = delete;
  Mapping &operator=(const Mapping &) = delete;

  bool isThere() const { return address_ != MAP_FAILED; }
  void *address() const { return address_; }
  float *floats() const { return static_cast<float *>(address_); }

 private:
  size_t bytes_;
  void *address_;
};

}  // namespace parasample
