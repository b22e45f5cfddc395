import Diagnostics
import Evidence
import Settlement

/// What a recorded settlement was made from, with the copies of its data in a directory.
public struct RecordedInputs {
  let inputs: ReplayInputs
  private let unpacked: WorkingDirectory?
  /// What there is to say about earlier runs.
  public let warnings: [Diagnostic]

  /// Opens the copies of a bundle; those of a packed one are unpacked beside it, for their owner only, until
  /// ``remove()``.
  ///
  /// - Throws: a refusal if they cannot be read or written.
  public init(_ record: RecordedSettlement) throws(Refusal) {
    let place = record.path + "-inputs"
    warnings = record.bundle.isPacked ? Diagnostic.removedLeftovers(beside: place) : []
    (inputs, unpacked) = try RecordedSettlement.reading { () throws(BundleError) in
      try record.bundle.inputs(unpackingBeside: place)
    }
  }

  /// Takes away what was unpacked.
  public func remove() { unpacked?.remove() }
}
