package com.plexichat.backup.floorplan.planted.garden;

import com.plexichat.backup.floorplan.FloorPlan;

/// Uses the root package.
public record Gardener(FloorPlan plan) {}
