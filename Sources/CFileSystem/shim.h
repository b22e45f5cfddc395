// What the Glibc module does not have: on what kind of file system a path lies (statfs), and a rename
// that never replaces (renameat2, Linux 3.15).
#pragma once
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

// 0, or -1 with errno.
static inline int renameToFreeName(const char *path, const char *other) {
  return (int)syscall(SYS_renameat2, AT_FDCWD, path, AT_FDCWD, other, 1u);
}
