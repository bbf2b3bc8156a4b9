/// The walk over the source, the chunk pipeline, and the jobs that back up, compact and reseal.
/// Memory is bounded whatever the size of the tree, and no stage waits for a whole stage before it.
@NullMarked
package com.plexichat.backup.agent.backup;

import org.jspecify.annotations.NullMarked;
