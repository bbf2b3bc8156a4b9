/// Repair, scrub, challenges and the watch over peers. It works on sealed shards, without keys and
/// without content: whole shards go from holder to holder, sums are masked, and what is believed of
/// a copy follows from proofs.
@NullMarked
package com.plexichat.backup.agent.upkeep;

import org.jspecify.annotations.NullMarked;
