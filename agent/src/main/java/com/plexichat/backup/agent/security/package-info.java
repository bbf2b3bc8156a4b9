/// Certificate authority, enrolment, sign-in, roles and approvals. Who may do what is decided here
/// and enforced before any other room acts.
@NullMarked
package com.plexichat.backup.agent.security;

import org.jspecify.annotations.NullMarked;
