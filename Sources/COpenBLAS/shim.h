// The CBLAS face of OpenBLAS. The include path of the pkg-config file `openblas` comes first, so that
// this is OpenBLAS's own header (with openblas_set_num_threads) and not another BLAS's.
#pragma once
#include <cblas.h>

// Whether the processor executes the kernels that OpenBLAS calls Haswell, and those it calls SkylakeX.
static inline int processor_executes_haswell(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return 0;
#endif
}

static inline int processor_executes_skylakex(void) {
#if defined(__x86_64__)
  return processor_executes_haswell() && __builtin_cpu_supports("avx512f") &&
         __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
  return 0;
#endif
}
