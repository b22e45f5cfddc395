// The C face of PostgreSQL's client library.
#pragma once
#include <libpq-fe.h>

// The field of an error that holds its SQLSTATE, which the header gives as a character.
static const int pq_sqlstate = PG_DIAG_SQLSTATE;
