// The CBLAS face of OpenBLAS. The include path of the pkg-config file `openblas` comes first, so that
// this is OpenBLAS's own header (with openblas_set_num_threads) and not another BLAS's.
#pragma once
#include <cblas.h>
