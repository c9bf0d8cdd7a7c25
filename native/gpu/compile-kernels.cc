#include "compile-kernels.h"

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "kernel-sources.h"
#include "standard-headers.h"

namespace parasample {
namespace {

using Program = void *;

// NVRTC's functions; its results are 0 where all went well.
struct Compiler {
  int (*versionOf)(int *major, int *minor);
  int (*architectureCount)(int *count);
  int (*architectures)(int *list);
  int (*create)(Program *, const char *text, const char *name, int headers, const char *const *texts,
                const char *const *names);
  int (*compile)(Program, int options, const char *const *list);
  int (*logSize)(Program, size_t *);
  int (*log)(Program, char *);
  int (*codeSize)(Program, size_t *);
  int (*code)(Program, char *);
  int (*textSize)(Program, size_t *);
  int (*text)(Program, char *);
  int (*destroy)(Program *);

  explicit Compiler(const std::string &library) : handle_(dlopen(library.c_str(), RTLD_LAZY)) {
    if (!handle_) throw std::runtime_error(dlerror());
    find(versionOf, "nvrtcVersion");
    find(architectureCount, "nvrtcGetNumSupportedArchs");
    find(architectures, "nvrtcGetSupportedArchs");
    find(create, "nvrtcCreateProgram");
    find(compile, "nvrtcCompileProgram");
    find(logSize, "nvrtcGetProgramLogSize");
    find(log, "nvrtcGetProgramLog");
    find(codeSize, "nvrtcGetCUBINSize");
    find(code, "nvrtcGetCUBIN");
    find(textSize, "nvrtcGetPTXSize");
    find(text, "nvrtcGetPTX");
    find(destroy, "nvrtcDestroyProgram");
  }

 private:
  template <typename Function>
  void find(Function &function, const char *name) {
    function = reinterpret_cast<Function>(dlsym(handle_, name));
    if (!function) throw std::runtime_error(std::string("NVRTC has no ") + name);
  }

  void *handle_;
};

// The newest architecture that the compiler knows and the GPU can run.
int architectureFor(const Compiler &compiler, int capability) {
  int count = 0;
  compiler.architectureCount(&count);
  std::vector<int> known(count);
  compiler.architectures(known.data());
  int best = 0;
  for (const int each : known)
    if (each <= capability && each > best) best = each;
  if (best == 0) throw std::runtime_error("NVRTC compiles for no GPU of compute capability " + std::to_string(capability));
  return best;
}

KernelImage resultOf(Program program, int (*sizeOf)(Program, size_t *), int (*bytesOf)(Program, char *)) {
  size_t size = 0;
  sizeOf(program, &size);
  KernelImage image(size);
  bytesOf(program, image.data());
  return image;
}

KernelImage compile(const Compiler &compiler, int architecture, bool isMachineCode) {
  std::vector<const char *> texts, names;
  for (const auto &source : kernelSources) texts.push_back(source.text), names.push_back(source.name);
  for (const auto &[name, text] : standardHeaders) texts.push_back(text), names.push_back(name);
  Program program = nullptr;
  compiler.create(&program, "#include \"kernels.cuh\"\n", "kernels.cu", static_cast<int>(texts.size()), texts.data(),
                  names.data());
  const std::string target = std::string("--gpu-architecture=") + (isMachineCode ? "sm_" : "compute_") +
                             std::to_string(architecture);
  const char *options[] = {target.c_str(), "--std=c++17", "--device-as-default-execution-space"};
  const bool failed = compiler.compile(program, 3, options) != 0;
  const KernelImage result = failed          ? resultOf(program, compiler.logSize, compiler.log)
                             : isMachineCode ? resultOf(program, compiler.codeSize, compiler.code)
                                             : resultOf(program, compiler.textSize, compiler.text);
  compiler.destroy(&program);
  if (failed) throw std::runtime_error(std::string(result.begin(), result.end()));
  return result;
}

KernelImage read(const std::string &path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Another process that starts meanwhile finds all of it or none. Without room for it, it is compiled again next time.
void keep(const KernelImage &image, const std::string &path) {
  const std::string unfinished = path + ".unfinished-" + std::to_string(getpid());
  std::ofstream file(unfinished, std::ios::binary);
  file.write(image.data(), static_cast<std::streamsize>(image.size()));
  file.close();
  if (!file.good() || rename(unfinished.c_str(), path.c_str()) != 0) remove(unfinished.c_str());
}

}  // namespace

KernelImage compiledKernels(const std::string &folder, int capability) {
  const Compiler compiler(folder + "/nvidia/cuda_nvrtc/lib/libnvrtc.so.12");
  const int architecture = architectureFor(compiler, capability);
  // Machine code fits its own architecture and later ones of the same generation.
  const bool isMachineCode = architecture / 10 == capability / 10;
  const std::string kept = folder + "/kernels", ending = isMachineCode ? ".cubin" : ".ptx";
  const std::string path = kept + "/" + kernelSourcesHash + "-" + std::to_string(architecture) + ending;
  KernelImage image = read(path);
  if (!image.empty()) return image;
  image = compile(compiler, architecture, isMachineCode);
  mkdir(kept.c_str(), 0777);
  keep(image, path);
  return image;
}

}  // namespace parasample
