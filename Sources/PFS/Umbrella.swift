import LinearAlgebra
import Settlement

/// What concerns the process that uses the library.
public enum Umbrella {
  /// The version of the library and the command.
  public static let version = Engine.current.version

  /// Starts a program anew with kernels that its processor executes, where OpenBLAS is older than the
  /// processor and does not know it: for the first line of a program. No figure depends on it.
  public static func restartWithFasterKernels() { BLAS.restartWithFasterKernels() }

  /// Keeps OpenBLAS on the calling thread; call it before anything else.
  public static func prepare() { BLAS.prepare() }
}
