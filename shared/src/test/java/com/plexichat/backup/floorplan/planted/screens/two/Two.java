package com.plexichat.backup.floorplan.planted.screens.two;

/// Is used by another screen.
public record Two(int content) {}
