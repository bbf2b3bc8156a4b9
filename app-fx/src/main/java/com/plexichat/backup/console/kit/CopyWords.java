package com.plexichat.backup.console.kit;

/// The words of everything that copies: the name of the act, and what is said after it.
public record CopyWords(String copy, String copied) {}
