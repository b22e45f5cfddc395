import LinearAlgebra
import Settlement

/// What concerns the process that uses the library.
public enum Umbrella {
  /// The version of the library and the command.
  public static let version = Engine.current.version

  /// Keeps OpenBLAS on the calling thread; call it before anything else.
  public static func prepare() { BLAS.prepare() }
}
