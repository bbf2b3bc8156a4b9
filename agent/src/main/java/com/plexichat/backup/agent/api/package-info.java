/// The gRPC services for console and command line, and the desk for plans. Services are thin: they
/// check the right, translate, and call one room.
@NullMarked
package com.plexichat.backup.agent.api;

import org.jspecify.annotations.NullMarked;
