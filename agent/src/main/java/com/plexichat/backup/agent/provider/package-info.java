/// Object stores and folders that take copies, behind one port. A provider holds sealed shards and
/// learns nothing about their content.
@NullMarked
package com.plexichat.backup.agent.provider;

import org.jspecify.annotations.NullMarked;
