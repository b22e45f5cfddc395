// The C face of libxlsxwriter, which writes workbooks of Excel 2007 and later.
#pragma once
#include <sys/syscall.h>
#include <unistd.h>
#include <xlsxwriter.h>

// A file that is in memory only and closed in other programs (memfd_create(2)); -1 with errno.
static inline int memory_file(const char *name) {
  return (int)syscall(SYS_memfd_create, name, 1u);
}
