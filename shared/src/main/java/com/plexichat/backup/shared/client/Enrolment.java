package com.plexichat.backup.shared.client;

import com.plexichat.backup.proto.SignedDirectory;

/// What a token was exchanged for.
///
/// @param identity own new key and its certificates; save it
/// @param coordinatorEndpoint host:port of the coordinator's main listener
/// @param name under which this machine or person is known
/// @param directory the peers as of now; not yet verified
public record Enrolment(
    Identity identity,
    String clusterId,
    String coordinatorEndpoint,
    String name,
    SignedDirectory directory) {}
