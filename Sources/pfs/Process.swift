import Glibc
import PFS

/// What the process is to the system.
enum Process {
  /// Before anything else: no file that others can read, no memory dump, no second BLAS thread.
  static func prepare() {
    umask(0o077)
    Umbrella.restartWithFasterKernels()
    var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
    signal(SIGPIPE, SIG_IGN)
    CrashHandler.install()
    Umbrella.prepare()
  }

  static func exit(_ code: Int32) -> Never { Glibc.exit(code) }
}

/// A crash ends with one plain sentence. The runtime's own handler would print registers and memory,
/// which may hold personal data.
private enum CrashHandler {
  static func install() {
    useSecondStack()
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      let message: StaticString =
        "pfs: internal error; please report it / 内部エラー(開発者に連絡してください)\n"
      _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
      _exit(70)
    }
    action.sa_flags = SA_ONSTACK
    // A parent may have blocked them, and a blocked fault would not reach the handler.
    var unblocked = sigset_t()
    sigemptyset(&unblocked)
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS] {
      sigaction(number, &action, nil)
      sigaddset(&unblocked, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &unblocked, nil)
  }

  /// A stack that has run over cannot run its own handler.
  private static func useSecondStack() {
    let size = 64 << 10
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
  }
}
