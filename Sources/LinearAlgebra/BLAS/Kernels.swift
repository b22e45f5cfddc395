import COpenBLAS
import Glibc

extension BLAS {
  /// The environment variable that tells OpenBLAS which kernels to take when a process starts.
  public static let kernelVariable = "OPENBLAS_CORETYPE"

  /// Kernels that this processor executes and that are faster than those taken, where OpenBLAS does not
  /// know the processor and took those of 2004; else nil.
  public static var fasterKernels: String? {
    guard library.kernel == "Prescott" else { return nil }
    if processor_executes_skylakex() != 0 { return "SkylakeX" }
    return processor_executes_haswell() != 0 ? "Haswell" : nil
  }

  /// Starts the process anew with `fasterKernels`, unless there are none or somebody has chosen some.
  ///
  /// For the first line of a program: OpenBLAS chooses its kernels when it is loaded, before any of the
  /// program's own code, and then also starts threads of its own. These are never given work here, yet each
  /// keeps a core busy for the first hundredths of a second: the new process has none. No result depends on
  /// either. Returns when there is nothing to change, or when the system does not allow it.
  public static func restartWithFasterKernels() {
    guard getenv(kernelVariable) == nil, let kernels = fasterKernels,
      setenv(kernelVariable, kernels, 0) == 0, setenv("OPENBLAS_NUM_THREADS", "1", 0) == 0
    else { return }
    // By its own path, so that lists of processes show its name.
    var path = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    guard readlink("/proc/self/exe", &path, Int(PATH_MAX)) > 0 else { return }
    execv(path, CommandLine.unsafeArgv)
  }
}
