// All kernels: what NVRTC compiles for a GPU, and a C++ compiler with emulated blocks and threads for the tests.
#pragma once

#include "add-into.cuh"
#include "attention.cuh"
#include "draw.cuh"
#include "gaussian-kl.cuh"
#include "gelu.cuh"
#include "join-heads.cuh"
#include "normalise.cuh"
#include "optimiser.cuh"
#include "residual.cuh"
#include "softmax.cuh"
