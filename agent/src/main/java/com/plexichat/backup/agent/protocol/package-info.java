/// Pure step machines for what agents say to each other about a shard's life. An event goes in and
/// effects come out as data; nothing that has effects and no hash-ordered collection may be
/// imported, so that a run replays from its seed.
///
/// | machine | one for | drives it |
/// |---|---|---|
/// | [SourceMachine] | each stripe that is uploaded | the agent that backs up |
/// | [HolderMachine] | each agent that holds shards | that agent |
/// | [LedgerMachine] | each stripe that something happens to | the coordinator |
///
/// A driver steps a machine from one thread at a time, performs the effects in the order given, and
/// reports what came of them as events. Signatures are verified before an event is made, and made
/// after an effect is taken. Repeated and late events are harmless; a machine that crashed is made
/// anew from what is durable: the [Shelf], the [LedgerState], nothing for a source, whose stripe is
/// abandoned.
@NullMarked
package com.plexichat.backup.agent.protocol;

import org.jspecify.annotations.NullMarked;
