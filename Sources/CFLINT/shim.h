// FLINT 2.9 (integers, rationals and their matrices) and Arb 2.23 (balls), as Debian packages them.
#pragma once
#include <flint/flint.h>
#include <flint/fmpz.h>
#include <flint/fmpz_mat.h>
#include <flint/fmpq.h>
#include <flint/fmpq_mat.h>
#include <arb.h>
#include <arb_hypgeom.h>
#include <arb_mat.h>
