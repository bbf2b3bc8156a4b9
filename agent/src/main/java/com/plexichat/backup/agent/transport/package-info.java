/// The place where gRPC and Netty end on the way to other agents. Other rooms see ports and our own
/// types, never a channel or a message.
@NullMarked
package com.plexichat.backup.agent.transport;

import org.jspecify.annotations.NullMarked;
