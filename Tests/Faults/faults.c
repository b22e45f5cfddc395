// Preloaded into the command by the tests: the n-th operation that changes a file fails, is done only in
// part, or is the last that the process does.
//
//   FAULT_AT    which operation, from 1
//   FAULT_KIND  before: the process is killed instead; after: killed when it is done;
//               eio, enospc: it fails; short: half of the bytes are written;
//               segv, abort: the process crashes there
//   FAULT_MARK  a file that is made when the operation is reached
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum kind { NONE, BEFORE, AFTER, EIO_, ENOSPC_, SHORT };

static void crash(const char *kind) {
  if (!strcmp(kind, "segv")) *(volatile int *)8 = 1;
  if (!strcmp(kind, "abort")) abort();
}

static long reached;

static enum kind due(void) {
  const char *at = getenv("FAULT_AT"), *kind = getenv("FAULT_KIND");
  if (!at || !kind || __sync_add_and_fetch(&reached, 1) != atol(at)) return NONE;
  const char *mark = getenv("FAULT_MARK");
  // The raw call: the one below would be counted.
  if (mark) {
    long file = ((long (*)(long, ...))dlsym(RTLD_NEXT, "syscall"))(
        SYS_openat, AT_FDCWD, mark, O_CREAT | O_WRONLY, 0600);
    if (file >= 0) ((long (*)(long, ...))dlsym(RTLD_NEXT, "syscall"))(SYS_close, file);
  }
  crash(kind);
  if (!strcmp(kind, "before")) return BEFORE;
  if (!strcmp(kind, "after")) return AFTER;
  if (!strcmp(kind, "eio")) return EIO_;
  if (!strcmp(kind, "enospc")) return ENOSPC_;
  return SHORT;
}

static void die(void) { kill(getpid(), SIGKILL); }

// The operation by its real function, unless it is the one that goes wrong.
#define OPERATION(type, name, parameters, arguments)                       \
  type name parameters {                                                   \
    type(*real) parameters = (type(*) parameters)dlsym(RTLD_NEXT, #name);  \
    enum kind kind = due();                                                \
    if (kind == BEFORE) die();                                             \
    if (kind == EIO_ || kind == ENOSPC_) {                                 \
      errno = kind == EIO_ ? EIO : ENOSPC;                                 \
      return -1;                                                           \
    }                                                                      \
    PART(kind)                                                             \
    type result = real arguments;                                          \
    if (kind == AFTER) die();                                              \
    return result;                                                         \
  }

#define PART(kind) \
  if (kind == SHORT && count > 1) count /= 2;
OPERATION(ssize_t, write, (int file, const void *bytes, size_t count), (file, bytes, count))
OPERATION(ssize_t, pwrite, (int file, const void *bytes, size_t count, off_t at),
          (file, bytes, count, at))
OPERATION(ssize_t, pwrite64, (int file, const void *bytes, size_t count, off64_t at),
          (file, bytes, count, at))
#undef PART
#define PART(kind)
OPERATION(int, fsync, (int file), (file))
OPERATION(int, fdatasync, (int file), (file))
OPERATION(int, ftruncate, (int file, off_t length), (file, length))
OPERATION(int, ftruncate64, (int file, off64_t length), (file, length))
OPERATION(int, unlink, (const char *path), (path))
OPERATION(int, remove, (const char *path), (path))
OPERATION(int, mkdir, (const char *path, mode_t mode), (path, mode))
OPERATION(int, fchmod, (int file, mode_t mode), (file, mode))
OPERATION(int, rename, (const char *old, const char *new), (old, new))

// renameat2 has no function of its own in the module that uses it.
long syscall(long number, ...) {
  va_list list;
  va_start(list, number);
  long a[6];
  for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
  va_end(list);
  long (*real)(long, ...) = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
  enum kind kind = number == SYS_renameat2 ? due() : NONE;
  if (kind == BEFORE) die();
  if (kind == EIO_ || kind == ENOSPC_) {
    errno = kind == EIO_ ? EIO : ENOSPC;
    return -1;
  }
  long result = real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  if (kind == AFTER) die();
  return result;
}

// Files that are made; the others are opened without a fault.
#define OPENING(name)                                                        \
  int name(const char *path, int flags, ...) {                               \
    va_list list;                                                            \
    va_start(list, flags);                                                   \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0;  \
    va_end(list);                                                            \
    int (*real)(const char *, int, ...) =                                    \
        (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name);            \
    enum kind kind = flags & O_CREAT ? due() : NONE;                         \
    if (kind == BEFORE) die();                                               \
    if (kind == EIO_ || kind == ENOSPC_) {                                   \
      errno = kind == EIO_ ? EIO : ENOSPC;                                   \
      return -1;                                                             \
    }                                                                        \
    int result = real(path, flags, mode);                                    \
    if (kind == AFTER) die();                                                \
    return result;                                                           \
  }
OPENING(open)
OPENING(open64)
