package com.plexichat.backup.floorplan.planted.screens.one;

import com.plexichat.backup.floorplan.planted.screens.two.Two;

/// Uses another screen.
public record One(Two other) {}
