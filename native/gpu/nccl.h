// What is used of NCCL, by which GPUs sum among themselves (nccl.h of its wheel; docs.nvidia.com/deeplearning/nccl). It is
// opened by name, and only where several GPUs train together.
#pragma once

#include <cstddef>
#include <string>

namespace parasample {

class Nccl {
 public:
  using Result = int;
  using Handle = void *;

  static constexpr Result success = 0, inProgress = 7;
  static constexpr int float32 = 7, sum = 0;

  // By which the workers of a run find each other.
  struct Id {
    char bytes[128];
  };

  // Throws std::runtime_error where it cannot be opened.
  explicit Nccl(const std::string &library);

  // Throws std::runtime_error in NCCL's words unless all is well or in progress.
  void check(Result result, Handle communicator = nullptr) const;

  // Joins the others without waiting for them.
  Result join(Handle *communicator, int workers, const Id &id, int rank) const;

  Result (*newId)(Id *);
  Result (*stateOf)(Handle communicator, Result *state);
  Result (*abort)(Handle communicator);
  Result (*allReduce)(const void *from, void *into, size_t count, int type, int operation, Handle communicator, void *stream);
  Result (*beginGroup)();
  Result (*endGroup)();

 private:
  // As of 2.14, where communicators that block nobody came: later versions take what is missing as unsaid.
  struct Settings {
    size_t size;
    unsigned magic, version;
    int isBlocking;
  };

  Result (*joinWith_)(Handle *communicator, int workers, Id id, int rank, Settings *);
  const char *(*nameOf_)(Result);
  const char *(*lastWords_)(Handle communicator);
};

}  // namespace parasample
