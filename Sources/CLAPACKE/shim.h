// The C face of LAPACK, column-major or row-major, errors as return values.
#pragma once
#include <lapacke.h>
