package com.plexichat.backup.agent.storage;

import com.plexichat.backup.shared.model.CopyState;
import java.util.List;

/// An answer to a challenge: the header, one leaf of the body and the hashes from it to the root.
/// Header, leaf and path are empty unless the state is OK.
@SuppressWarnings("ArrayRecordComponent") // sent on, never compared
public record ShardProof(
    CopyState state, byte[] header, byte[] leaf, List<byte[]> path, long length) {
  static ShardProof none(CopyState state, long length) {
    return new ShardProof(state, new byte[0], new byte[0], List.of(), length);
  }
}
