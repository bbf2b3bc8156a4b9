package com.plexichat.backup.floorplan.planted.attic;

/// Lies in a package that no row covers, under a name that says nothing.
public record BoxManager(int content) {}
