#include "nccl.h"

#include <dlfcn.h>

#include <stdexcept>

namespace parasample {
namespace {

template <typename Function>
void find(void *library, Function &function, const char *name) {
  function = reinterpret_cast<Function>(dlsym(library, name));
  if (!function) throw std::runtime_error(std::string("NCCL has no ") + name);
}

}  // namespace

Nccl::Nccl(const std::string &path) {
  void *library = dlopen(path.c_str(), RTLD_NOW);
  if (!library) throw std::runtime_error(std::string("NCCL cannot be opened: ") + dlerror());
  find(library, newId, "ncclGetUniqueId");
  find(library, stateOf, "ncclCommGetAsyncError");
  find(library, abort, "ncclCommAbort");
  find(library, allReduce, "ncclAllReduce");
  find(library, beginGroup, "ncclGroupStart");
  find(library, endGroup, "ncclGroupEnd");
  find(library, joinWith_, "ncclCommInitRankConfig");
  find(library, nameOf_, "ncclGetErrorString");
  find(library, lastWords_, "ncclGetLastError");
}

void Nccl::check(Result result, Handle communicator) const {
  if (result == success || result == inProgress) return;
  const char *name = nameOf_(result), *words = lastWords_(communicator);
  throw std::runtime_error(std::string("NCCL: ") + (name ? name : "an error") + (words && *words ? ", " : "") +
                           (words ? words : ""));
}

Nccl::Result Nccl::join(Handle *communicator, int workers, const Id &id, int rank) const {
  constexpr unsigned magic = 0xcafebeef, version = 21400;
  Settings settings = {sizeof(Settings), magic, version, 0};
  return joinWith_(communicator, workers, id, rank, &settings);
}

}  // namespace parasample
