package com.plexichat.backup.agent.exchange;

/// The end of a stripe's upload: committed or given up, what the last rounds answered, how many
/// copies no owner could take, and the coordinator's sentence on why.
public record UploadedStripe(boolean committed, Sent sent, int missingCopies, String sentence) {}
